//! PushTelemetry (key 72): a client pushes its metrics.
//!
//! KIP-714.

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// PushTelemetry (key 72): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct PushTelemetryRequest {
    /// The client instance id.
    pub client_instance_id: Uuid,
    /// The subscription id.
    pub subscription_id: i32,
    /// The terminating.
    pub terminating: bool,
    /// The compression type.
    pub compression_type: i8,
    /// The metrics.
    pub metrics: Bytes,
}

/// PushTelemetry (key 72): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct PushTelemetryResponse {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
