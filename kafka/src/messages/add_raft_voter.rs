//! AddRaftVoter (key 80): a controller becomes a voter of the metadata quorum.
//!
//! KIP-853, KIP-1186 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of AddRaftVoter (key 80).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct AddRaftVoterRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
    /// The voter's node id.
    pub voter_id: i32,
    /// The id of the voter's metadata directory (KIP-853).
    pub voter_directory_id: Uuid,
    /// Where it is reached, by listener.
    pub listeners: Vec<Listener<'a>>,
    /// Whether to answer only when the new voters are committed (KIP-1186).
    #[kafka(versions = "1+", default = true)]
    pub ack_when_committed: bool,
}

/// One of [`AddRaftVoterRequest::listeners`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Listener<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}

/// The response of AddRaftVoter (key 80).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct AddRaftVoterResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
