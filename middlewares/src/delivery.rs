//! A [`Delivery`]: one record batch on its way through a pipeline, with everything that is known about it.
//! It owns no connection and answers nobody: what comes back is a [`Receipt`](crate::Receipt) or a
//! [`Refusal`](crate::Refusal).

use std::net::SocketAddr;
use std::sync::Arc;

use records::Draft;

use crate::receipt::{Mark, Outcome};

/// A batch on its way to a station (or, on the consume side, to a client).
#[derive(Debug)]
pub struct Delivery {
    /// The station's name: a topic, in Kafka's words.
    pub station: Arc<str>,
    /// Which partition, or how it will be chosen after the pipeline.
    pub placement: Placement,
    /// Into a station, or out of one.
    pub direction: Direction,
    /// Where it comes from.
    pub origin: Arc<Origin>,
    /// How its sender can be told no.
    pub etiquette: Etiquette,
    /// The batch, unopened until somebody looks, re-encoded once at the end if somebody edited.
    pub draft: Draft,
    /// What happened to single records so far, by index in the batch as it came in; a record without a mark
    /// is simply stored. In the order in which it happened.
    pub marks: Vec<Mark>,
    /// Batches to be written to other stations, past their pipelines, before this one is acknowledged.
    pub sides: Vec<Side>,
    /// How long the sender is asked to wait before it sends more, in milliseconds.
    pub throttle_ms: u32,
}

impl Delivery {
    /// Notes what became of the record at `index`.
    pub fn mark(&mut self, index: usize, outcome: Outcome) {
        self.marks.push(Mark { index, outcome });
    }
}

/// The partition of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// The client chose (Kafka always does).
    At(i32),
    /// Chosen after the pipeline from each record's key, as Kafka's default partitioner does.
    ByKey,
}

/// Which way a delivery travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From a client into a station.
    Produce,
    /// From a station to a client.
    Consume,
}

/// How a protocol can be told no, and asked to slow down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Etiquette {
    /// Kafka: one bad record refuses its whole batch (KIP-467 names the bad ones); a throttled batch is
    /// stored, and the answer asks the client to wait (`throttle_time_ms`).
    Batch,
    /// HTTP and WebSocket: each record is accepted or refused by itself; a throttled one is refused.
    Record,
}

/// Who sent a delivery, by what, from where.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The protocol's name: `kafka`, `http`, `websocket`.
    pub protocol: &'static str,
    /// The client's address, behind a PROXY protocol header the one that it names.
    pub peer: SocketAddr,
    /// The authenticated name, or `anonymous`.
    pub principal: Arc<str>,
    /// Kafka's client id, HTTP's user agent.
    pub client_id: Option<Arc<str>>,
    /// The W3C `traceparent` that came with it.
    pub traceparent: Option<Arc<str>>,
}

/// Records that also (or instead) go to another station.
#[derive(Debug, Clone)]
pub struct Side {
    /// The other station.
    pub station: Arc<str>,
    /// What to write there.
    pub batch: records::Batch,
}
