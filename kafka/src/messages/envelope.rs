//! Envelope (key 58): a broker forwards a client's request to the controller.
//!
//! KIP-590.

use bytes::Bytes;

use crate::{ErrorCode, Message};

/// The request of Envelope (key 58).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct EnvelopeRequest<'a> {
    /// The client's request with its header.
    pub request_data: Bytes,
    /// The client's principal, serialized; null if unknown.
    pub request_principal: Option<&'a [u8]>,
    /// The client's address, as its four or sixteen bytes.
    pub client_host_address: &'a [u8],
}

/// The response of Envelope (key 58).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct EnvelopeResponse {
    /// The response with its header; null if it failed.
    pub response_data: Option<Bytes>,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
