//! The PROXY protocol's header, by which a load balancer tells whose connection it passes on: versions 1 and 2 of the
//! specification (haproxy.org/download/3.2/doc/proxy-protocol.txt). Pure; who may send one, the doorway knows.

mod v1;
mod v2;

use std::net::SocketAddr;

use crate::protocols::Sniff;

/// The most that is read in order to have a whole header.
pub(super) const LIMIT_BYTES: usize = v2::LIMIT_BYTES;

/// A whole header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Its length: the client's own bytes follow.
    pub(super) bytes: usize,
    /// Whose connection it is. `None` where it is the load balancer's own (a health check), or came to it by
    /// something other than TCP: then the socket's addresses hold.
    pub(super) addresses: Option<Addresses>,
}

/// Both ends of the connection to the load balancer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Addresses {
    /// The client.
    pub(super) source: SocketAddr,
    /// What the client connected to.
    pub(super) destination: SocketAddr,
}

/// What is wrong with a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Malformed {
    #[error("version 1: no line of at most 107 bytes")]
    Endless,
    #[error("version 1: expected \"PROXY TCP4|TCP6 <source> <destination> <port> <port>\"")]
    Line,
    #[error("version 2: neither LOCAL nor PROXY of version 2 (version and command are {0:#04x})")]
    Command(u8),
    #[error("version 2: {0} bytes follow it, more than {max}", max = v2::MAX_FOLLOWING_BYTES)]
    TooLong(u16),
    #[error("version 2: {0} bytes are too few for its addresses")]
    TooShort(u16),
}

/// Whether these first bytes are a PROXY protocol header's.
pub(super) fn sniff(bytes: &[u8]) -> Sniff {
    let sniffs = [v1::sniff(bytes), v2::sniff(bytes)];
    [Sniff::Yes, Sniff::More].into_iter().find(|sniff| sniffs.contains(sniff)).unwrap_or(Sniff::No)
}

/// The header that [`sniff`] said yes to; `None` while there are too few bytes.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<Header>, Malformed> {
    if v2::sniff(bytes) == Sniff::Yes { v2::parse(bytes) } else { v1::parse(bytes) }
}

/// What bytes say that should begin with one of these texts, whole.
fn sniff_prefixes(bytes: &[u8], prefixes: &[&[u8]]) -> Sniff {
    if prefixes.iter().any(|prefix| bytes.starts_with(prefix)) {
        Sniff::Yes
    } else if prefixes.iter().any(|prefix| prefix.starts_with(bytes)) {
        Sniff::More
    } else {
        Sniff::No
    }
}

#[cfg(test)]
mod tests;
