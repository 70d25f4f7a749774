//! AddOffsetsToTxn (key 25): a group's offsets become part of a transaction.
//!
//! KIP-98, KIP-588 (v2), KIP-890 (v4).

use crate::{ErrorCode, Message};

/// AddOffsetsToTxn (key 25): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "3+")]
pub struct AddOffsetsToTxnRequest<'a> {
    /// The transactional id.
    pub transactional_id: &'a str,
    /// The producer id.
    pub producer_id: i64,
    /// The producer epoch.
    pub producer_epoch: i16,
    /// The group id.
    pub group_id: &'a str,
}

/// AddOffsetsToTxn (key 25): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "3+")]
pub struct AddOffsetsToTxnResponse {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
