//! Linked data: graphs of named nodes, as Turtle and as JSON-LD. Two vocabularies are written: services as CPSV-AP 3.2 and
//! data sets as DCAT-AP.de.

mod data_sets;
mod graph;
mod json_ld;
mod services;
#[cfg(test)]
mod tests;
pub(crate) mod vocabulary;

use blaupause_kernel::{Ars, Level, Slug};
use url::Url;

pub use data_sets::{DataSet, DataSets};
pub use graph::Graph;
pub use services::{Authority, PublicService, Publisher, ServiceCatalogue};

/// A form in which a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RdfForm {
    /// JSON-LD 1.1 with its context in it.
    JsonLd,
    /// Turtle 1.1.
    Turtle,
}

impl RdfForm {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::JsonLd => "application/ld+json",
            Self::Turtle => "text/turtle",
        }
    }
}

/// Who publishes, and under which address: what catalogues say of their publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    address: String,
    publisher: String,
    contact: Option<String>,
    licence: Option<String>,
    contributor: Option<String>,
}

/// Why what a catalogue shall say of its publisher is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPublishable {
    /// The address of the service is no absolute http(s) address, or has a query or a fragment.
    #[error("{0:?} is no address such as https://blaupause.example")]
    Address(String),
    /// The publisher has no name.
    #[error("the publisher needs a name")]
    Publisher,
    /// The contact is neither an e-mail address nor an http(s) address.
    #[error("{0:?} is neither an e-mail address nor an http(s) address")]
    Contact(String),
    /// The licence or the contributor is no IRI.
    #[error("{0:?} is no IRI")]
    Iri(String),
}

impl Default for Publication {
    fn default() -> Self {
        Self {
            address: "http://127.0.0.1:8080".to_owned(),
            publisher: "Blaupause".to_owned(),
            contact: None,
            licence: None,
            contributor: None,
        }
    }
}

impl Publication {
    /// What catalogues say. An empty `contact`, `licence` or `contributor` is none.
    ///
    /// # Errors
    /// `NotPublishable` for the first that is no such thing.
    pub fn new(
        address: &str,
        publisher: &str,
        contact: &str,
        licence: &str,
        contributor: &str,
    ) -> Result<Self, NotPublishable> {
        let web = |text: &str| Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let plain = |url: &Url| url.query().is_none() && url.fragment().is_none() && url.has_host();
        let url = web(address).filter(plain).ok_or_else(|| NotPublishable::Address(address.to_owned()))?;
        if publisher.trim().is_empty() {
            return Err(NotPublishable::Publisher);
        }
        let contact = match contact {
            "" => None,
            text if web(text).is_some() => Some(iri(text)?),
            text if text.contains('@') => Some(iri(&format!("mailto:{text}"))?),
            text => return Err(NotPublishable::Contact(text.to_owned())),
        };
        let optional = |text: &str| (!text.is_empty()).then(|| iri(text)).transpose();
        Ok(Self {
            address: url.as_str().trim_end_matches('/').to_owned(),
            publisher: publisher.trim().to_owned(),
            contact,
            licence: optional(licence)?,
            contributor: optional(contributor)?,
        })
    }

    /// Who publishes.
    pub fn publisher(&self) -> &str {
        &self.publisher
    }

    /// The address of a path below `/v1`.
    pub fn at(&self, path: &str) -> String {
        format!("{}/v1{path}", self.address)
    }
}

fn iri(text: &str) -> Result<String, NotPublishable> {
    let sound = oxrdf::NamedNode::new(text).map_err(|_| NotPublishable::Iri(text.to_owned()))?;
    Ok(sound.into_string())
}

/// A fragment of an address made of words; the words themselves decide if no letter of them is plain.
fn fragment(prefix: &str, words: &str) -> String {
    let name = Slug::from_name(words)
        .map_or_else(|| blaupause_kernel::Digest::of(words.as_bytes()).to_string(), |slug| slug.to_string());
    format!("{prefix}-{name}")
}

/// The EU's vocabulary of regions.
const NUTS: &str = "http://data.europa.eu/nuts";

/// The IRI by which DCAT-AP.de names a unit, and the scheme it belongs to (convention 8). Regions outside Germany have the
/// one of the EU's NUTS vocabulary; there is none for their municipalities, so those have one of their own.
fn geocoding(publication: &Publication, ars: &Ars) -> (String, String) {
    let kind = match (ars.country().is_germany(), ars.level()) {
        (false, Level::Municipality) => {
            let register = publication.at("/municipalities");
            return (format!("{register}/{ars}#territory"), format!("{register}#territories"));
        }
        (false, _) => return (format!("{NUTS}/code/{ars}"), NUTS.to_owned()),
        (true, Level::Land) => "stateKey",
        (true, Level::District | Level::Region) => "governmentDistrictKey",
        (true, Level::County) => "districtKey",
        (true, Level::Association) => "municipalAssociationKey",
        (true, Level::Municipality) => "regionalKey",
    };
    let scheme = format!("http://dcat-ap.de/def/politicalGeocoding/{kind}");
    (format!("{scheme}/{ars}"), scheme)
}
