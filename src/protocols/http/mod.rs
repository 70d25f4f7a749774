//! HTTP/1.1 and HTTP/2: the native API (`/api/v1`), health, and the way to protocols that are reached by an upgrade.
//!
//! # Layout
//!
//! - `sniff`: whether a connection begins with HTTP.
//! - `session`: a connection, from its first request to its last; `linger`: how it is closed; `upgrade`: how it is
//!   handed over.
//! - `router`: every path, and what answers it.
//! - `client`: who asks, and what the listener serves to them; `input`: names, queries and bodies, bounded.
//! - `stations`, `settings`, `messages`, `consumers`, `specs`, `health`, `index`: a file (or folder) a resource.
//! - `problem`: a [`Problem`](super::problem::Problem) as an answer.

mod client;
mod consumers;
mod health;
mod index;
mod input;
mod linger;
mod messages;
mod problem;
mod router;
mod session;
mod settings;
pub mod sniff;
mod specs;
mod stations;
mod upgrade;

use std::sync::Arc;

use axum::Router;
use futures_util::future::BoxFuture;

use super::{Connection, Protocol, Sniff};
use crate::gateway::Gateway;

/// The protocol.
pub struct Http {
    router: Router,
    upgrades: Arc<[Arc<dyn Protocol>]>,
}

impl Http {
    /// HTTP over a gateway, with the protocols that take over a connection by an upgrade.
    pub fn new(gateway: Arc<Gateway>, upgrades: Arc<[Arc<dyn Protocol>]>) -> Self {
        Self { router: router::router(gateway, Arc::clone(&upgrades)), upgrades }
    }
}

impl Protocol for Http {
    fn name(&self) -> &'static str {
        "http"
    }

    fn sniff(&self, bytes: &[u8]) -> Sniff {
        sniff::sniff(bytes)
    }

    fn alpn(&self) -> &'static [&'static [u8]] {
        &[b"h2", b"http/1.1"]
    }

    fn serve(&self, connection: Connection) -> BoxFuture<'static, ()> {
        Box::pin(session::serve(self.router.clone(), Arc::clone(&self.upgrades), connection))
    }
}
