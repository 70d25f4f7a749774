//! Puts a gateway together from its configuration, starts it, and ends it without losing anything. The command line
//! calls this; so do tests that want a gateway in their own process.

pub mod compose;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ::stations::Store;
use config::Config;
use tokio_util::sync::CancellationToken;

use crate::gateway::Gateway;
use crate::gateway::specs::LoadError;
use crate::{listener, protocols};

pub use compose::{check, middleware_schemas, upstream_schemas};

/// Why a gateway did not start, or did not end well.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration has problems that only showed when it was used.
    #[error("{0}")]
    Config(config::Problems),
    /// The data directory cannot be opened.
    #[error("cannot open the data in {}: {source}", dir.display())]
    Store {
        /// The directory.
        dir: PathBuf,
        /// Why.
        source: ::stations::Error,
    },
    /// A document that should be active cannot be.
    #[error("cannot load a spec: {0}")]
    Spec(#[from] LoadError),
    /// The metadata database failed.
    #[error("the metadata database failed: {0}")]
    Metadata(#[from] ::stations::metadata::Error),
    /// A listener cannot be opened.
    #[error(transparent)]
    Listener(#[from] listener::Error),
}

/// A gateway that serves.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Where, a listener each; a configured port 0 is a true one here.
    pub addresses: Vec<SocketAddr>,
}

/// Serves until the process is told to stop (SIGTERM, SIGINT), then lets what is under way end, and closes the store.
pub async fn serve(config: Config, announce: impl FnOnce(&Ready)) -> Result<(), Error> {
    let shutdown = CancellationToken::new();
    let signals = listener::signals::cancel_on_signal(shutdown.clone());
    let served = serve_until(config, shutdown, announce).await;
    signals.abort();
    served
}

/// Serves until `shutdown` is cancelled.
pub async fn serve_until(
    config: Config,
    shutdown: CancellationToken,
    announce: impl FnOnce(&Ready),
) -> Result<(), Error> {
    let store = open_store(&config).await?;
    let served = serve_over(config, Arc::clone(&store), shutdown, announce).await;
    let closing = tokio::task::spawn_blocking(move || store.close()).await;
    if let Err(stopped) = closing {
        std::panic::resume_unwind(stopped.into_panic());
    }
    served
}

async fn serve_over(
    config: Config,
    store: Arc<Store>,
    shutdown: CancellationToken,
    announce: impl FnOnce(&Ready),
) -> Result<(), Error> {
    let gateway: Arc<Gateway> = compose::gateway(&config, store).await?;
    let listeners = listener::Listeners::bind(&config.listeners, protocols::list(&gateway), &config.limits).await?;
    announce(&Ready { addresses: listeners.local_addrs() });
    listeners.serve(shutdown, config.limits.drain.0).await;
    Ok(())
}

/// Opening reads the disk, and after a crash for as long as the log's unsynced tail takes.
async fn open_store(config: &Config) -> Result<Arc<Store>, Error> {
    let dir = config.data.clone();
    let opening = tokio::task::spawn_blocking(move || {
        let opened = Store::open(&dir, ::stations::Options::default());
        opened.map(Arc::new).map_err(|source| Error::Store { dir, source })
    });
    match opening.await {
        Ok(opened) => opened,
        Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
    }
}

#[cfg(test)]
mod tests;
