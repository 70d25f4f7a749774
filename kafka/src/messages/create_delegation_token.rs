//! CreateDelegationToken (key 38): a delegation token is made.
//!
//! KIP-48, KIP-373 (for other owners, v3).

use crate::{ErrorCode, Message};

/// The request of CreateDelegationToken (key 38).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreateDelegationTokenRequest<'a> {
    /// The type of the principal that the token is for; null for the one who asks.
    #[kafka(versions = "3+")]
    pub owner_principal_type: Option<&'a str>,
    /// The name of the principal that the token is for; null for the one who asks.
    #[kafka(versions = "3+")]
    pub owner_principal_name: Option<&'a str>,
    /// Who may renew the token.
    pub renewers: Vec<CreatableRenewers<'a>>,
    /// How long the token can live with renewals, in milliseconds; -1 for the broker's default.
    pub max_lifetime_ms: i64,
}

/// One of [`CreateDelegationTokenRequest::renewers`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableRenewers<'a> {
    /// The principal's type, such as `User`.
    pub principal_type: &'a str,
    /// The principal's name.
    pub principal_name: &'a str,
}

/// The response of CreateDelegationToken (key 38).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreateDelegationTokenResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The principal's type, such as `User`.
    pub principal_type: &'a str,
    /// The principal's name.
    pub principal_name: &'a str,
    /// The type of the principal that asked for the token.
    #[kafka(versions = "3+")]
    pub token_requester_principal_type: &'a str,
    /// The name of the principal that asked for the token.
    #[kafka(versions = "3+")]
    pub token_requester_principal_name: &'a str,
    /// When the token was made, in milliseconds since 1970.
    pub issue_timestamp_ms: i64,
    /// When the token ends, in milliseconds since 1970.
    pub expiry_timestamp_ms: i64,
    /// How long the token can be renewed, in milliseconds since 1970.
    pub max_timestamp_ms: i64,
    /// The token's id.
    pub token_id: &'a str,
    /// The token's secret.
    pub hmac: &'a [u8],
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
}
