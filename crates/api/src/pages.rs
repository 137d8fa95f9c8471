//! The few pages for people: what the links in mails lead to. Plain, readable without styles and scripts, and what asks for
//! them changes nothing: programs that check mails follow every link.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, CONTENT_SECURITY_POLICY, HeaderName};
use blaupause_app::messages::render;
use blaupause_kernel::{Language, Message};

use crate::Answer;

/// The media type of a page.
pub(crate) const MEDIA: &str = "text/html; charset=utf-8";

/// Nothing is loaded, and no other page frames this one: a click on its button is meant.
pub(crate) const POLICY: (HeaderName, &str) =
    (CONTENT_SECURITY_POLICY, "default-src 'none'; form-action 'self'; frame-ancestors 'none'");

/// Where the pages are.
const BELOW: &str = "/v1/bulletin-subscriptions/";

/// A page.
pub(crate) struct Page {
    /// Its language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// What it says.
    pub text: String,
    /// The words on the button that does what the page asks; without one there is nothing to do.
    pub button: Option<String>,
}

impl Page {
    /// A page with the words `page-NAME-title`, `-text` and, if something is asked, `-button`.
    pub(crate) fn of(language: Language, name: &str, text: &Message, asks: bool) -> Self {
        let words = |part: &str| render(language, &Message::new(format!("page-{name}-{part}")));
        let button = asks.then(|| words("button"));
        Self { language, title: words("title"), text: render(language, text), button }
    }

    /// As HTML. The button asks for the address of the page itself, by `POST`.
    pub(crate) fn html(&self) -> String {
        let [title, text] = [&self.title, &self.text].map(|text| escaped(text));
        let form = self.button.as_ref().map_or_else(String::new, |button| {
            format!("<form method=\"post\"><button>{}</button></form>\n", escaped(button))
        });
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" \
             content=\"noindex\">\n<title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n{form}\
             </main>\n</body>\n</html>\n",
            self.language.code()
        )
    }

    pub(crate) fn answer(&self) -> Answer {
        Answer::text(self.html(), MEDIA)
    }
}

/// Whether somebody with a browser asks for a page: then what is refused is told on a page, too.
pub(crate) fn is_for_people(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    request.path().starts_with(BELOW) && accepts.is_some_and(|accept| accept.contains("text/html"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_no_part_of_the_page() {
        let page = Page {
            language: Language::De,
            title: "A & B".to_owned(),
            text: "<script>\"x\"</script>".to_owned(),
            button: None,
        };
        let html = page.html();
        assert!(
            html.contains("<h1>A &amp; B</h1>\n<p>&lt;script&gt;&quot;x&quot;&lt;/script&gt;</p>"),
            "{html}"
        );
        assert!(!html.contains("<form"), "there is nothing to do");
    }
}
