//! The accept loop of one listener, and the task of each connection. The loop ends when it is told to, and by nothing
//! else: a system out of descriptors is waited out.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, info, warn};

use super::doorway::{Arrival, Doorway, Greeted, canonical};
use super::gate::Gate;
use super::socket;

/// The first pause after a failed accept, doubled with each further failure.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// Within this time of descriptors being free again clients are let in.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Numbers connections, over all listeners.
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// What every connection is bound to, whichever listener it came in by.
#[derive(Clone)]
pub(super) struct Lifetime {
    /// Bounds them.
    pub(super) gate: Gate,
    /// Waits for them to end.
    pub(super) tasks: TaskTracker,
    /// Asks them to end.
    pub(super) drain: CancellationToken,
    /// Ends them.
    pub(super) abort: CancellationToken,
}

/// Accepts until told to drain; then the socket is closed.
pub(super) async fn accept(socket: TcpListener, doorway: Arc<Doorway>, lifetime: Lifetime) {
    let drain = lifetime.drain.clone();
    drain.run_until_cancelled(accept_for_ever(socket, doorway, lifetime)).await;
}

async fn accept_for_ever(socket: TcpListener, doorway: Arc<Doorway>, lifetime: Lifetime) {
    let address = doorway.address;
    let mut pause = None;
    loop {
        match socket.accept().await {
            Ok((stream, peer)) => {
                if pause.take().is_some() {
                    info!(listener = %address, "accepting connections again");
                }
                let Some(place) = lifetime.gate.enter() else { continue };
                match stream.local_addr() {
                    Ok(local) => {
                        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
                        let arrival = Arrival { id, peer: canonical(peer), local: canonical(local) };
                        start(stream, arrival, &doorway, &lifetime, place);
                    }
                    Err(error) => debug!(%peer, listener = %address, %error, "the client is gone already"),
                }
            }
            Err(error) if is_of_one_client(&error) => debug!(listener = %address, %error, "the client is gone already"),
            Err(error) => {
                if pause.is_none() {
                    warn!(listener = %address, %error, "cannot accept connections for now; trying again and again");
                }
                let next = pause.map_or(FIRST_PAUSE, |pause: Duration| LONGEST_PAUSE.min(pause * 2));
                pause = Some(next);
                tokio::time::sleep(next).await;
            }
        }
    }
}

/// Whether the error belongs to the connection that was to be accepted (accept(2), "Error handling"): the next one may
/// be fine. The others are the system's: no descriptors, no memory.
fn is_of_one_client(error: &io::Error) -> bool {
    use io::ErrorKind::{
        ConnectionAborted, ConnectionReset, HostUnreachable, Interrupted, NetworkDown, NetworkUnreachable,
    };
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionReset | Interrupted | NetworkDown | NetworkUnreachable | HostUnreachable
    )
}

fn start(
    stream: TcpStream,
    arrival: Arrival,
    doorway: &Arc<Doorway>,
    lifetime: &Lifetime,
    place: OwnedSemaphorePermit,
) {
    let doorway = Arc::clone(doorway);
    let Lifetime { drain, abort, .. } = lifetime.clone();
    lifetime.tasks.spawn(async move {
        abort.run_until_cancelled(connection(stream, arrival, &doorway, &drain)).await;
        drop(place);
    });
}

async fn connection(stream: TcpStream, mut arrival: Arrival, doorway: &Doorway, drain: &CancellationToken) {
    socket::prepare(&stream);
    let greeted = doorway.greet(stream, &mut arrival, drain).await;
    let Arrival { id, peer, .. } = arrival;
    let listener = doorway.address;
    match greeted {
        Ok(Greeted { protocol, connection }) => {
            let tls = connection.facts.tls.is_some();
            debug!(connection = id, %peer, %listener, protocol = protocol.name(), tls, "connection opened");
            protocol.serve(connection).await;
            debug!(connection = id, %peer, %listener, "connection closed");
        }
        Err(reason) if reason.is_ordinary() => {
            debug!(connection = id, %peer, %listener, %reason, "connection closed");
        }
        Err(reason) => info!(connection = id, %peer, %listener, %reason, "connection closed"),
    }
}
