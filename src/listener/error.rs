//! Why listeners cannot be opened. Why a single connection was closed is [`super::closed`]'s.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use rustls_pki_types::pem;

/// What keeps a listener from being opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {}", remedy(*address, source))]
    Bind {
        /// As configured.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not PEM.
    #[error("{} is not PEM, or damaged: {source}", path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: pem::Error,
    },
    /// A file should have certificates.
    #[error("{} has no certificate: expected PEM with \"-----BEGIN CERTIFICATE-----\"", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// A file should have a private key.
    #[error("{} has no private key: expected PEM with \"-----BEGIN PRIVATE KEY-----\" or its kin", path.display())]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// A private key can only be read with a password.
    #[error(
        "the private key in {path} is encrypted: decrypt it with `openssl pkey -in {path} -out ...`",
        path = path.display()
    )]
    EncryptedKey {
        /// The file.
        path: PathBuf,
    },
    /// The private key is another's.
    #[error("the private key in {} does not belong to the first certificate in {}", key.display(), certificate.display())]
    KeyMismatch {
        /// The chain's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// A certificate cannot be used.
    #[error("the certificate in {} cannot be used: {source}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What the system says, and what to do about it.
fn remedy(address: SocketAddr, source: &io::Error) -> String {
    let port = address.port();
    match source.kind() {
        io::ErrorKind::AddrInUse => format!(
            "another program is listening there (`ss -ltnp 'sport = :{port}'` tells which): stop it, or choose another \
             address with --listen, or in the file's `listeners`"
        ),
        io::ErrorKind::AddrNotAvailable => {
            format!("this machine has no address {}: choose one of its own, or 0.0.0.0 or [::] for all", address.ip())
        }
        io::ErrorKind::PermissionDenied => {
            format!("port {port} is for privileged programs (CAP_NET_BIND_SERVICE): choose one above 1023, or grant it")
        }
        _ => source.to_string(),
    }
}
