//! DeleteTopics (key 20): topics are deleted.
//!
//! KIP-4, KIP-599 (v5), KIP-516 (by topic id, v6).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// DeleteTopics (key 20): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "4+")]
pub struct DeleteTopicsRequest<'a> {
    /// The topics.
    #[kafka(versions = "6+")]
    pub topics: Vec<DeleteTopicState<'a>>,
    /// The topic names.
    #[kafka(versions = "0-5", ignorable)]
    pub topic_names: Vec<&'a str>,
    /// The timeout ms.
    pub timeout_ms: i32,
}

/// A part of [`DeleteTopicsRequest`]: delete topic state.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteTopicState<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The topic id.
    pub topic_id: Uuid,
}

/// DeleteTopics (key 20): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "4+")]
pub struct DeleteTopicsResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The responses.
    pub responses: Vec<DeletableTopicResult<'a>>,
}

/// A part of [`DeleteTopicsResponse`]: deletable topic result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeletableTopicResult<'a> {
    /// The name.
    #[kafka(nullable = "6+", default = Some(""))]
    pub name: Option<&'a str>,
    /// The topic id.
    #[kafka(versions = "6+", ignorable)]
    pub topic_id: Uuid,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    #[kafka(versions = "5+", ignorable)]
    pub error_message: Option<&'a str>,
}
