//! GetTelemetrySubscriptions (key 71): which metrics a client should push.
//!
//! KIP-714.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// GetTelemetrySubscriptions (key 71): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct GetTelemetrySubscriptionsRequest {
    /// The client instance id.
    pub client_instance_id: Uuid,
}

/// GetTelemetrySubscriptions (key 71): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct GetTelemetrySubscriptionsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The client instance id.
    pub client_instance_id: Uuid,
    /// The subscription id.
    pub subscription_id: i32,
    /// The accepted compression types.
    pub accepted_compression_types: Vec<i8>,
    /// The push interval ms.
    pub push_interval_ms: i32,
    /// The telemetry max bytes.
    pub telemetry_max_bytes: i32,
    /// The delta temporality.
    pub delta_temporality: bool,
    /// The requested metrics.
    pub requested_metrics: Vec<&'a str>,
}
