//! The mixed load, and what came of it: idempotent Kafka producers, HTTP producers, a polling Kafka consumer and, where asked
//! for, acknowledging consumers, each client in a thread of its own, on one station. They outlive the gateway that they talk to, and log everything in one history.

mod consumers;
pub(crate) mod http;
pub(crate) mod kafka;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use consumers::Durable;

use crate::history::{History, Report};
use crate::say;
use crate::support::{PATIENCE, within};

pub(crate) const STATION: &str = "faults";
pub(crate) const PARTITIONS: i32 = 4;
/// For everything on its way to be acknowledged, and everything to be read back.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

/// What the clients share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) listen: String,
    pub(crate) history: History,
    /// Producers end when this is set; everything sent must still be acknowledged.
    stopping: Arc<AtomicBool>,
    /// Readers end when this is set.
    quitting: Arc<AtomicBool>,
    pub(crate) acknowledged: Arc<AtomicU64>,
}

impl Shared {
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    pub(crate) fn is_quitting(&self) -> bool {
        self.quitting.load(Ordering::Relaxed)
    }

    pub(crate) fn count(&self) {
        self.acknowledged.fetch_add(1, Ordering::Relaxed);
    }
}

/// The clients at work.
pub(crate) struct Load {
    pub(crate) shared: Shared,
    producers: Vec<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
    durables: Vec<Durable>,
}

impl Load {
    /// Makes the station, and begins; returns when records are being acknowledged.
    pub(crate) fn start(listen: &str, durability: &str) -> Self {
        let settings = format!(r#"{{"partitions": {PARTITIONS}, "durability": "{durability}"}}"#);
        let made = http::Client::new(listen).ask("PUT", &path(), settings.as_bytes()).unwrap();
        assert_eq!(made.status, 201, "{made:?}");
        let shared = Shared {
            listen: listen.to_owned(),
            history: History::new(),
            stopping: Arc::default(),
            quitting: Arc::default(),
            acknowledged: Arc::default(),
        };
        let run = |work: fn(&Shared)| {
            let shared = shared.clone();
            thread::spawn(move || work(&shared))
        };
        let producers = vec![run(kafka::produce), run(kafka::produce), run(http::produce), run(http::produce)];
        let readers = vec![run(kafka::poll)];
        let load = Self { shared, producers, readers, durables: Vec::new() };
        assert!(load.goes_on(500, PATIENCE), "nothing is acknowledged");
        load
    }

    /// Adds two acknowledging consumers, each of three fetchers.
    pub(crate) fn with_consumers(mut self) -> Self {
        self.durables = vec![Durable::keeper(&self.shared), Durable::strict(&self.shared)];
        for durable in self.durables.iter().flat_map(|durable| [durable; 3]) {
            let durable = durable.clone();
            self.readers.push(thread::spawn(move || durable.fetch()));
        }
        self
    }

    pub(crate) fn acknowledged(&self) -> u64 {
        self.shared.acknowledged.load(Ordering::Relaxed)
    }

    /// So many more are acknowledged within the limit.
    pub(crate) fn goes_on(&self, more: u64, limit: Duration) -> bool {
        let from = self.acknowledged();
        within(limit, || self.acknowledged() >= from + more)
    }

    /// No client has given up.
    pub(crate) fn assert_at_work(&self) {
        let given_up = self.producers.iter().chain(&self.readers).any(JoinHandle::is_finished);
        if given_up {
            kafka::read_all(&self.shared.listen, &self.shared.history);
            panic!("a client gave up: {}", self.shared.history.check());
        }
    }

    pub(crate) fn note(&self, text: &str) {
        self.shared.history.note(text);
    }

    /// Stops sending, waits until everything sent is answered, and reads everything back.
    pub(crate) fn finish(mut self) -> Report {
        self.shared.stopping.store(true, Ordering::Relaxed);
        join(&mut self.producers);
        self.durables.iter().for_each(Durable::drain);
        self.shared.quitting.store(true, Ordering::Relaxed);
        join(&mut self.readers);
        kafka::read_all(&self.shared.listen, &self.shared.history);
        let report = self.shared.history.check();
        say(report.to_string().trim_end());
        report
    }
}

/// Where the station is.
fn path() -> String {
    format!("/api/v1/stations/{STATION}")
}

fn join(threads: &mut Vec<JoinHandle<()>>) {
    for thread in threads.drain(..) {
        thread.join().expect("a client failed");
    }
}
