//! SaslHandshake (key 17): which SASL mechanism is going to be used.
//!
//! KIP-43, KIP-152 (v1: SaslAuthenticate follows, instead of bare bytes).

use crate::{ErrorCode, Message};

/// The request of SaslHandshake (key 17).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1")]
pub struct SaslHandshakeRequest<'a> {
    /// The SASL mechanism.
    pub mechanism: &'a str,
}

/// The response of SaslHandshake (key 17).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1")]
pub struct SaslHandshakeResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The mechanisms that the broker has.
    pub mechanisms: Vec<&'a str>,
}
