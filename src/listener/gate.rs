//! The bound on connections at a time, over all listeners. Reaching it is said once, and once that it is over: not for
//! every client that is turned away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::{info, warn};

/// Lets in so many at a time.
#[derive(Clone)]
pub(super) struct Gate {
    max: usize,
    room: Arc<Semaphore>,
    /// Since the bound was reached; 0 while it is not.
    turned_away: Arc<AtomicU64>,
}

impl Gate {
    pub(super) fn new(max: u32) -> Self {
        let max = usize::try_from(max).unwrap_or(Semaphore::MAX_PERMITS).min(Semaphore::MAX_PERMITS);
        Self { max, room: Arc::new(Semaphore::new(max)), turned_away: Arc::default() }
    }

    /// A place for one connection, held as long as what is returned; `None` if it must be closed at once.
    pub(super) fn enter(&self) -> Option<OwnedSemaphorePermit> {
        let free = self.room.available_permits();
        let Ok(permit) = Arc::clone(&self.room).try_acquire_owned() else {
            if self.turned_away.fetch_add(1, Ordering::Relaxed) == 0 {
                warn!(
                    connections = self.max,
                    "as many connections as `limits.max_connections` allows: closing new ones"
                );
            }
            return None;
        };
        // Only well below the bound: at its edge every connection that ends would be an occasion.
        if free > self.max / 10 {
            match self.turned_away.swap(0, Ordering::Relaxed) {
                0 => {}
                turned_away => info!(turned_away, "there is room for connections again"),
            }
        }
        Some(permit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_allowed_come_in_and_one_more_for_each_that_leaves() {
        let gate = Gate::new(2);
        let first = gate.enter().unwrap();
        let _second = gate.enter().unwrap();
        assert!(gate.enter().is_none());
        assert!(gate.enter().is_none());
        assert_eq!(gate.turned_away.load(Ordering::Relaxed), 2);
        drop(first);
        assert!(gate.enter().is_some());
        assert_eq!(gate.turned_away.load(Ordering::Relaxed), 0);
    }
}
