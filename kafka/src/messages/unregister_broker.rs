//! UnregisterBroker (key 64): a broker is forgotten.
//!
//! KIP-631.

use crate::{ErrorCode, Message};

/// The request of UnregisterBroker (key 64).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UnregisterBrokerRequest {
    /// The broker's node id.
    pub broker_id: i32,
}

/// The response of UnregisterBroker (key 64).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UnregisterBrokerResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
