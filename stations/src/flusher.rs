//! The threads that write and sync. A partition with something to write is in the run queue once; whichever thread takes it
//! flushes all that waits there, then goes on to the next. More threads mean more syncs at once, not more syncs: the file
//! system makes one commit of those that meet (decision 0005).

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use parking_lot::{Condvar, Mutex};

use crate::partition::Partition;

/// What there is to do.
#[derive(Debug)]
enum Task {
    /// Write what waits, and answer.
    Flush(Arc<Partition>),
    /// Sync what was answered before it was synced.
    CatchUp(Arc<Partition>),
}

/// The partitions that have something to write or to sync.
#[derive(Debug, Default)]
pub(crate) struct Ready {
    line: Mutex<Line>,
    wake: Condvar,
}

#[derive(Debug, Default)]
struct Line {
    tasks: VecDeque<Task>,
    closed: bool,
}

impl Ready {
    /// Lets what waits in a partition be written.
    pub(crate) fn flush(&self, partition: Arc<Partition>) {
        self.push(Task::Flush(partition));
    }

    /// Lets what was written to a partition be synced.
    pub(crate) fn catch_up(&self, partition: Arc<Partition>) {
        self.push(Task::CatchUp(partition));
    }

    fn push(&self, task: Task) {
        self.line.lock().tasks.push_back(task);
        self.wake.notify_one();
    }

    /// Does what is in line, in this thread, until nothing is: for tests that want no other threads.
    pub(crate) fn drain(&self) {
        while let Some(task) = self.try_next() {
            self.run(task);
        }
    }

    fn try_next(&self) -> Option<Task> {
        self.line.lock().tasks.pop_front()
    }

    /// Waits for something to do; `None` once the line is closed and empty.
    fn next(&self) -> Option<Task> {
        let mut line = self.line.lock();
        loop {
            if let Some(task) = line.tasks.pop_front() {
                return Some(task);
            }
            if line.closed {
                return None;
            }
            self.wake.wait(&mut line);
        }
    }

    /// What comes to a partition meanwhile has its turn after the others'.
    fn run(&self, task: Task) {
        match task {
            Task::Flush(partition) if partition.flush() => self.flush(partition),
            Task::CatchUp(partition) if partition.catch_up() => self.catch_up(partition),
            Task::Flush(_) | Task::CatchUp(_) => {}
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
                while let Some(task) = ready.next() {
                    ready.run(task);
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
