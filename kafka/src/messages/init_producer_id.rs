//! InitProducerId (key 22): a producer gets its id and epoch, for idempotence or for transactions.
//!
//! KIP-98, KIP-360 (v3), KIP-588 (v4), KIP-890 (v5), KIP-939 (two-phase commit, v6).

use crate::{ErrorCode, Message};

/// InitProducerId (key 22): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "2+")]
pub struct InitProducerIdRequest<'a> {
    /// The transactional id.
    pub transactional_id: Option<&'a str>,
    /// The transaction timeout ms.
    pub transaction_timeout_ms: i32,
    /// The producer id.
    #[kafka(versions = "3+", default = -1)]
    pub producer_id: i64,
    /// The producer epoch.
    #[kafka(versions = "3+", default = -1)]
    pub producer_epoch: i16,
    /// The enable 2pc.
    #[kafka(versions = "6+")]
    pub enable_2pc: bool,
    /// The keep prepared txn.
    #[kafka(versions = "6+")]
    pub keep_prepared_txn: bool,
}

/// InitProducerId (key 22): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "2+")]
pub struct InitProducerIdResponse {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The producer id.
    #[kafka(default = -1)]
    pub producer_id: i64,
    /// The producer epoch.
    pub producer_epoch: i16,
    /// The ongoing txn producer id.
    #[kafka(versions = "6+", default = -1)]
    pub ongoing_txn_producer_id: i64,
    /// The ongoing txn producer epoch.
    #[kafka(versions = "6+", default = -1)]
    pub ongoing_txn_producer_epoch: i16,
}
