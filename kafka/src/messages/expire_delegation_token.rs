//! ExpireDelegationToken (key 40): a delegation token ends at a given time, or now.
//!
//! KIP-48.

use crate::{ErrorCode, Message};

/// ExpireDelegationToken (key 40): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct ExpireDelegationTokenRequest<'a> {
    /// The hmac.
    pub hmac: &'a [u8],
    /// The expiry time period ms.
    pub expiry_time_period_ms: i64,
}

/// ExpireDelegationToken (key 40): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct ExpireDelegationTokenResponse {
    /// The error code.
    pub error_code: ErrorCode,
    /// The expiry timestamp ms.
    pub expiry_timestamp_ms: i64,
    /// The throttle time ms.
    pub throttle_time_ms: i32,
}
