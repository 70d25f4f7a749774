//! EndTxn (key 26): a transaction is committed or aborted.
//!
//! KIP-98, KIP-588 (v2), KIP-890 (v4 and v5).

use crate::{ErrorCode, Message};

/// The request of EndTxn (key 26).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct EndTxnRequest<'a> {
    /// The transaction's name, chosen by its producer.
    pub transactional_id: &'a str,
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    pub producer_epoch: i16,
    /// Whether the transaction is committed rather than aborted.
    pub committed: bool,
}

/// The response of EndTxn (key 26).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct EndTxnResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The producer's id; -1 if it has none.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub producer_epoch: i16,
}
