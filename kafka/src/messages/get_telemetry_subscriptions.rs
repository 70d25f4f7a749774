//! GetTelemetrySubscriptions (key 71): which metrics a client should push.
//!
//! KIP-714.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of GetTelemetrySubscriptions (key 71).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct GetTelemetrySubscriptionsRequest {
    /// The client's id, given by the broker in answer to all zeros.
    pub client_instance_id: Uuid,
}

/// The response of GetTelemetrySubscriptions (key 71).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct GetTelemetrySubscriptionsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The client's id, given by the broker in answer to all zeros.
    pub client_instance_id: Uuid,
    /// Which set of metrics this is about, as a checksum.
    pub subscription_id: i32,
    /// How pushed metrics may be compressed, the preferred first.
    pub accepted_compression_types: Vec<i8>,
    /// How often to push, in milliseconds.
    pub push_interval_ms: i32,
    /// How many bytes of metrics a push may have.
    pub telemetry_max_bytes: i32,
    /// Whether counters are told as differences.
    pub delta_temporality: bool,
    /// The beginnings of the names of metrics to push; an empty name is all of them, an empty list none.
    pub requested_metrics: Vec<&'a str>,
}
