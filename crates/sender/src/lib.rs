//! Sends the messages of webhooks over HTTP: to allowed addresses only, without redirects, in bounded time.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use blaupause_kernel::Timestamp;
use blaupause_webhooks::{Answer, Failure, Networks, Target, Transport, parse_retry_after};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// For a connection, the name of the host included.
const CONNECT: Duration = Duration::from_secs(5);

/// For everything; receivers do their work after they answered (Standard Webhooks: 15 to 30 s).
const WHOLE: Duration = Duration::from_secs(15);

/// Sends over HTTP. Cloning shares the connections.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    agent: Agent,
}

impl HttpTransport {
    /// Sends to what these networks allow.
    pub fn new(networks: Networks) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Config::builder()
            .tls_config(tls)
            .https_only(!networks.allow_http)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(concat!("blaupause/", env!("CARGO_PKG_VERSION")))
            .max_response_header_size(16 * 1024)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .build();
        let resolver = Guarded { inner: DefaultResolver::default(), networks };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver) }
    }
}

impl Transport for HttpTransport {
    fn send(&self, target: &Target, headers: &[(&str, String)], body: &[u8], now: Timestamp) -> Answer {
        let mut request = self.agent.post(target.as_str());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        match request.send(body) {
            Ok(response) => {
                let asked = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
                let retry_after = asked.and_then(|text| parse_retry_after(text, now));
                Answer::Status { code: response.status().as_u16(), retry_after }
            }
            Err(error) => Answer::None(failure(&error)),
        }
    }
}

fn failure(error: &Error) -> Failure {
    match error {
        Error::HostNotFound => Failure::HostUnknown,
        Error::Other(inner) if inner.is::<NotAllowed>() => Failure::AddressRefused,
        Error::RequireHttpsOnly(_) => Failure::AddressRefused,
        Error::Timeout(_) => Failure::Timeout,
        Error::Tls(_) | Error::Rustls(_) | Error::TlsRequired => Failure::Tls,
        Error::Io(error) => of_connection(error),
        Error::ConnectionFailed => Failure::Connection,
        _ => Failure::Protocol,
    }
}

/// A failed handshake comes as a failure of input and output.
fn of_connection(error: &std::io::Error) -> Failure {
    if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) {
        return Failure::Tls;
    }
    match error.kind() {
        std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => Failure::Timeout,
        _ => Failure::Connection,
    }
}

/// A name that resolves to nothing that is allowed.
#[derive(Debug)]
struct NotAllowed;

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the host has no address that messages may be sent to")
    }
}

impl std::error::Error for NotAllowed {}

/// Hands the connection only addresses that are allowed, so that a name cannot lead into an inner network.
#[derive(Debug)]
struct Guarded {
    inner: DefaultResolver,
    networks: Networks,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let all = self.inner.resolve(uri, config, timeout).map_err(|error| match error {
            // What the system says of a name that is not there differs from system to system.
            Error::Io(_) => Error::HostNotFound,
            other => other,
        })?;
        let mut allowed = self.empty();
        for address in all.iter().filter(|address: &&SocketAddr| self.networks.allow(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() { Err(Error::Other(Box::new(NotAllowed))) } else { Ok(allowed) }
    }
}
