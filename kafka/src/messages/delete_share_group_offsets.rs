//! DeleteShareGroupOffsets (key 92): a share group forgets topics.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of DeleteShareGroupOffsets (key 92).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DeleteShareGroupOffsetsRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<DeleteShareGroupOffsetsRequestTopic<'a>>,
}

/// One of [`DeleteShareGroupOffsetsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteShareGroupOffsetsRequestTopic<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
}

/// The response of DeleteShareGroupOffsets (key 92).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DeleteShareGroupOffsetsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What became of each.
    pub responses: Vec<DeleteShareGroupOffsetsResponseTopic<'a>>,
}

/// One of [`DeleteShareGroupOffsetsResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteShareGroupOffsetsResponseTopic<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
