//! DescribeQuorum (key 55): the state of the metadata quorum.
//!
//! KIP-595, KIP-836 (v1), KIP-853 (v2).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// DescribeQuorum (key 55): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct DescribeQuorumRequest<'a> {
    /// The topics.
    pub topics: Vec<RequestTopicData<'a>>,
}

/// A part of [`DescribeQuorumRequest`]: request topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<RequestPartitionData>,
}

/// A part of [`DescribeQuorumRequest`]: request partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition index.
    pub partition_index: i32,
}

/// DescribeQuorum (key 55): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct DescribeQuorumResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    #[kafka(versions = "2+", ignorable)]
    pub error_message: Option<&'a str>,
    /// The topics.
    pub topics: Vec<ResponseTopicData<'a>>,
    /// The nodes.
    #[kafka(versions = "2+")]
    pub nodes: Vec<Node<'a>>,
}

/// A part of [`DescribeQuorumResponse`]: response topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<ResponsePartitionData<'a>>,
}

/// A part of [`DescribeQuorumResponse`]: response partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionData<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    #[kafka(versions = "2+", ignorable)]
    pub error_message: Option<&'a str>,
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
    /// The high watermark.
    pub high_watermark: i64,
    /// The current voters.
    pub current_voters: Vec<ReplicaState>,
    /// The observers.
    pub observers: Vec<ReplicaState>,
}

/// A part of [`DescribeQuorumResponse`]: replica state.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReplicaState {
    /// The replica id.
    pub replica_id: i32,
    /// The replica directory id.
    #[kafka(versions = "2+")]
    pub replica_directory_id: Uuid,
    /// The log end offset.
    pub log_end_offset: i64,
    /// The last fetch timestamp.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub last_fetch_timestamp: i64,
    /// The last caught up timestamp.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub last_caught_up_timestamp: i64,
}

/// A part of [`DescribeQuorumResponse`]: node.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Node<'a> {
    /// The node id.
    pub node_id: i32,
    /// The listeners.
    pub listeners: Vec<Listener<'a>>,
}

/// A part of [`DescribeQuorumResponse`]: listener.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Listener<'a> {
    /// The name.
    pub name: &'a str,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}
