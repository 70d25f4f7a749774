//! UpdateRaftVoter (key 82): a voter of the metadata quorum has new addresses.
//!
//! KIP-853.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of UpdateRaftVoter (key 82).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UpdateRaftVoterRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// The leader epoch that the client knows, by which a stale one is noticed (KIP-320); -1 to skip the check.
    pub current_leader_epoch: i32,
    /// The voter's node id.
    pub voter_id: i32,
    /// The id of the voter's metadata directory (KIP-853).
    pub voter_directory_id: Uuid,
    /// Where it is reached, by listener.
    pub listeners: Vec<Listener<'a>>,
    /// Which levels of the `kraft.version` feature the voter has.
    pub kraft_version_feature: KRaftVersionFeature,
}

/// One of [`UpdateRaftVoterRequest::listeners`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Listener<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}

/// What stands in [`UpdateRaftVoterRequest::kraft_version_feature`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct KRaftVersionFeature {
    /// The lowest level of the feature that is supported.
    pub min_supported_version: i16,
    /// The highest level of the feature that is supported.
    pub max_supported_version: i16,
}

/// The response of UpdateRaftVoter (key 82).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct UpdateRaftVoterResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// Who leads the partition now, when the request went to somebody else (KIP-951).
    #[kafka(tag = 0)]
    pub current_leader: CurrentLeader<'a>,
}

/// What stands in [`UpdateRaftVoterResponse::current_leader`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CurrentLeader<'a> {
    /// The leader's node id; -1 if there is none.
    #[kafka(default = -1)]
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    #[kafka(default = -1)]
    pub leader_epoch: i32,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
}
