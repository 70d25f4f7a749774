//! Vote (key 52): a candidate asks voters of the metadata quorum for their vote.
//!
//! KIP-595, KIP-853 (v1), KIP-996 (pre-vote, v2).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of Vote (key 52).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct VoteRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// The voter's node id.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub voter_id: i32,
    /// What is said of each topic.
    pub topics: Vec<RequestTopicData<'a>>,
}

/// One of [`VoteRequest::topics`].
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
    /// The follower's broker epoch; -1 if it has none (KIP-903).
    pub replica_epoch: i32,
    /// The follower's node id; -1 for a client.
    pub replica_id: i32,
    /// The id of the replica's directory (KIP-853).
    #[kafka(versions = "1+", ignorable)]
    pub replica_directory_id: Uuid,
    /// The id of the voter's metadata directory (KIP-853).
    #[kafka(versions = "1+", ignorable)]
    pub voter_directory_id: Uuid,
    /// The epoch of the candidate's last record.
    pub last_offset_epoch: i32,
    /// The last offset, which belongs to it.
    pub last_offset: i64,
    /// Whether this only asks who would vote (KIP-996).
    #[kafka(versions = "2+")]
    pub pre_vote: bool,
}

/// The response of Vote (key 52).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct VoteResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What is said of each topic.
    pub topics: Vec<ResponseTopicData<'a>>,
    /// Where the new leaders named above are reached (KIP-951).
    #[kafka(tag = 0, versions = "1+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// One of [`VoteResponse::topics`].
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
    /// Whether the candidate gets the vote.
    pub vote_granted: bool,
}

/// One of [`VoteResponse::node_endpoints`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node's id.
    pub node_id: i32,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}
