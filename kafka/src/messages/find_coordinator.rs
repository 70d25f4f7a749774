//! FindCoordinator (key 10): which broker coordinates a group, a transaction or a share partition.
//!
//! KIP-98 (v1), KIP-699 (several keys, v4), KIP-890 (v5), KIP-932 (v6).

use crate::{ErrorCode, Message};

/// The request of FindCoordinator (key 10).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "3+")]
pub struct FindCoordinatorRequest<'a> {
    /// The group or transaction asked for, before version 4.
    #[kafka(versions = "0-3")]
    pub key: &'a str,
    /// What is coordinated: 0 a group, 1 a transaction, 2 a share partition.
    #[kafka(versions = "1+")]
    pub key_type: i8,
    /// What is asked for, by name.
    #[kafka(versions = "4+")]
    pub coordinator_keys: Vec<&'a str>,
}

/// The response of FindCoordinator (key 10).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "3+")]
pub struct FindCoordinatorResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    #[kafka(versions = "0-3")]
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    #[kafka(versions = "1-3", ignorable)]
    pub error_message: Option<&'a str>,
    /// The node's id.
    #[kafka(versions = "0-3")]
    pub node_id: i32,
    /// The name or address to connect to.
    #[kafka(versions = "0-3")]
    pub host: &'a str,
    /// The port to connect to.
    #[kafka(versions = "0-3")]
    pub port: i32,
    /// Who coordinates each.
    #[kafka(versions = "4+")]
    pub coordinators: Vec<Coordinator<'a>>,
}

/// One of [`FindCoordinatorResponse::coordinators`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Coordinator<'a> {
    /// What is asked for, by name.
    pub key: &'a str,
    /// The node's id.
    pub node_id: i32,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
