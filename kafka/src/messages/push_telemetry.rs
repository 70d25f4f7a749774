//! PushTelemetry (key 72): a client pushes its metrics.
//!
//! KIP-714.

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of PushTelemetry (key 72).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct PushTelemetryRequest {
    /// The client's id, given by the broker in answer to all zeros.
    pub client_instance_id: Uuid,
    /// Which set of metrics this is about, as a checksum.
    pub subscription_id: i32,
    /// Whether the client is about to leave.
    pub terminating: bool,
    /// How the metrics are compressed, by number.
    pub compression_type: i8,
    /// The metrics, as OpenTelemetry's protobuf, sharing the frame's memory.
    pub metrics: Bytes,
}

/// The response of PushTelemetry (key 72).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct PushTelemetryResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
