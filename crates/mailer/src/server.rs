//! The mail server as an operator describes it, and what such a description must not ask for.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{Error, Sender};

/// How the connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Not at all. With a password only to this machine itself.
    None,
    /// From `STARTTLS` on; a server that does not offer it gets nothing.
    StartTls,
    /// From the first byte on (RFC 8314).
    Tls,
}

/// A mail server, and who its mail is from.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name, which its certificate must bear, or its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who logs in; without it nobody does.
    pub user: Option<String>,
    /// The password of the user.
    pub password: Option<String>,
    /// Who the mail is from. The domain of the address is also what this service calls itself to the server.
    pub from: Sender,
}

impl Server {
    /// What is sure before anything is connected.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !is_host(&self.host) {
            return Err(Error::Host(self.host.chars().take(80).collect()));
        }
        if self.port == 0 {
            return Err(Error::Port);
        }
        match (self.user.as_deref(), self.password.as_deref()) {
            (None, None) => Ok(()),
            (None | Some(""), _) | (_, None | Some("")) => Err(Error::HalfCredentials),
            (Some(_), Some(_)) if self.security == Security::None && !is_this_machine(&self.host) => {
                Err(Error::PasswordInClear { host: self.host.clone() })
            }
            (Some(_), Some(_)) => Ok(()),
        }
    }
}

/// Says whether there is a password, not which.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, security, user, password, from } = self;
        f.debug_struct("Server")
            .field("host", host)
            .field("port", port)
            .field("security", security)
            .field("user", user)
            .field("password", &password.as_ref().map(|_| "***"))
            .field("from", from)
            .finish()
    }
}

fn is_host(text: &str) -> bool {
    let name = || {
        (1..=253).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
    };
    text.parse::<IpAddr>().is_ok() || name()
}

fn is_this_machine(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|a| a.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str, security: Security, user: Option<&str>, password: Option<&str>) -> Server {
        let from = "blaupause@stadt.example".parse().unwrap();
        let (user, password) = (user.map(str::to_owned), password.map(str::to_owned));
        Server { host: host.to_owned(), port: 25, security, user, password, from }
    }

    #[test]
    fn a_password_goes_in_clear_to_this_machine_only() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(server(host, Security::None, Some("u"), Some("p")).check(), Ok(()), "{host}");
        }
        for host in ["mail.stadt.example", "localhost.stadt.example", "127.0.0.1.stadt.example", "10.0.0.1"] {
            let refused = Err(Error::PasswordInClear { host: host.to_owned() });
            assert_eq!(server(host, Security::None, Some("u"), Some("p")).check(), refused);
            assert_eq!(server(host, Security::None, None, None).check(), Ok(()));
            assert_eq!(server(host, Security::StartTls, Some("u"), Some("p")).check(), Ok(()));
            assert_eq!(server(host, Security::Tls, Some("u"), Some("p")).check(), Ok(()));
        }
    }

    #[test]
    fn what_cannot_work_is_refused() {
        for host in [
            "",
            "mail stadt",
            "https://mail.stadt.example",
            "mail.stadt.example:25",
            "[::1]",
            "städte.example",
        ] {
            assert_eq!(server(host, Security::Tls, None, None).check(), Err(Error::Host(host.to_owned())));
        }
        let port = Server { port: 0, ..server("mail.stadt.example", Security::Tls, None, None) };
        assert_eq!(port.check(), Err(Error::Port));
        for (user, password) in
            [(Some("u"), None), (None, Some("p")), (Some("u"), Some("")), (Some(""), Some("p"))]
        {
            let half = server("mail.stadt.example", Security::Tls, user, password);
            assert_eq!(half.check(), Err(Error::HalfCredentials));
        }
    }
}
