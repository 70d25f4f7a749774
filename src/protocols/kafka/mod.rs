//! Kafka: sessions that take frames in and send answers out in their order, and the broker that answers. How a
//! message looks on the wire is the crate `kafka`; where stations live is the gateway's.
//!
//! # Layout
//!
//! - [`sniff`](sniff::sniff): whether a connection speaks Kafka.
//! - `session`: one connection.
//! - `broker`: what is answered, a file an API.
//! - [`Error`]: why a connection was closed.

mod broker;
mod error;
mod outgoing;
mod session;
pub mod sniff;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::{Connection, Protocol, Sniff};
use crate::gateway::Gateway;
use broker::Broker;
pub use error::Error;
use session::Session;

/// Kafka, with the gateway as the only broker of its cluster.
pub struct Kafka {
    broker: Arc<Broker>,
}

impl Kafka {
    /// A broker in front of a gateway.
    pub fn new(gateway: Arc<Gateway>) -> Self {
        Self { broker: Arc::new(Broker::new(gateway)) }
    }
}

impl Protocol for Kafka {
    fn name(&self) -> &'static str {
        "kafka"
    }

    fn sniff(&self, bytes: &[u8]) -> Sniff {
        sniff::sniff(bytes)
    }

    fn serve(&self, connection: Connection) -> BoxFuture<'static, ()> {
        let broker = Arc::clone(&self.broker);
        Box::pin(async move {
            let Connection { io, facts } = connection;
            let (connection, peer) = (facts.id, facts.peer);
            match Session::new(io, broker, facts).run().await {
                Ok(()) => tracing::debug!(connection, %peer, "a Kafka client left"),
                // Clients that are stopped do not say goodbye.
                Err(Error::Io(error)) => tracing::info!(connection, %peer, "a Kafka client vanished: {error}"),
                Err(error) => tracing::warn!(connection, %peer, "closed a Kafka connection: {error}"),
            }
        })
    }
}
