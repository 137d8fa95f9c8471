//! The way to a server: where it is, how the connection is protected, who logs in, and in which order things are said.

use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;

use crate::conversation::{Conversation, Deadline, Patience};
use crate::verdict::{Failure, Step};
use crate::{Error, Security, Server};

/// How one comes to the server, and what one tells it of oneself.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    host: String,
    port: u16,
    protection: Protection,
    credentials: Option<Credentials>,
    hello: ClientId,
}

impl Route {
    /// To this server, if it makes sense.
    pub(crate) fn to(server: Server) -> Result<Self, Error> {
        server.check()?;
        let Server { host, port, security, user, password, from } = server;
        let tls = || {
            TlsParameters::new_rustls(host.clone()).map_err(|error| Error::NoCertificates(error.to_string()))
        };
        let protection = match security {
            Security::None => Protection::None,
            Security::StartTls => Protection::StartTls(tls()?),
            Security::Tls => Protection::Tls(tls()?),
        };
        let credentials = user.zip(password).map(|(user, password)| Credentials::new(user, password));
        // Not the name of this machine: in a container nobody else knows it, and servers refuse such names.
        let hello = ClientId::Domain(from.domain().to_owned());
        Ok(Self { host, port, protection, credentials, hello })
    }

    /// Hands over a message. The steps are taken one by one, because what a reply means depends on what it is given to.
    pub(crate) fn hand_over(
        &self,
        from: &Address,
        to: &Address,
        message: &[u8],
        patience: Patience,
    ) -> Result<(), Failure> {
        let mut conversation = self.open(Deadline::after(patience.dialogue))?;
        let result = self.introduce(&mut conversation).and_then(|()| {
            conversation.reply(Step::Sender, 2, |c| c.command(Mail::new(Some(from.clone()), Vec::new())))?;
            conversation.reply(Step::Recipient, 2, |c| c.command(Rcpt::new(to.clone(), Vec::new())))?;
            conversation.reply(Step::Data, 3, |c| c.command(Data))?;
            conversation.until(Deadline::after(patience.answer));
            conversation.reply(Step::Message, 2, |c| c.message(message))
        });
        if result.as_ref().err().is_none_or(Failure::is_reply) {
            conversation.close();
        }
        result
    }

    /// Encrypts and logs in, as far as that is asked for.
    fn introduce(&self, conversation: &mut Conversation) -> Result<(), Failure> {
        if let Protection::StartTls(tls) = &self.protection {
            conversation.step(Step::StartTls, |c| c.starttls(tls, &self.hello))?;
            conversation.nothing_is_left()?;
        }
        if let Some(credentials) = &self.credentials {
            conversation.reply(Step::Login, 2, |c| c.auth(DEFAULT_MECHANISMS, credentials))?;
        }
        Ok(())
    }

    /// Connects to the first address that answers; each gets its share of the time.
    fn open(&self, deadline: Deadline) -> Result<Conversation, Failure> {
        let tls = match &self.protection {
            Protection::Tls(tls) => Some(tls),
            Protection::None | Protection::StartTls(_) => None,
        };
        let addresses = self.addresses()?;
        let nowhere = format!("`{}` has no address that mail may go to", self.host);
        let mut failure = Failure::silent(Step::Connection, nowhere);
        for (address, waiting) in addresses.iter().zip((1..=addresses.len()).rev()) {
            let share = deadline.left(Step::Connection)? / u32::try_from(waiting).unwrap_or(u32::MAX);
            match SmtpConnection::connect(address, Some(share), &self.hello, tls, None) {
                Ok(connection) => return Ok(Conversation::over(connection, deadline)),
                Err(error) => failure = Failure::of(Step::Connection, &error),
            }
        }
        Err(failure)
    }

    /// The addresses of the server; with a password in clear, only those of this machine, whatever its name leads to.
    fn addresses(&self) -> Result<Vec<SocketAddr>, Failure> {
        let all = (self.host.as_str(), self.port)
            .to_socket_addrs()
            .map_err(|error| Failure::silent(Step::Connection, format!("`{}`: {error}", self.host)))?;
        let in_clear = matches!(self.protection, Protection::None) && self.credentials.is_some();
        Ok(all.filter(|address| !in_clear || address.ip().to_canonical().is_loopback()).collect())
    }
}

#[derive(Clone)]
enum Protection {
    None,
    StartTls(TlsParameters),
    Tls(TlsParameters),
}

impl fmt::Debug for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::StartTls(_) => "StartTls",
            Self::Tls(_) => "Tls",
        })
    }
}
