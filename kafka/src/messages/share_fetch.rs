//! ShareFetch (key 78): records come out of a share group, to be acknowledged one by one.
//!
//! KIP-932, KIP-1206 and KIP-1222 (v2).

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ShareFetch (key 78): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1-2", flexible = "1+")]
pub struct ShareFetchRequest<'a> {
    /// The group id.
    pub group_id: Option<&'a str>,
    /// The member id.
    pub member_id: Option<&'a str>,
    /// The share session epoch.
    pub share_session_epoch: i32,
    /// The max wait ms.
    pub max_wait_ms: i32,
    /// The min bytes.
    pub min_bytes: i32,
    /// The max bytes.
    #[kafka(default = i32::MAX)]
    pub max_bytes: i32,
    /// The max records.
    pub max_records: i32,
    /// The batch size.
    pub batch_size: i32,
    /// The share acquire mode.
    #[kafka(versions = "2+", ignorable)]
    pub share_acquire_mode: i8,
    /// The is renew ack.
    #[kafka(versions = "2+")]
    pub is_renew_ack: bool,
    /// The topics.
    pub topics: Vec<FetchTopic>,
    /// The forgotten topics data.
    pub forgotten_topics_data: Vec<ForgottenTopic>,
}

/// A part of [`ShareFetchRequest`]: fetch topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchTopic {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<FetchPartition>,
}

/// A part of [`ShareFetchRequest`]: fetch partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchPartition {
    /// The partition index.
    pub partition_index: i32,
    /// The acknowledgement batches.
    pub acknowledgement_batches: Vec<AcknowledgementBatch>,
}

/// A part of [`ShareFetchRequest`]: acknowledgement batch.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcknowledgementBatch {
    /// The first offset.
    pub first_offset: i64,
    /// The last offset.
    pub last_offset: i64,
    /// The acknowledge types.
    pub acknowledge_types: Vec<i8>,
}

/// A part of [`ShareFetchRequest`]: forgotten topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ForgottenTopic {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// ShareFetch (key 78): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1-2", flexible = "1+")]
pub struct ShareFetchResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The acquisition lock timeout ms.
    pub acquisition_lock_timeout_ms: i32,
    /// The responses.
    pub responses: Vec<ShareFetchableTopicResponse<'a>>,
    /// The node endpoints.
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// A part of [`ShareFetchResponse`]: share fetchable topic response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ShareFetchableTopicResponse<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionData<'a>>,
}

/// A part of [`ShareFetchResponse`]: partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The acknowledge error code.
    pub acknowledge_error_code: ErrorCode,
    /// The acknowledge error message.
    pub acknowledge_error_message: Option<&'a str>,
    /// The current leader.
    pub current_leader: LeaderIdAndEpoch,
    /// The records.
    pub records: Bytes,
    /// The acquired records.
    pub acquired_records: Vec<AcquiredRecords>,
}

/// A part of [`ShareFetchResponse`]: leader id and epoch.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
}

/// A part of [`ShareFetchResponse`]: acquired records.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcquiredRecords {
    /// The first offset.
    pub first_offset: i64,
    /// The last offset.
    pub last_offset: i64,
    /// The delivery count.
    pub delivery_count: i16,
}

/// A part of [`ShareFetchResponse`]: node endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node id.
    pub node_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: i32,
    /// The rack.
    pub rack: Option<&'a str>,
}
