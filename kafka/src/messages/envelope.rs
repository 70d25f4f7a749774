//! Envelope (key 58): a broker forwards a client's request to the controller.
//!
//! KIP-590.

use bytes::Bytes;

use crate::{ErrorCode, Message};

/// Envelope (key 58): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct EnvelopeRequest<'a> {
    /// The request data.
    pub request_data: Bytes,
    /// The request principal.
    pub request_principal: Option<&'a [u8]>,
    /// The client host address.
    pub client_host_address: &'a [u8],
}

/// Envelope (key 58): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct EnvelopeResponse {
    /// The response data.
    pub response_data: Option<Bytes>,
    /// The error code.
    pub error_code: ErrorCode,
}
