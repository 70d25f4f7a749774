//! Metadata (key 3): which topics there are, and which broker leads which partition.
//!
//! KIP-4 (v4), KIP-112 (v5), KIP-320 (v7), KIP-430 (v8), KIP-516 (topic ids, v10 and v12), KIP-1102 (rebootstrapping, v13).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// Metadata (key 3): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-13", flexible = "9+")]
pub struct MetadataRequest<'a> {
    /// The topics.
    #[kafka(nullable = "1+", default = Some(Vec::new()))]
    pub topics: Option<Vec<MetadataRequestTopic<'a>>>,
    /// The allow auto topic creation.
    #[kafka(versions = "4+", default = true)]
    pub allow_auto_topic_creation: bool,
    /// The include cluster authorized operations.
    #[kafka(versions = "8-10")]
    pub include_cluster_authorized_operations: bool,
    /// The include topic authorized operations.
    #[kafka(versions = "8+")]
    pub include_topic_authorized_operations: bool,
}

/// A part of [`MetadataRequest`]: metadata request topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MetadataRequestTopic<'a> {
    /// The topic id.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// The name.
    #[kafka(nullable = "10+", default = Some(""))]
    pub name: Option<&'a str>,
}

/// Metadata (key 3): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-13", flexible = "9+")]
pub struct MetadataResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "3+", ignorable)]
    pub throttle_time_ms: i32,
    /// The brokers.
    pub brokers: Vec<MetadataResponseBroker<'a>>,
    /// The cluster id.
    #[kafka(versions = "2+", ignorable)]
    pub cluster_id: Option<&'a str>,
    /// The controller id.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub controller_id: i32,
    /// The topics.
    pub topics: Vec<MetadataResponseTopic<'a>>,
    /// The cluster authorized operations.
    #[kafka(versions = "8-10", default = i32::MIN)]
    pub cluster_authorized_operations: i32,
    /// The error code.
    #[kafka(versions = "13+", ignorable)]
    pub error_code: ErrorCode,
}

/// A part of [`MetadataResponse`]: metadata response broker.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MetadataResponseBroker<'a> {
    /// The node id.
    pub node_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: i32,
    /// The rack.
    #[kafka(versions = "1+", ignorable)]
    pub rack: Option<&'a str>,
}

/// A part of [`MetadataResponse`]: metadata response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MetadataResponseTopic<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The name.
    #[kafka(nullable = "12+", default = Some(""))]
    pub name: Option<&'a str>,
    /// The topic id.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// The is internal.
    #[kafka(versions = "1+", ignorable)]
    pub is_internal: bool,
    /// The partitions.
    pub partitions: Vec<MetadataResponsePartition>,
    /// The topic authorized operations.
    #[kafka(versions = "8+", default = i32::MIN)]
    pub topic_authorized_operations: i32,
}

/// A part of [`MetadataResponse`]: metadata response partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MetadataResponsePartition {
    /// The error code.
    pub error_code: ErrorCode,
    /// The partition index.
    pub partition_index: i32,
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    #[kafka(versions = "7+", default = -1, ignorable)]
    pub leader_epoch: i32,
    /// The replica nodes.
    pub replica_nodes: Vec<i32>,
    /// The isr nodes.
    pub isr_nodes: Vec<i32>,
    /// The offline replicas.
    #[kafka(versions = "5+", ignorable)]
    pub offline_replicas: Vec<i32>,
}
