//! A connection as a protocol gets it: sniffed, replayed, out of its TLS, with what is known of its client.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;

/// A byte stream both ways.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin + 'static {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Io for T {}

/// An accepted connection.
pub struct Connection {
    /// The bytes, from the first on: what was read to sniff comes again.
    pub io: Box<dyn Io>,
    /// What is known of it.
    pub facts: Arc<Facts>,
}

/// What is known of a connection, for as long as it lives.
#[derive(Debug)]
pub struct Facts {
    /// A number of its own, for logs.
    pub id: u64,
    /// The client's address; behind a PROXY protocol header, the one that it names.
    pub peer: SocketAddr,
    /// The address at which the client reached us; behind a PROXY protocol header, the one that it names.
    pub local: SocketAddr,
    /// TLS around it.
    pub tls: Option<Tls>,
    /// The listener's settings.
    pub listener: Arc<config::Listener>,
    /// Cancelled when the gateway shuts down: finish what is under way, then close.
    pub drain: CancellationToken,
}

/// The TLS around a connection.
#[derive(Debug, Clone, Default)]
pub struct Tls {
    /// The server name the client asked for (RFC 6066 section 3).
    pub server_name: Option<String>,
    /// The protocol chosen by ALPN (RFC 7301).
    pub alpn: Option<Vec<u8>>,
}
