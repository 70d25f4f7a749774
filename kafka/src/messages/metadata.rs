//! Metadata (key 3): which topics there are, and which broker leads which partition.
//!
//! KIP-4 (v4), KIP-112 (v5), KIP-320 (v7), KIP-430 (v8), KIP-516 (topic ids, v10 and v12), KIP-1102
//! (rebootstrapping, v13).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of Metadata (key 3).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-13", flexible = "9+")]
pub struct MetadataRequest<'a> {
    /// The topics asked about; null for all, which before version 1 is the empty list.
    #[kafka(nullable = "1+", default = Some(Vec::new()))]
    pub topics: Option<Vec<MetadataRequestTopic<'a>>>,
    /// Whether a topic that is not there may be made, if the broker allows it too.
    #[kafka(versions = "4+", default = true)]
    pub allow_auto_topic_creation: bool,
    /// Whether to say what the client may do to the cluster (KIP-430).
    #[kafka(versions = "8-10")]
    pub include_cluster_authorized_operations: bool,
    /// Whether to say what the client may do to the topics (KIP-430).
    #[kafka(versions = "8+")]
    pub include_topic_authorized_operations: bool,
}

/// One of [`MetadataRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MetadataRequestTopic<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// The topic's name; null if it is asked for by id.
    #[kafka(nullable = "10+", default = Some(""))]
    pub name: Option<&'a str>,
}

/// The response of Metadata (key 3).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-13", flexible = "9+")]
pub struct MetadataResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "3+", ignorable)]
    pub throttle_time_ms: i32,
    /// The brokers that are alive.
    pub brokers: Vec<MetadataResponseBroker<'a>>,
    /// The cluster's id, one for all gateways before the same cluster.
    #[kafka(versions = "2+", ignorable)]
    pub cluster_id: Option<&'a str>,
    /// The controller's node id; -1 if unknown.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub controller_id: i32,
    /// The topics asked about.
    pub topics: Vec<MetadataResponseTopic<'a>>,
    /// What the client may do to the cluster, as a set of bits; the lowest number there is if it was not asked.
    #[kafka(versions = "8-10", default = i32::MIN)]
    pub cluster_authorized_operations: i32,
    /// [`ErrorCode::RebootstrapRequired`] sends the client back to its first addresses (KIP-1102).
    #[kafka(versions = "13+", ignorable)]
    pub error_code: ErrorCode,
}

/// One of [`MetadataResponse::brokers`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MetadataResponseBroker<'a> {
    /// The node's id.
    pub node_id: i32,
    /// The name or address to connect to: a proxy puts its own here.
    pub host: &'a str,
    /// The port to connect to: a proxy puts its own here.
    pub port: i32,
    /// The node's rack; null if it has none.
    #[kafka(versions = "1+", ignorable)]
    pub rack: Option<&'a str>,
}

/// One of [`MetadataResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MetadataResponseTopic<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The topic's name; null if it was asked for by an id that nobody knows.
    #[kafka(nullable = "12+", default = Some(""))]
    pub name: Option<&'a str>,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// Whether the topic is the cluster's own.
    #[kafka(versions = "1+", ignorable)]
    pub is_internal: bool,
    /// What is said of each partition.
    pub partitions: Vec<MetadataResponsePartition>,
    /// What the client may do to the topic, as a set of bits; the lowest number there is if it was not asked.
    #[kafka(versions = "8+", default = i32::MIN)]
    pub topic_authorized_operations: i32,
}

/// One of [`MetadataResponseTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MetadataResponsePartition {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The partition's number.
    pub partition_index: i32,
    /// The leader's node id; -1 if there is none.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    #[kafka(versions = "7+", default = -1, ignorable)]
    pub leader_epoch: i32,
    /// The node ids of all replicas, the preferred leader first.
    pub replica_nodes: Vec<i32>,
    /// The node ids of the replicas in sync.
    pub isr_nodes: Vec<i32>,
    /// The node ids of the replicas that are offline.
    #[kafka(versions = "5+", ignorable)]
    pub offline_replicas: Vec<i32>,
}
