//! InitProducerId (key 22): a producer gets its id and epoch, for idempotence or for transactions.
//!
//! KIP-98, KIP-360 (v3), KIP-588 (v4), KIP-890 (v5), KIP-939 (two-phase commit, v6).

use crate::{ErrorCode, Message};

/// The request of InitProducerId (key 22).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "2+")]
pub struct InitProducerIdRequest<'a> {
    /// The transaction's name; null for a producer that is only idempotent.
    pub transactional_id: Option<&'a str>,
    /// How long a transaction may stay open, in milliseconds.
    pub transaction_timeout_ms: i32,
    /// The id that the producer had, to go on after an error (KIP-360); -1 if none.
    #[kafka(versions = "3+", default = -1)]
    pub producer_id: i64,
    /// The epoch that the producer had (KIP-360); -1 if none.
    #[kafka(versions = "3+", default = -1)]
    pub producer_epoch: i16,
    /// Whether the client decides about its transactions with others (KIP-939).
    #[kafka(versions = "6+")]
    pub enable_2pc: bool,
    /// Whether a prepared transaction is kept rather than aborted (KIP-939).
    #[kafka(versions = "6+")]
    pub keep_prepared_txn: bool,
}

/// The response of InitProducerId (key 22).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "2+")]
pub struct InitProducerIdResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The producer's id; -1 if it has none.
    #[kafka(default = -1)]
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    pub producer_epoch: i16,
    /// The producer id of the transaction that was kept; -1 if there is none.
    #[kafka(versions = "6+", default = -1)]
    pub ongoing_txn_producer_id: i64,
    /// The producer epoch of the transaction that was kept; -1 if there is none.
    #[kafka(versions = "6+", default = -1)]
    pub ongoing_txn_producer_epoch: i16,
}
