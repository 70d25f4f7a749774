//! UnregisterController (key 94): a controller is forgotten.

use crate::{ErrorCode, Message};

/// UnregisterController (key 94): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UnregisterControllerRequest {
    /// The controller id.
    pub controller_id: i32,
}

/// UnregisterController (key 94): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UnregisterControllerResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
