//! FindCoordinator (key 10): which broker coordinates a group, a transaction or a share partition.
//!
//! KIP-98 (v1), KIP-699 (several keys, v4), KIP-890 (v5), KIP-932 (v6).

use crate::{ErrorCode, Message};

/// FindCoordinator (key 10): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "3+")]
pub struct FindCoordinatorRequest<'a> {
    /// The key.
    #[kafka(versions = "0-3")]
    pub key: &'a str,
    /// The key type.
    #[kafka(versions = "1+")]
    pub key_type: i8,
    /// The coordinator keys.
    #[kafka(versions = "4+")]
    pub coordinator_keys: Vec<&'a str>,
}

/// FindCoordinator (key 10): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "3+")]
pub struct FindCoordinatorResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The error code.
    #[kafka(versions = "0-3")]
    pub error_code: ErrorCode,
    /// The error message.
    #[kafka(versions = "1-3", ignorable)]
    pub error_message: Option<&'a str>,
    /// The node id.
    #[kafka(versions = "0-3")]
    pub node_id: i32,
    /// The host.
    #[kafka(versions = "0-3")]
    pub host: &'a str,
    /// The port.
    #[kafka(versions = "0-3")]
    pub port: i32,
    /// The coordinators.
    #[kafka(versions = "4+")]
    pub coordinators: Vec<Coordinator<'a>>,
}

/// A part of [`FindCoordinatorResponse`]: coordinator.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Coordinator<'a> {
    /// The key.
    pub key: &'a str,
    /// The node id.
    pub node_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
