//! BrokerHeartbeat (key 63): a broker shows the controller that it lives.
//!
//! KIP-631, KIP-858 (v1), KIP-1066 (v2).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// BrokerHeartbeat (key 63): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct BrokerHeartbeatRequest {
    /// The broker id.
    pub broker_id: i32,
    /// The broker epoch.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
    /// The current metadata offset.
    pub current_metadata_offset: i64,
    /// The want fence.
    pub want_fence: bool,
    /// The want shut down.
    pub want_shut_down: bool,
    /// The offline log dirs.
    #[kafka(tag = 0, versions = "1+")]
    pub offline_log_dirs: Vec<Uuid>,
    /// The cordoned log dirs.
    #[kafka(tag = 1, versions = "2+")]
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

/// BrokerHeartbeat (key 63): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct BrokerHeartbeatResponse {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The is caught up.
    pub is_caught_up: bool,
    /// The is fenced.
    #[kafka(default = true)]
    pub is_fenced: bool,
    /// The should shut down.
    pub should_shut_down: bool,
}
