//! A group at work: its state machine behind a lock, and a task that lets time pass in it for as long as it has
//! members.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::classic::Classic;

/// A group at work.
pub(super) struct Live {
    state: Mutex<State>,
    /// Told when the next deadline may have come nearer.
    changed: Notify,
}

struct State {
    classic: Classic,
    /// Whether the task runs.
    timed: bool,
}

impl Live {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(State { classic: Classic::new(), timed: false }), changed: Notify::new() })
    }

    /// Does something in the group, now.
    pub(super) fn with<T>(self: &Arc<Self>, work: impl FnOnce(&mut Classic, Instant) -> T) -> T {
        let mut state = self.state.lock();
        let now = Instant::now();
        // Deadlines come first, so that nobody is treated by a state that should have ended.
        state.classic.tick(now);
        let done = work(&mut state.classic, now);
        if state.timed {
            self.changed.notify_one();
        } else if state.classic.next_deadline().is_some() {
            state.timed = true;
            tokio::spawn(Arc::clone(self).keep_time());
        }
        done
    }

    async fn keep_time(self: Arc<Self>) {
        while let Some(deadline) = self.pass() {
            tokio::select! {
                () = sleep_until(deadline) => {}
                () = self.changed.notified() => {}
            }
        }
    }

    /// Lets time pass until now, and says when to come again.
    fn pass(&self) -> Option<Instant> {
        let mut state = self.state.lock();
        state.classic.tick(Instant::now());
        let next = state.classic.next_deadline();
        state.timed = next.is_some();
        next
    }
}
