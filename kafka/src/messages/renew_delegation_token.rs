//! RenewDelegationToken (key 39): a delegation token lives longer.
//!
//! KIP-48.

use crate::{ErrorCode, Message};

/// The request of RenewDelegationToken (key 39).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct RenewDelegationTokenRequest<'a> {
    /// The token's secret.
    pub hmac: &'a [u8],
    /// How long the token lives from now on, in milliseconds.
    pub renew_period_ms: i64,
}

/// The response of RenewDelegationToken (key 39).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct RenewDelegationTokenResponse {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// When the token ends, in milliseconds since 1970.
    pub expiry_timestamp_ms: i64,
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
}
