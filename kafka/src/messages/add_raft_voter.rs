//! AddRaftVoter (key 80): a controller becomes a voter of the metadata quorum.
//!
//! KIP-853, KIP-1186 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// AddRaftVoter (key 80): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct AddRaftVoterRequest<'a> {
    /// The cluster id.
    pub cluster_id: Option<&'a str>,
    /// The timeout ms.
    pub timeout_ms: i32,
    /// The voter id.
    pub voter_id: i32,
    /// The voter directory id.
    pub voter_directory_id: Uuid,
    /// The listeners.
    pub listeners: Vec<Listener<'a>>,
    /// The ack when committed.
    #[kafka(versions = "1+", default = true)]
    pub ack_when_committed: bool,
}

/// A part of [`AddRaftVoterRequest`]: listener.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Listener<'a> {
    /// The name.
    pub name: &'a str,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// AddRaftVoter (key 80): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct AddRaftVoterResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
