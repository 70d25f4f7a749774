//! The threads that write and sync. A partition with something to write is in the run queue once; whichever thread takes it
//! flushes all that waits there, then goes on to the next. More threads mean more syncs at once, not more syncs.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use parking_lot::{Condvar, Mutex};

use crate::partition::Partition;

/// The partitions that have something to write.
#[derive(Debug, Default)]
pub(crate) struct Ready {
    line: Mutex<Line>,
    wake: Condvar,
}

#[derive(Debug, Default)]
struct Line {
    partitions: VecDeque<Arc<Partition>>,
    closed: bool,
}

impl Ready {
    /// Puts a partition at the end of the line.
    pub(crate) fn push(&self, partition: Arc<Partition>) {
        self.line.lock().partitions.push_back(partition);
        self.wake.notify_one();
    }

    /// Flushes what is in line, in this thread, until nothing is: for tests that want no other threads.
    pub(crate) fn drain(&self) {
        while let Some(partition) = self.try_next() {
            self.flush(partition);
        }
    }

    fn try_next(&self) -> Option<Arc<Partition>> {
        self.line.lock().partitions.pop_front()
    }

    /// Waits for a partition; `None` once the line is closed and empty.
    fn next(&self) -> Option<Arc<Partition>> {
        let mut line = self.line.lock();
        loop {
            if let Some(partition) = line.partitions.pop_front() {
                return Some(partition);
            }
            if line.closed {
                return None;
            }
            self.wake.wait(&mut line);
        }
    }

    fn flush(&self, partition: Arc<Partition>) {
        if partition.flush() {
            self.push(partition);
        }
    }
}

/// The threads.
#[derive(Debug)]
pub(crate) struct Flushers {
    ready: Arc<Ready>,
    threads: Vec<JoinHandle<()>>,
}

impl Flushers {
    /// Starts so many threads.
    pub(crate) fn start(ready: &Arc<Ready>, count: usize) -> io::Result<Flushers> {
        let mut flushers = Flushers { ready: Arc::clone(ready), threads: Vec::with_capacity(count) };
        for number in 0..count {
            let ready = Arc::clone(ready);
            let thread = thread::Builder::new().name(format!("flusher-{number}")).spawn(move || {
                while let Some(partition) = ready.next() {
                    ready.flush(partition);
                }
            })?;
            flushers.threads.push(thread);
        }
        Ok(flushers)
    }
}

impl Drop for Flushers {
    /// Returns once all that was in line is written.
    fn drop(&mut self) {
        self.ready.line.lock().closed = true;
        self.ready.wake.notify_all();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a flusher ended in a panic");
            }
        }
    }
}
