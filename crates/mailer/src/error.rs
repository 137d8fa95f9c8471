//! Why mail cannot be handed to a server with these settings.

/// Settings that cannot work, or must not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Neither the name nor the address of a machine.
    #[error("`{0}` is neither the name nor the address of a mail server")]
    Host(String),
    /// Port 0.
    #[error("a mail server has no port 0: 465 with `tls`, 587 with `starttls`, 25 with `none` are usual")]
    Port,
    /// Not a sender.
    #[error("`{0}` is not a sender such as `Blaupause <blaupause@stadt.example>`")]
    Sender(String),
    /// A user without a password, a password without a user, or one of them empty.
    #[error("a mail server takes a user together with a password, or neither")]
    HalfCredentials,
    /// The password would be readable on the way.
    #[error("the password would travel unencrypted to `{host}`: choose `tls` or `starttls`")]
    PasswordInClear {
        /// The mail server.
        host: String,
    },
    /// TLS without anything to check a certificate with.
    #[error("the system has no certificates to check mail servers with: {0}")]
    NoCertificates(String),
}
