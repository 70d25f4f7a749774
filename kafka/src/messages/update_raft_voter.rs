//! UpdateRaftVoter (key 82): a voter of the metadata quorum has new addresses.
//!
//! KIP-853.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// UpdateRaftVoter (key 82): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UpdateRaftVoterRequest<'a> {
    /// The cluster id.
    pub cluster_id: Option<&'a str>,
    /// The current leader epoch.
    pub current_leader_epoch: i32,
    /// The voter id.
    pub voter_id: i32,
    /// The voter directory id.
    pub voter_directory_id: Uuid,
    /// The listeners.
    pub listeners: Vec<Listener<'a>>,
    /// The kraft version feature.
    pub kraft_version_feature: KRaftVersionFeature,
}

/// A part of [`UpdateRaftVoterRequest`]: listener.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Listener<'a> {
    /// The name.
    pub name: &'a str,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// A part of [`UpdateRaftVoterRequest`]: kRaft version feature.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct KRaftVersionFeature {
    /// The min supported version.
    pub min_supported_version: i16,
    /// The max supported version.
    pub max_supported_version: i16,
}

/// UpdateRaftVoter (key 82): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UpdateRaftVoterResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The current leader.
    #[kafka(tag = 0)]
    pub current_leader: CurrentLeader<'a>,
}

/// A part of [`UpdateRaftVoterResponse`]: current leader.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CurrentLeader<'a> {
    /// The leader id.
    #[kafka(default = -1)]
    pub leader_id: i32,
    /// The leader epoch.
    #[kafka(default = -1)]
    pub leader_epoch: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: i32,
}
