//! AddOffsetsToTxn (key 25): a group's offsets become part of a transaction.
//!
//! KIP-98, KIP-588 (v2), KIP-890 (v4).

use crate::{ErrorCode, Message};

/// The request of AddOffsetsToTxn (key 25).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "3+")]
pub struct AddOffsetsToTxnRequest<'a> {
    /// The transaction's name, chosen by its producer.
    pub transactional_id: &'a str,
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    pub producer_epoch: i16,
    /// The group's name.
    pub group_id: &'a str,
}

/// The response of AddOffsetsToTxn (key 25).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "3+")]
pub struct AddOffsetsToTxnResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
