//! Where clients come in: every listener's socket, and what happens to a connection until a protocol has it. What the
//! protocols are is not known here, only that each can tell its own first bytes.
//!
//! # Layout
//!
//! In the order in which a connection meets them:
//!
//! - `accept`: the accept loop, a task for each connection; `gate`: how many there may be;
//!   `socket`: what the system is told of each.
//! - `doorway`: PROXY protocol header, sniff, TLS, sniff inside, all under one deadline.
//! - `proxy`, `tls`, `sniff`: these steps; `rewind`: gives what was read to sniff to the protocol again.
//! - `closed`: why a connection got no further, for its one log line.
//! - [`signals`]: SIGTERM and SIGINT. Draining is [`Listeners::serve`]'s end.

mod accept;
mod closed;
mod doorway;
mod error;
mod gate;
mod proxy;
mod rewind;
pub mod signals;
mod sniff;
mod socket;
#[cfg(test)]
mod testing;
mod tls;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

use crate::protocols::Protocol;
use accept::Lifetime;
use doorway::Doorway;
use gate::Gate;

pub use error::Error;

/// How long connections that were cut off may take to notice it.
const ABORT_GRACE: Duration = Duration::from_secs(1);

/// The gateway's listeners, bound: clients that connect wait until [`Listeners::serve`].
pub struct Listeners {
    bound: Vec<Bound>,
    gate: Gate,
}

struct Bound {
    socket: TcpListener,
    doorway: Arc<Doorway>,
}

/// Whether certificates and keys can be read and used.
///
/// # Errors
/// Those of [`Error`] that name a file.
pub fn check_tls(tls: &config::Tls) -> Result<(), Error> {
    tls::Acceptor::new(tls, Vec::new()).map(drop)
}

impl Listeners {
    /// Binds every listener, or none. A listener `serves` the protocol named `http` if it serves any of http,
    /// websocket, admin, metrics and console, which all come by HTTP.
    ///
    /// # Errors
    /// An address that cannot be listened on; certificates that cannot be used.
    pub async fn bind(
        listeners: &[config::Listener],
        protocols: Arc<[Arc<dyn Protocol>]>,
        limits: &config::Limits,
    ) -> Result<Self, Error> {
        let mut bound = Vec::new();
        for listener in listeners {
            bound.push(Bound::new(listener, Arc::clone(&protocols), limits.sniff_deadline.0).await?);
        }
        bound.iter().for_each(Bound::announce);
        Ok(Self { bound, gate: Gate::new(limits.max_connections) })
    }

    /// Where they listen, in the order of the configuration; a configured port 0 is a true one here.
    pub fn local_addrs(&self) -> Vec<SocketAddr> {
        self.bound.iter().map(|bound| bound.doorway.address).collect()
    }

    /// Serves until `shutdown` is cancelled; then accepts no more, asks every connection to end, and cuts off those
    /// that have not within `drain_deadline`.
    ///
    /// Dropping the future cuts everything off.
    pub async fn serve(self, shutdown: CancellationToken, drain_deadline: Duration) {
        let Self { bound, gate } = self;
        let abort = CancellationToken::new();
        let _ends_with_us = abort.clone().drop_guard();
        let tasks = TaskTracker::new();
        let lifetime = Lifetime { gate, tasks: tasks.clone(), drain: shutdown, abort: abort.clone() };
        let accepting = bound.into_iter().map(|Bound { socket, doorway }| {
            // On a task of its own, so that listeners do not wait for each other's work.
            let accepting = accept::accept(socket, doorway, lifetime.clone());
            let abort = abort.clone();
            tokio::spawn(async move { abort.run_until_cancelled(accepting).await })
        });
        join_all(accepting).await;
        tasks.close();
        drain(&tasks, &abort, drain_deadline).await;
    }
}

/// Waits for the connections to end, and ends the rest.
async fn drain(tasks: &TaskTracker, abort: &CancellationToken, deadline: Duration) {
    info!(connections = tasks.len(), "accepting no more connections; waiting for those there are");
    if timeout(deadline, tasks.wait()).await.is_ok() {
        info!("every connection has ended");
        return;
    }
    warn!(connections = tasks.len(), "cutting off the connections that have not ended within {deadline:?}");
    abort.cancel();
    if timeout(ABORT_GRACE, tasks.wait()).await.is_err() {
        warn!(connections = tasks.len(), "connections that are still busy are left behind");
    }
}

impl Bound {
    async fn new(
        listener: &config::Listener,
        protocols: Arc<[Arc<dyn Protocol>]>,
        sniff_deadline: Duration,
    ) -> Result<Self, Error> {
        let refused = |source| Error::Bind { address: listener.address, source };
        let socket = TcpListener::bind(listener.address).await.map_err(refused)?;
        let address = socket.local_addr().map_err(refused)?;
        let doorway = Doorway::new(listener, address, protocols, sniff_deadline)?;
        Ok(Self { socket, doorway: Arc::new(doorway) })
    }

    fn announce(&self) {
        let config::Listener { serves, tls, plaintext, .. } = self.doorway.listener();
        let tls = match tls {
            None => "no",
            Some(_) if plaintext.allows() => "beside plaintext",
            Some(_) => "only",
        };
        info!(address = %self.doorway.address, ?serves, tls, "listening");
    }
}
