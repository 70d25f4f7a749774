//! BeginQuorumEpoch (key 53): a new leader of the metadata quorum announces itself.
//!
//! KIP-595, KIP-853 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// BeginQuorumEpoch (key 53): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct BeginQuorumEpochRequest<'a> {
    /// The cluster id.
    pub cluster_id: Option<&'a str>,
    /// The voter id.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub voter_id: i32,
    /// The topics.
    pub topics: Vec<RequestTopicData<'a>>,
    /// The leader endpoints.
    #[kafka(versions = "1+", ignorable)]
    pub leader_endpoints: Vec<LeaderEndpoint<'a>>,
}

/// A part of [`BeginQuorumEpochRequest`]: request topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<RequestPartitionData>,
}

/// A part of [`BeginQuorumEpochRequest`]: request partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition index.
    pub partition_index: i32,
    /// The voter directory id.
    #[kafka(versions = "1+", ignorable)]
    pub voter_directory_id: Uuid,
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
}

/// A part of [`BeginQuorumEpochRequest`]: leader endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderEndpoint<'a> {
    /// The name.
    pub name: &'a str,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// BeginQuorumEpoch (key 53): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct BeginQuorumEpochResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The topics.
    pub topics: Vec<ResponseTopicData<'a>>,
    /// The node endpoints.
    #[kafka(tag = 0, versions = "1+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// A part of [`BeginQuorumEpochResponse`]: response topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<ResponsePartitionData>,
}

/// A part of [`BeginQuorumEpochResponse`]: response partition data.
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

/// A part of [`BeginQuorumEpochResponse`]: node endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node id.
    pub node_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}
