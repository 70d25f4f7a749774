//! What a pipeline answers when it did not accept a delivery: nothing of it was stored where it was sent.

use crate::Side;

/// Why a whole delivery was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A middleware found records that may not pass; Kafka's `INVALID_RECORD`, HTTP's 422.
    #[error("{} of the batch's records may not pass{}", records.len(), first(records))]
    Invalid {
        /// The records at fault (KIP-467's `record_errors`), in their order.
        records: Vec<RecordProblem>,
        /// Copies of them for other stations (`copy_to`), to be written all the same before the sender is told.
        copies: Vec<Side>,
    },
    /// The sender sends too much; HTTP's 429.
    #[error("too much was sent; try again in {retry_after_ms} ms")]
    Throttled {
        /// When to try again, in milliseconds from now.
        retry_after_ms: u32,
    },
    /// The batch's bytes are not what they say they are: it cannot be opened.
    #[error("the batch cannot be read: {0}")]
    Unreadable(#[from] records::Error),
    /// What lies beyond the pipeline failed; the gateway knows the type that its backends fail with.
    #[error("{0}")]
    Undelivered(Box<dyn std::error::Error + Send + Sync>),
}

/// One record that may not pass, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProblem {
    /// Its index in the batch, from 0.
    pub index: usize,
    /// Every reason, in words.
    pub errors: Vec<String>,
}

fn first(records: &[RecordProblem]) -> String {
    records
        .first()
        .and_then(|record| record.errors.first().map(|error| format!("; record {}: {error}", record.index)))
        .unwrap_or_default()
}
