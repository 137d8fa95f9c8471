//! Ports on this machine for servers of our own.

use std::net::{Ipv4Addr, TcpListener};

use crate::error::Error;

/// A port that was free a moment ago; the caller tries again when it no longer is.
pub fn free() -> Result<u16, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|source| Error::Start { program: "a listener on 127.0.0.1".into(), source })
}
