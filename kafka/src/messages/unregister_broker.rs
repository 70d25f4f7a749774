//! UnregisterBroker (key 64): a broker is forgotten.
//!
//! KIP-631.

use crate::{ErrorCode, Message};

/// UnregisterBroker (key 64): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UnregisterBrokerRequest {
    /// The broker id.
    pub broker_id: i32,
}

/// UnregisterBroker (key 64): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UnregisterBrokerResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
