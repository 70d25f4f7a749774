//! BrokerHeartbeat (key 63): a broker shows the controller that it lives.
//!
//! KIP-631, KIP-858 (v1), KIP-1066 (v2).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of BrokerHeartbeat (key 63).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct BrokerHeartbeatRequest {
    /// The broker's node id.
    pub broker_id: i32,
    /// The epoch that the controller gave the broker at its registration.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
    /// How far the broker has read the metadata log.
    pub current_metadata_offset: i64,
    /// Whether the broker wishes to be fenced.
    pub want_fence: bool,
    /// Whether the broker wishes to stop.
    pub want_shut_down: bool,
    /// The directories that have failed.
    #[kafka(tag = 0, versions = "1+")]
    pub offline_log_dirs: Vec<Uuid>,
    /// The directories that take no new partitions (KIP-1066); null if unknown.
    #[kafka(tag = 1, versions = "2+")]
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

/// The response of BrokerHeartbeat (key 63).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct BrokerHeartbeatResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// Whether the broker has about all metadata.
    pub is_caught_up: bool,
    /// Whether the broker is fenced and takes no clients.
    #[kafka(default = true)]
    pub is_fenced: bool,
    /// Whether the broker may stop now.
    pub should_shut_down: bool,
}
