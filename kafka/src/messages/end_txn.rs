//! EndTxn (key 26): a transaction is committed or aborted.
//!
//! KIP-98, KIP-588 (v2), KIP-890 (v4 and v5).

use crate::{ErrorCode, Message};

/// EndTxn (key 26): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct EndTxnRequest<'a> {
    /// The transactional id.
    pub transactional_id: &'a str,
    /// The producer id.
    pub producer_id: i64,
    /// The producer epoch.
    pub producer_epoch: i16,
    /// The committed.
    pub committed: bool,
}

/// EndTxn (key 26): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct EndTxnResponse {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The producer id.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub producer_id: i64,
    /// The producer epoch.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub producer_epoch: i16,
}
