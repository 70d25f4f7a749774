//! CreateTopics (key 19): topics are made.
//!
//! KIP-4, KIP-464 (default counts, v4), KIP-525 (configs in the answer, v5), KIP-599 (v6), KIP-516 (topic ids, v7).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of CreateTopics (key 19).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-7", flexible = "5+")]
pub struct CreateTopicsRequest<'a> {
    /// The topics to make.
    pub topics: Vec<CreatableTopic<'a>>,
    /// How long to wait until the topics are there, in milliseconds.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
    /// Whether to check only, and change nothing.
    #[kafka(versions = "1+")]
    pub validate_only: bool,
}

/// One of [`CreateTopicsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// How many partitions it has; -1 for the broker's default or a manual assignment.
    pub num_partitions: i32,
    /// How many replicas each partition has; -1 for the broker's default or a manual assignment.
    pub replication_factor: i16,
    /// Which replicas each partition gets; empty to let the broker choose.
    pub assignments: Vec<CreatableReplicaAssignment>,
    /// Its configuration entries.
    pub configs: Vec<CreatableTopicConfig<'a>>,
}

/// One of [`CreatableTopic::assignments`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableReplicaAssignment {
    /// The partition's number.
    pub partition_index: i32,
    /// The brokers' node ids.
    pub broker_ids: Vec<i32>,
}

/// One of [`CreatableTopic::configs`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableTopicConfig<'a> {
    /// Its name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
}

/// The response of CreateTopics (key 19).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-7", flexible = "5+")]
pub struct CreateTopicsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "2+", ignorable)]
    pub throttle_time_ms: i32,
    /// What became of each topic.
    pub topics: Vec<CreatableTopicResult<'a>>,
}

/// One of [`CreateTopicsResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableTopicResult<'a> {
    /// Its name.
    pub name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "7+", ignorable)]
    pub topic_id: Uuid,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    #[kafka(versions = "1+", ignorable)]
    pub error_message: Option<&'a str>,
    /// Why the configuration is not told, or [`ErrorCode::None`].
    #[kafka(tag = 0, versions = "5+", ignorable)]
    pub topic_config_error_code: ErrorCode,
    /// How many partitions it has; -1 for the broker's default or a manual assignment.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub num_partitions: i32,
    /// How many replicas each partition has; -1 for the broker's default or a manual assignment.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub replication_factor: i16,
    /// Its configuration entries.
    #[kafka(versions = "5+", ignorable)]
    pub configs: Option<Vec<CreatableTopicConfigs<'a>>>,
}

/// One of [`CreatableTopicResult::configs`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatableTopicConfigs<'a> {
    /// Its name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
    /// Whether the entry cannot be changed while the broker runs.
    pub read_only: bool,
    /// Where the value comes from, by number (KIP-226).
    #[kafka(default = -1)]
    pub config_source: i8,
    /// Whether the value is a secret; it is null then.
    pub is_sensitive: bool,
}
