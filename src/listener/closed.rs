//! Why a connection was closed before a protocol had it: the reason in its one log line.

use std::fmt;
use std::io;
use std::time::Duration;

use super::proxy;

/// Why a connection got no further.
#[derive(Debug, thiserror::Error)]
pub(super) enum Closed {
    #[error("the client left without a word")]
    Wordless,
    #[error("the client left after its first bytes, which do not tell what it speaks: {0}")]
    Left(FirstBytes),
    #[error("the connection broke: {0}")]
    Broke(io::Error),
    #[error("the client sent nothing for {0:?}")]
    Silent(Duration),
    #[error("within {0:?} the client's first bytes did not tell what it speaks: {1}")]
    Slow(Duration, FirstBytes),
    #[error("the client speaks nothing that is known here; it began with {0}")]
    Unknown(FirstBytes),
    #[error("the client speaks {0}, which is not among what this listener `serves`")]
    NotServed(&'static str),
    #[error("the client speaks {0} without TLS, and this listener has `plaintext: deny`")]
    Plaintext(&'static str),
    #[error("the client speaks TLS, and this listener has no `tls`")]
    NoTls,
    #[error("the TLS handshake failed: {0}")]
    Handshake(io::Error),
    #[error("the TLS handshake was not over within {0:?}")]
    SlowHandshake(Duration),
    #[error("no PROXY protocol header, which `proxy_protocol` requires of this peer; it began with {0}")]
    ProxyMissing(FirstBytes),
    #[error("an unexpected PROXY protocol header: only peers in `proxy_protocol.from` send one, and only one")]
    ProxyRefused,
    #[error("a PROXY protocol header that is none: {0}")]
    ProxyMalformed(#[from] proxy::Malformed),
    #[error("the gateway is shutting down")]
    Draining,
}

impl Closed {
    /// Whether this happens every day, as when a load balancer only tries whether the port is open.
    pub(super) fn is_ordinary(&self) -> bool {
        matches!(self, Self::Wordless | Self::Draining)
    }
}

/// The first bytes of a connection, as a log can show them.
#[derive(Debug)]
pub(super) struct FirstBytes(Vec<u8>);

impl FirstBytes {
    const SHOWN: usize = 16;

    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(bytes.iter().copied().take(Self::SHOWN).collect())
    }
}

impl fmt::Display for FirstBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}
