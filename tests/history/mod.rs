//! The history checker: every client of a test logs what it did and what it was told; afterwards [`History::check`] says
//! what the system under test did wrong. One for all fault tests, whatever the protocol; no I/O, no clock, no opinion about
//! speed. The anomalies are those of Jepsen's `jepsen.tests.kafka`, and those of acknowledging consumers.
//!
//! # Use
//!
//! A history is about one station. It is cheap to clone, and its handles may go to any thread. What is asked is logged
//! *before* it is asked and what is answered *after*: then the order of the log proves what happened before what.
//!
//! ```ignore
//! mod history; // in tests/NAME.rs; it is tests/history/mod.rs
//! use history::{Guarantee, History};
//!
//! let history = History::new();
//! let producer = history.producer(Guarantee::OnceInOrder); // what this client's records are promised
//! let (id, payload) = producer.record(300);                // a new record of 300 bytes, logged as on its way
//! match send(&payload) {
//!     Ok(partition, offset) => producer.acknowledged(id, partition, offset),
//!     Err(Full) => producer.refused(id),                   // the answer says that it is not stored: must never be read
//!     Err(_) => {}                                         // unknown: stored once or not at all
//! }
//! history.note("kill -9");                                 // so that the report says when
//! let mut reading = history.reading(0, 0);                 // partition 0 from offset 0; a new one after each seek
//! for (offset, payload) in poll() {
//!     reading.found(offset, &payload);
//! }
//! reading.ended();                                         // the end of the log was reached: nothing may be missing
//! history.check().assert_clean();
//! ```
//!
//! Whoever forgets says so: [`History::may_forget`] before a trim or while retention works, [`History::forgot`] once the new
//! start is confirmed. Acknowledging consumers log through [`History::consumer`]. A payload that is not made by
//! [`Producer::record`] may have any form as long as it holds a [`mark`] (a JSON field, say): log it by [`Producer::sending`].

// Each test uses its part of this.
#![allow(dead_code)]

mod check;
mod delivery;
mod event;
mod payload;
mod report;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use parking_lot::Mutex;

use event::{Event, Together};
pub(crate) use event::{Guarantee, Place};
#[allow(unused_imports)]
pub(crate) use payload::{mark, marked, payload};
#[allow(unused_imports)]
pub(crate) use report::{Anomaly, Kind, Report};

/// What all clients of one station did and were told, in one order.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    log: Arc<Log>,
}

#[derive(Debug, Default)]
struct Log {
    events: Mutex<Vec<Event>>,
    clients: AtomicU32,
    records: AtomicU64,
}

impl History {
    /// An empty one.
    pub(crate) fn new() -> History {
        History::default()
    }

    /// A client that sends. Its records are promised what the guarantee says.
    pub(crate) fn producer(&self, guarantee: Guarantee) -> Producer {
        Producer { history: self.clone(), number: self.next_client(), guarantee }
    }

    /// A reading of one partition from an offset on, in the order of offsets. A seek begins another one.
    pub(crate) fn reading(&self, partition: i32, from_offset: i64) -> Reading {
        let number = self.next_client();
        self.push(Event::Reading { number, partition, from_offset });
        Reading { history: self.clone(), number }
    }

    /// An acknowledging consumer: what is durable and has a name, not one of its connections.
    pub(crate) fn consumer(&self, name: &str) -> Consumer {
        let number = self.next_client();
        self.push(Event::Consumer { number, name: name.into() });
        Consumer { history: self.clone(), number }
    }

    /// From here on records before that offset may be gone: a trim was asked for, or retention is on (`i64::MAX`).
    pub(crate) fn may_forget(&self, partition: i32, before_offset: i64) {
        self.push(Event::MayForget { partition, before_offset });
    }

    /// The start of the log is confirmed to be there: nothing before it may be read again, ever.
    pub(crate) fn forgot(&self, partition: i32, before_offset: i64) {
        self.push(Event::Forgot { partition, before_offset });
    }

    /// From here on a record may be gone once there is a newer one of its key (see [`Producer::keyed`]).
    pub(crate) fn may_compact(&self, partition: i32) {
        self.push(Event::MayCompact { partition });
    }

    /// Power was cut under a station whose durability is `written`, and its log now ends here: what was above is no longer
    /// promised, and must not come back.
    pub(crate) fn took_back(&self, partition: i32, end_offset: i64) {
        self.push(Event::TookBack { partition, end_offset });
    }

    /// Something for the report: a kill, a reopening, a change of settings.
    pub(crate) fn note(&self, text: &str) {
        self.push(Event::Note { text: text.into() });
    }

    /// How many events were logged.
    pub(crate) fn len(&self) -> usize {
        self.log.events.lock().len()
    }

    /// Everything that is wrong in what was logged so far.
    pub(crate) fn check(&self) -> Report {
        check::check(&self.log.events.lock())
    }

    fn next_client(&self) -> u32 {
        self.log.clients.fetch_add(1, Ordering::Relaxed)
    }

    fn push(&self, event: Event) -> usize {
        let mut events = self.log.events.lock();
        events.push(event);
        events.len() - 1
    }
}

/// A client that sends.
#[derive(Debug, Clone)]
pub(crate) struct Producer {
    history: History,
    number: u32,
    guarantee: Guarantee,
}

