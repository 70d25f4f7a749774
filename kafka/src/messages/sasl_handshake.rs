//! SaslHandshake (key 17): which SASL mechanism is going to be used.
//!
//! KIP-43, KIP-152 (v1: SaslAuthenticate follows, instead of bare bytes).

use crate::{ErrorCode, Message};

/// SaslHandshake (key 17): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1")]
pub struct SaslHandshakeRequest<'a> {
    /// The mechanism.
    pub mechanism: &'a str,
}

/// SaslHandshake (key 17): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1")]
pub struct SaslHandshakeResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The mechanisms.
    pub mechanisms: Vec<&'a str>,
}
