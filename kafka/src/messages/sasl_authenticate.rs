//! SaslAuthenticate (key 36): one step of a SASL exchange.
//!
//! KIP-152, KIP-368 (session lifetimes, v1).

use crate::{ErrorCode, Message};

/// The request of SaslAuthenticate (key 36).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct SaslAuthenticateRequest<'a> {
    /// What the SASL mechanism says.
    pub auth_bytes: &'a [u8],
}

/// The response of SaslAuthenticate (key 36).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct SaslAuthenticateResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What the SASL mechanism says.
    pub auth_bytes: &'a [u8],
    /// How long the session lasts before it must authenticate again, in milliseconds; 0 for ever (KIP-368).
    #[kafka(versions = "1+", ignorable)]
    pub session_lifetime_ms: i64,
}
