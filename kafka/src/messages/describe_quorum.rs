//! DescribeQuorum (key 55): the state of the metadata quorum.
//!
//! KIP-595, KIP-836 (v1), KIP-853 (v2).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of DescribeQuorum (key 55).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct DescribeQuorumRequest<'a> {
    /// What is said of each topic.
    pub topics: Vec<RequestTopicData<'a>>,
}

/// One of [`DescribeQuorumRequest::topics`].
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
}

/// The response of DescribeQuorum (key 55).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct DescribeQuorumResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    #[kafka(versions = "2+", ignorable)]
    pub error_message: Option<&'a str>,
    /// What is said of each topic.
    pub topics: Vec<ResponseTopicData<'a>>,
    /// The nodes, and where they are reached.
    #[kafka(versions = "2+")]
    pub nodes: Vec<Node<'a>>,
}

/// One of [`DescribeQuorumResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<ResponsePartitionData<'a>>,
}

/// One of [`ResponseTopicData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionData<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    #[kafka(versions = "2+", ignorable)]
    pub error_message: Option<&'a str>,
    /// The leader's node id; -1 if there is none.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
    /// The offset after the last committed one.
    pub high_watermark: i64,
    /// The voters, and how far they are.
    pub current_voters: Vec<ReplicaState>,
    /// Those who only follow, and how far they are.
    pub observers: Vec<ReplicaState>,
}

/// One of [`ResponsePartitionData::current_voters`] and [`ResponsePartitionData::observers`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReplicaState {
    /// The follower's node id; -1 for a client.
    pub replica_id: i32,
    /// The id of the replica's directory (KIP-853).
    #[kafka(versions = "2+")]
    pub replica_directory_id: Uuid,
    /// The offset after the last one that the replica has; -1 if unknown.
    pub log_end_offset: i64,
    /// When the replica last fetched, in milliseconds since 1970; -1 if unknown.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub last_fetch_timestamp: i64,
    /// When the replica last had everything, in milliseconds since 1970; -1 if unknown.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub last_caught_up_timestamp: i64,
}

/// One of [`DescribeQuorumResponse::nodes`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Node<'a> {
    /// The node's id.
    pub node_id: i32,
    /// Where it is reached, by listener.
    pub listeners: Vec<Listener<'a>>,
}

/// One of [`Node::listeners`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Listener<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}
