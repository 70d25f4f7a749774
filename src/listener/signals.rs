//! SIGTERM and SIGINT: the first asks the gateway to end, the second ends it. What ending means is not known here.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

/// Cancels `shutdown` at the first SIGTERM or SIGINT (the store and the connections then end in order), and ends the
/// process with code 1 at the second. Aborting the task ends both promises: later signals do nothing.
pub fn cancel_on_signal(shutdown: CancellationToken) -> JoinHandle<()> {
    // Before the task first runs: a signal that comes at once is not to be missed.
    let signals = Signals::new();
    tokio::spawn(async move {
        let mut signals = match signals {
            Ok(signals) => signals,
            Err(error) => return warn!(%error, "cannot wait for signals: SIGTERM and SIGINT end the process at once"),
        };
        let signal = signals.next().await;
        info!(signal, "ending; once more to end at once");
        shutdown.cancel();
        let signal = signals.next().await;
        warn!(signal, "ended at once");
        std::process::exit(1);
    })
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
