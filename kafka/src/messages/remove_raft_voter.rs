//! RemoveRaftVoter (key 81): a controller stops being a voter of the metadata quorum.
//!
//! KIP-853.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of RemoveRaftVoter (key 81).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct RemoveRaftVoterRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// The voter's node id.
    pub voter_id: i32,
    /// The id of the voter's metadata directory (KIP-853).
    pub voter_directory_id: Uuid,
}

/// The response of RemoveRaftVoter (key 81).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct RemoveRaftVoterResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
