//! SaslAuthenticate (key 36): one step of a SASL exchange.
//!
//! KIP-152, KIP-368 (session lifetimes, v1).

use crate::{ErrorCode, Message};

/// SaslAuthenticate (key 36): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct SaslAuthenticateRequest<'a> {
    /// The auth bytes.
    pub auth_bytes: &'a [u8],
}

/// SaslAuthenticate (key 36): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct SaslAuthenticateResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The auth bytes.
    pub auth_bytes: &'a [u8],
    /// The session lifetime ms.
    #[kafka(versions = "1+", ignorable)]
    pub session_lifetime_ms: i64,
}
