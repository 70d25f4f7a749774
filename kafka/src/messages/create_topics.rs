//! CreateTopics (key 19): topics are made.
//!
//! KIP-4, KIP-464 (default counts, v4), KIP-525 (configs in the answer, v5), KIP-599 (v6), KIP-516 (topic ids, v7).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// CreateTopics (key 19): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-7", flexible = "5+")]
pub struct CreateTopicsRequest<'a> {
    /// The topics.
    pub topics: Vec<CreatableTopic<'a>>,
    /// The timeout ms.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
    /// The validate only.
    #[kafka(versions = "1+")]
    pub validate_only: bool,
}

/// A part of [`CreateTopicsRequest`]: creatable topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The num partitions.
    pub num_partitions: i32,
    /// The replication factor.
    pub replication_factor: i16,
    /// The assignments.
    pub assignments: Vec<CreatableReplicaAssignment>,
    /// The configs.
    pub configs: Vec<CreatableTopicConfig<'a>>,
}

/// A part of [`CreateTopicsRequest`]: creatable replica assignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableReplicaAssignment {
    /// The partition index.
    pub partition_index: i32,
    /// The broker ids.
    pub broker_ids: Vec<i32>,
}

/// A part of [`CreateTopicsRequest`]: creatable topic config.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableTopicConfig<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
}

/// CreateTopics (key 19): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-7", flexible = "5+")]
pub struct CreateTopicsResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "2+", ignorable)]
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<CreatableTopicResult<'a>>,
}

/// A part of [`CreateTopicsResponse`]: creatable topic result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableTopicResult<'a> {
    /// The name.
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "7+", ignorable)]
    pub topic_id: Uuid,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    #[kafka(versions = "1+", ignorable)]
    pub error_message: Option<&'a str>,
    /// The topic config error code.
    #[kafka(tag = 0, versions = "5+", ignorable)]
    pub topic_config_error_code: ErrorCode,
    /// The num partitions.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub num_partitions: i32,
    /// The replication factor.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub replication_factor: i16,
    /// The configs.
    #[kafka(versions = "5+", ignorable)]
    pub configs: Option<Vec<CreatableTopicConfigs<'a>>>,
}

/// A part of [`CreateTopicsResponse`]: creatable topic configs.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableTopicConfigs<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
    /// The read only.
    pub read_only: bool,
    /// The config source.
    #[kafka(default = -1)]
    pub config_source: i8,
    /// The is sensitive.
    pub is_sensitive: bool,
}
