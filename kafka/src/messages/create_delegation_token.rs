//! CreateDelegationToken (key 38): a delegation token is made.
//!
//! KIP-48, KIP-373 (for other owners, v3).

use crate::{ErrorCode, Message};

/// CreateDelegationToken (key 38): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreateDelegationTokenRequest<'a> {
    /// The owner principal type.
    #[kafka(versions = "3+")]
    pub owner_principal_type: Option<&'a str>,
    /// The owner principal name.
    #[kafka(versions = "3+")]
    pub owner_principal_name: Option<&'a str>,
    /// The renewers.
    pub renewers: Vec<CreatableRenewers<'a>>,
    /// The max lifetime ms.
    pub max_lifetime_ms: i64,
}

/// A part of [`CreateDelegationTokenRequest`]: creatable renewers.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableRenewers<'a> {
    /// The principal type.
    pub principal_type: &'a str,
    /// The principal name.
    pub principal_name: &'a str,
}

/// CreateDelegationToken (key 38): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreateDelegationTokenResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The principal type.
    pub principal_type: &'a str,
    /// The principal name.
    pub principal_name: &'a str,
    /// The token requester principal type.
    #[kafka(versions = "3+")]
    pub token_requester_principal_type: &'a str,
    /// The token requester principal name.
    #[kafka(versions = "3+")]
    pub token_requester_principal_name: &'a str,
    /// The issue timestamp ms.
    pub issue_timestamp_ms: i64,
    /// The expiry timestamp ms.
    pub expiry_timestamp_ms: i64,
    /// The max timestamp ms.
    pub max_timestamp_ms: i64,
    /// The token id.
    pub token_id: &'a str,
    /// The hmac.
    pub hmac: &'a [u8],
    /// The throttle time ms.
    pub throttle_time_ms: i32,
}
