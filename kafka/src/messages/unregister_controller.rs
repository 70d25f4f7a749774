//! UnregisterController (key 94): a controller is forgotten.

use crate::{ErrorCode, Message};

/// The request of UnregisterController (key 94).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UnregisterControllerRequest {
    /// The controller's node id; -1 if unknown.
    pub controller_id: i32,
}

/// The response of UnregisterController (key 94).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UnregisterControllerResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
