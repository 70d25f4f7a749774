//! AllocateProducerIds (key 67): a broker gets a block of producer ids.
//!
//! KIP-730.

use crate::{ErrorCode, Message};

/// AllocateProducerIds (key 67): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AllocateProducerIdsRequest {
    /// The broker id.
    pub broker_id: i32,
    /// The broker epoch.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
}

/// AllocateProducerIds (key 67): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AllocateProducerIdsResponse {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The producer id start.
    pub producer_id_start: i64,
    /// The producer id len.
    pub producer_id_len: i32,
}