impl Producer {
    /// A new record of (at least) so many bytes, logged as on its way: its id and its payload.
    pub(crate) fn record(&self, bytes: usize) -> (u64, Vec<u8>) {
        let id = self.new_id();
        let payload = payload(id, bytes);
        self.sending(id, &payload);
        (id, payload)
    }

    /// New records that are sent as one batch: all of them are stored, one after the other, or none.
    pub(crate) fn batch(&self, count: u32, bytes: usize) -> Vec<(u64, Vec<u8>)> {
        let first = self.history.log.records.fetch_add(u64::from(count), Ordering::Relaxed);
        let records: Vec<_> = (first..).take(count as usize).map(|id| (id, payload(id, bytes))).collect();
        for (index, (id, payload)) in (0..).zip(&records) {
            self.log_sending(*id, payload, Some(Together { first, index, count }));
        }
        records
    }

    /// An id that no other record of this history has.
    pub(crate) fn new_id(&self) -> u64 {
        self.history.log.records.fetch_add(1, Ordering::Relaxed)
    }

    /// A record is on its way whose payload holds the [`mark`] of this id. Sending it again needs no second call, unless it
    /// had been [`Producer::refused`].
    pub(crate) fn sending(&self, id: u64, payload: &[u8]) {
        self.log_sending(id, payload, None);
    }

    /// A record that was logged as on its way has this key.
    pub(crate) fn keyed(&self, id: u64, key: u64) {
        self.history.push(Event::Keyed { record: id, key });
    }

    /// It is stored, and where.
    pub(crate) fn acknowledged(&self, id: u64, partition: i32, offset: i64) {
        self.history.push(Event::Acknowledged { record: id, place: Some(Place { partition, offset }) });
    }

    /// It is stored somewhere. Before the check every partition must have been read to its end.
    pub(crate) fn acknowledged_somewhere(&self, id: u64) {
        self.history.push(Event::Acknowledged { record: id, place: None });
    }

    /// It is not stored, says the answer.
    pub(crate) fn refused(&self, id: u64) {
        self.history.push(Event::Refused { record: id });
    }

    /// Nobody knows whether it is stored; but it is not sent again, and who it was sent to is dead. What the next complete
    /// reading does not show must not appear later.
    pub(crate) fn abandoned(&self, id: u64) {
        self.history.push(Event::Abandoned { record: id });
    }

    fn log_sending(&self, record: u64, payload: &[u8], together: Option<Together>) {
        let (producer, guarantee) = (self.number, self.guarantee);
        let digest = payload::digest(payload);
        self.history.push(Event::Sending { producer, guarantee, record, digest, together });
    }
}

/// One pass over a partition.
#[derive(Debug)]
pub(crate) struct Reading {
    history: History,
    number: u32,
}

impl Reading {
    /// The next record that was read.
    pub(crate) fn found(&mut self, offset: i64, payload: &[u8]) {
        let (record, digest) = (marked(payload), payload::digest(payload));
        self.history.push(Event::Found { reading: self.number, offset, record, digest });
    }

    /// The log ends behind the last record found: what was acknowledged (or read) before this reading began was in it.
    pub(crate) fn ended(self) {
        self.history.push(Event::Ended { reading: self.number });
    }
}

/// An acknowledging consumer. Acknowledging is idempotent and valid from any connection, so any thread may log here.
#[derive(Debug, Clone)]
pub(crate) struct Consumer {
    history: History,
    number: u32,
}

impl Consumer {
    /// A fetch is asked for, or a subscription begins: what it brings must not have been acknowledged before this.
    pub(crate) fn fetching(&self) -> Fetch {
        let begun_at = self.history.push(Event::Fetching { consumer: self.number });
        Fetch { history: self.history.clone(), consumer: self.number, begun_at }
    }

    /// The acknowledgement of a record was itself confirmed: it is never delivered again.
    pub(crate) fn acked(&self, id: u64) {
        self.history.push(Event::Settled { consumer: self.number, record: id });
    }

    /// So was its termination; the same holds.
    pub(crate) fn terminated(&self, id: u64) {
        self.acked(id);
    }

    /// It was given back, and is to be delivered again.
    pub(crate) fn nacked(&self, id: u64) {
        self.history.push(Event::GivenBack { consumer: self.number, record: id });
    }

    /// The consumer has nothing left: every acknowledged record must have been delivered to it, and what was given back must
    /// have been delivered again. Not for one with a filter or a later start.
    pub(crate) fn drained(&self) {
        self.history.push(Event::Drained { consumer: self.number });
    }
}

/// One fetch, or one subscription.
#[derive(Debug, Clone)]
pub(crate) struct Fetch {
    history: History,
    consumer: u32,
    begun_at: usize,
}

impl Fetch {
    /// It brought this; the answer is the record's id, if it holds one.
    pub(crate) fn delivered(&self, partition: i32, offset: i64, payload: &[u8]) -> Option<u64> {
        let Fetch { consumer, begun_at, .. } = *self;
        let (record, digest) = (marked(payload), payload::digest(payload));
        let place = Place { partition, offset };
        self.history.push(Event::Delivered { consumer, begun_at, place, record, digest });
        record
    }
}
