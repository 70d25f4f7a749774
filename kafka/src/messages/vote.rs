//! Vote (key 52): a candidate asks voters of the metadata quorum for their vote.
//!
//! KIP-595, KIP-853 (v1), KIP-996 (pre-vote, v2).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// Vote (key 52): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct VoteRequest<'a> {
    /// The cluster id.
    pub cluster_id: Option<&'a str>,
    /// The voter id.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub voter_id: i32,
    /// The topics.
    pub topics: Vec<RequestTopicData<'a>>,
}

/// A part of [`VoteRequest`]: request topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<RequestPartitionData>,
}

/// A part of [`VoteRequest`]: request partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition index.
    pub partition_index: i32,
    /// The replica epoch.
    pub replica_epoch: i32,
    /// The replica id.
    pub replica_id: i32,
    /// The replica directory id.
    #[kafka(versions = "1+", ignorable)]
    pub replica_directory_id: Uuid,
    /// The voter directory id.
    #[kafka(versions = "1+", ignorable)]
    pub voter_directory_id: Uuid,
    /// The last offset epoch.
    pub last_offset_epoch: i32,
    /// The last offset.
    pub last_offset: i64,
    /// The pre vote.
    #[kafka(versions = "2+")]
    pub pre_vote: bool,
}

/// Vote (key 52): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct VoteResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The topics.
    pub topics: Vec<ResponseTopicData<'a>>,
    /// The node endpoints.
    #[kafka(tag = 0, versions = "1+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// A part of [`VoteResponse`]: response topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<ResponsePartitionData>,
}

/// A part of [`VoteResponse`]: response partition data.
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
    /// The vote granted.
    pub vote_granted: bool,
}

/// A part of [`VoteResponse`]: node endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node id.
    pub node_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}
