//! RenewDelegationToken (key 39): a delegation token lives longer.
//!
//! KIP-48.

use crate::{ErrorCode, Message};

/// RenewDelegationToken (key 39): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct RenewDelegationTokenRequest<'a> {
    /// The hmac.
    pub hmac: &'a [u8],
    /// The renew period ms.
    pub renew_period_ms: i64,
}

/// RenewDelegationToken (key 39): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct RenewDelegationTokenResponse {
    /// The error code.
    pub error_code: ErrorCode,
    /// The expiry timestamp ms.
    pub expiry_timestamp_ms: i64,
    /// The throttle time ms.
    pub throttle_time_ms: i32,
}
