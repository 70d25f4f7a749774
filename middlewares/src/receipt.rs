//! What a pipeline answers when it accepted a delivery.

use std::sync::Arc;

use records::Batch;

/// Where a delivery ended, and what became of each record.
#[derive(Debug, Clone, Default)]
pub struct Receipt {
    /// What was stored, a part a partition; empty when nothing of the delivery was left.
    pub parts: Vec<Part>,
    /// Records with a fate of their own; the others were simply stored (or, on the consume side, sent).
    pub marks: Vec<Mark>,
    /// How long the sender is asked to wait before it sends more, in milliseconds (KIP-219).
    pub throttle_ms: u32,
    /// On the consume side: the batch to send.
    pub delivered: Option<Batch>,
}

/// One partition's part of a stored delivery.
#[derive(Debug, Clone)]
pub struct Part {
    /// The partition.
    pub partition: i32,
    /// The offset that the part's first record got; -1 when nothing was left to store.
    pub base_offset: i64,
    /// The partition's first offset still there.
    pub log_start_offset: i64,
    /// For deliveries placed by key: the original index of each record of this part, in order. Empty means
    /// the whole delivery in its own order, at `base_offset` plus each record's offset delta.
    pub indexes: Vec<usize>,
}

/// What became of one record.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Its index in the batch as it came in, from 0.
    pub index: usize,
    /// Its fate.
    pub outcome: Outcome,
}

/// The fate of a record that was not simply stored.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Stored, with an error header: what a validator found.
    Tagged(Arc<[String]>),
    /// Stored as it came, though a validator found this.
    Passed(Arc<[String]>),
    /// Not stored: a filter left it out.
    Dropped,
    /// Stored in another station instead.
    Diverted {
        /// That station.
        to: Arc<str>,
        /// Why.
        errors: Arc<[String]>,
    },
    /// Not stored: refused by itself ([`Etiquette::Record`](crate::Etiquette)). On the consume side: not sent.
    Refused(Arc<[String]>),
}
