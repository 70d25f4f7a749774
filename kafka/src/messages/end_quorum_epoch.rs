//! EndQuorumEpoch (key 54): a leader of the metadata quorum steps down.
//!
//! KIP-595, KIP-853 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// EndQuorumEpoch (key 54): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct EndQuorumEpochRequest<'a> {
    /// The cluster id.
    pub cluster_id: Option<&'a str>,
    /// The topics.
    pub topics: Vec<RequestTopicData<'a>>,
    /// The leader endpoints.
    #[kafka(versions = "1+", ignorable)]
    pub leader_endpoints: Vec<LeaderEndpoint<'a>>,
}

/// A part of [`EndQuorumEpochRequest`]: request topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<RequestPartitionData>,
}

/// A part of [`EndQuorumEpochRequest`]: request partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition index.
    pub partition_index: i32,
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
    /// The preferred successors.
    #[kafka(versions = "0", ignorable)]
    pub preferred_successors: Vec<i32>,
    /// The preferred candidates.
    #[kafka(versions = "1+", ignorable)]
    pub preferred_candidates: Vec<ReplicaInfo>,
}

/// A part of [`EndQuorumEpochRequest`]: replica info.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReplicaInfo {
    /// The candidate id.
    pub candidate_id: i32,
    /// The candidate directory id.
    pub candidate_directory_id: Uuid,
}

/// A part of [`EndQuorumEpochRequest`]: leader endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderEndpoint<'a> {
    /// The name.
    pub name: &'a str,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// EndQuorumEpoch (key 54): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct EndQuorumEpochResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The topics.
    pub topics: Vec<ResponseTopicData<'a>>,
    /// The node endpoints.
    #[kafka(tag = 0, versions = "1+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// A part of [`EndQuorumEpochResponse`]: response topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<ResponsePartitionData>,
}

/// A part of [`EndQuorumEpochResponse`]: response partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionData {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
}

/// A part of [`EndQuorumEpochResponse`]: node endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node id.
    pub node_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}
