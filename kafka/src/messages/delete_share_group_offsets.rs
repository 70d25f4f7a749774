//! DeleteShareGroupOffsets (key 92): a share group forgets topics.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// DeleteShareGroupOffsets (key 92): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DeleteShareGroupOffsetsRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<DeleteShareGroupOffsetsRequestTopic<'a>>,
}

/// A part of [`DeleteShareGroupOffsetsRequest`]: delete share group offsets request topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteShareGroupOffsetsRequestTopic<'a> {
    /// The topic name.
    pub topic_name: &'a str,
}

/// DeleteShareGroupOffsets (key 92): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DeleteShareGroupOffsetsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The responses.
    pub responses: Vec<DeleteShareGroupOffsetsResponseTopic<'a>>,
}

/// A part of [`DeleteShareGroupOffsetsResponse`]: delete share group offsets response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteShareGroupOffsetsResponseTopic<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The topic id.
    pub topic_id: Uuid,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
