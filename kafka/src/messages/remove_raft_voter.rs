//! RemoveRaftVoter (key 81): a controller stops being a voter of the metadata quorum.
//!
//! KIP-853.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// RemoveRaftVoter (key 81): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct RemoveRaftVoterRequest<'a> {
    /// The cluster id.
    pub cluster_id: Option<&'a str>,
    /// The voter id.
    pub voter_id: i32,
    /// The voter directory id.
    pub voter_directory_id: Uuid,
}

/// RemoveRaftVoter (key 81): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct RemoveRaftVoterResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
