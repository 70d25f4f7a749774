//! AllocateProducerIds (key 67): a broker gets a block of producer ids.
//!
//! KIP-730.

use crate::{ErrorCode, Message};

/// The request of AllocateProducerIds (key 67).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AllocateProducerIdsRequest {
    /// The broker's node id.
    pub broker_id: i32,
    /// The epoch that the controller gave the broker at its registration.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
}

/// The response of AllocateProducerIds (key 67).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AllocateProducerIdsResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The first producer id of the block.
    pub producer_id_start: i64,
    /// How many ids the block has.
    pub producer_id_len: i32,
}
