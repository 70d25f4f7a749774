//! What Waystation speaks: the trait that a protocol implements, and the list of them. A protocol tells its own
//! first bytes from others, serves a connection until it ends, and calls the [gateway](crate::gateway); it never
//! names another protocol. Accepting, sniffing deadlines and TLS are the [listener](crate::listener)'s.
//!
//! What several of them need, and none owns: [`connection`], as each gets it; [`problem`], an error in JSON;
//! [`sender`], for those whose messages come one by one.

pub mod connection;
pub mod http;
pub mod kafka;
pub mod problem;
pub mod sender;
pub mod websocket;

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::gateway::Gateway;
pub use connection::{Connection, Facts, Io, Tls};

/// The list. Adding a protocol is its folder and a line here.
pub fn list(gateway: &Arc<Gateway>) -> Arc<[Arc<dyn Protocol>]> {
    let websocket: Arc<dyn Protocol> = Arc::new(websocket::WebSocket::new(Arc::clone(gateway)));
    let upgrades = [Arc::clone(&websocket)];
    Arc::new([
        Arc::new(kafka::Kafka::new(Arc::clone(gateway))),
        Arc::new(http::Http::new(Arc::clone(gateway), upgrades.into())),
        websocket,
    ])
}

/// A protocol.
pub trait Protocol: Send + Sync + 'static {
    /// Its name, and the word in a listener's `serves`.
    fn name(&self) -> &'static str;

    /// Whether a connection that begins with these bytes speaks it. Pure; exactly one protocol says
    /// [`Sniff::Yes`] in the end. One that is only reached by upgrade always says [`Sniff::No`].
    fn sniff(&self, bytes: &[u8]) -> Sniff;

    /// The ALPN names that choose it inside TLS (RFC 7301), best first.
    fn alpn(&self) -> &'static [&'static [u8]] {
        &[]
    }

    /// Serves a connection until either side ends it, or until it is told to drain. Every end is logged by the
    /// protocol with its reason.
    fn serve(&self, connection: Connection) -> BoxFuture<'static, ()>;

    /// How it takes over an HTTP/1.1 connection (RFC 9110 section 7.8), if it can.
    fn upgrade(&self) -> Option<&dyn Upgrade> {
        None
    }
}

/// What the first bytes of a connection say of one protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sniff {
    /// They are its own.
    Yes,
    /// They cannot be.
    No,
    /// Too few to say.
    More,
}

/// Taking over an HTTP connection by an upgrade token.
pub trait Upgrade: Send + Sync {
    /// The token in the request's `Upgrade` header, in lower case.
    fn token(&self) -> &'static str;

    /// Answers the request for an upgrade.
    fn accept(&self, request: &::http::request::Parts, facts: &Arc<Facts>) -> Upgraded;
}

/// The answer to a request for an upgrade.
pub struct Upgraded {
    /// 101 with the protocol's own headers, or a refusal with its text.
    pub response: ::http::Response<String>,
    /// With 101: what to do with the connection once the answer is out.
    pub run: Option<Takeover>,
}

/// Serves the upgraded connection until it ends.
pub type Takeover = Box<dyn FnOnce(Box<dyn Io>) -> BoxFuture<'static, ()> + Send>;
