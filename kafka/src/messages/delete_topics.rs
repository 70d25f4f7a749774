//! DeleteTopics (key 20): topics are deleted.
//!
//! KIP-4, KIP-599 (v5), KIP-516 (by topic id, v6).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of DeleteTopics (key 20).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "4+")]
pub struct DeleteTopicsRequest<'a> {
    /// The topics to delete, by name or by id.
    #[kafka(versions = "6+")]
    pub topics: Vec<DeleteTopicState<'a>>,
    /// The topics' names.
    #[kafka(versions = "0-5", ignorable)]
    pub topic_names: Vec<&'a str>,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
}

/// One of [`DeleteTopicsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteTopicState<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
}

/// The response of DeleteTopics (key 20).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "4+")]
pub struct DeleteTopicsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// What became of each.
    pub responses: Vec<DeletableTopicResult<'a>>,
}

/// One of [`DeleteTopicsResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeletableTopicResult<'a> {
    /// Its name.
    #[kafka(nullable = "6+", default = Some(""))]
    pub name: Option<&'a str>,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "6+", ignorable)]
    pub topic_id: Uuid,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    #[kafka(versions = "5+", ignorable)]
    pub error_message: Option<&'a str>,
}
