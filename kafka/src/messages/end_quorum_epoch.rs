//! EndQuorumEpoch (key 54): a leader of the metadata quorum steps down.
//!
//! KIP-595, KIP-853 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of EndQuorumEpoch (key 54).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct EndQuorumEpochRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// What is said of each topic.
    pub topics: Vec<RequestTopicData<'a>>,
    /// Where the leader is reached, by listener.
    #[kafka(versions = "1+", ignorable)]
    pub leader_endpoints: Vec<LeaderEndpoint<'a>>,
}

/// One of [`EndQuorumEpochRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<RequestPartitionData>,
}

/// One of [`RequestTopicData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition's number.
    pub partition_index: i32,
    /// The leader's node id; -1 if there is none.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
    /// Who should lead next, the best first.
    #[kafka(versions = "0", ignorable)]
    pub preferred_successors: Vec<i32>,
    /// Who should lead next, the best first, with their directories.
    #[kafka(versions = "1+", ignorable)]
    pub preferred_candidates: Vec<ReplicaInfo>,
}

/// One of [`RequestPartitionData::preferred_candidates`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReplicaInfo {
    /// The candidate's node id.
    pub candidate_id: i32,
    /// The id of the candidate's metadata directory.
    pub candidate_directory_id: Uuid,
}

/// One of [`EndQuorumEpochRequest::leader_endpoints`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderEndpoint<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}

/// The response of EndQuorumEpoch (key 54).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct EndQuorumEpochResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What is said of each topic.
    pub topics: Vec<ResponseTopicData<'a>>,
    /// Where the new leaders named above are reached (KIP-951).
    #[kafka(tag = 0, versions = "1+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// One of [`EndQuorumEpochResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<ResponsePartitionData>,
}

/// One of [`ResponseTopicData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionData {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The leader's node id; -1 if there is none.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
}

/// One of [`EndQuorumEpochResponse::node_endpoints`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node's id.
    pub node_id: i32,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}
