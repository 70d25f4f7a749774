//! ShareFetch (key 78): records come out of a share group, to be acknowledged one by one.
//!
//! KIP-932, KIP-1206 and KIP-1222 (v2).

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ShareFetch (key 78).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1-2", flexible = "1+")]
pub struct ShareFetchRequest<'a> {
    /// The group's name.
    pub group_id: Option<&'a str>,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: Option<&'a str>,
    /// The share session's epoch: 0 begins one, -1 ends it.
    pub share_session_epoch: i32,
    /// How long to wait for `min_bytes`, in milliseconds.
    pub max_wait_ms: i32,
    /// How many bytes must be there before the answer is sent, if the wait does not end first.
    pub min_bytes: i32,
    /// How many bytes the answer may have, but for a single batch that is larger (KIP-74).
    #[kafka(default = i32::MAX)]
    pub max_bytes: i32,
    /// How many records the answer should have.
    pub max_records: i32,
    /// How many records the ranges of acquired records should have.
    pub batch_size: i32,
    /// 0 for whole batches, 1 for the limit of records to be exact (KIP-1206).
    #[kafka(versions = "2+", ignorable)]
    pub share_acquire_mode: i8,
    /// Whether some acknowledgement only renews its lock (KIP-1222).
    #[kafka(versions = "2+")]
    pub is_renew_ack: bool,
    /// What is said of each topic.
    pub topics: Vec<FetchTopic>,
    /// What the session leaves out from now on.
    pub forgotten_topics_data: Vec<ForgottenTopic>,
}

/// One of [`ShareFetchRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchTopic {
    /// The topic's id, from version 13 on (KIP-516).
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<FetchPartition>,
}

/// One of [`FetchTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchPartition {
    /// The partition's number.
    pub partition_index: i32,
    /// Ranges of records that are acknowledged.
    pub acknowledgement_batches: Vec<AcknowledgementBatch>,
}

/// One of [`FetchPartition::acknowledgement_batches`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcknowledgementBatch {
    /// The first offset, which belongs to it.
    pub first_offset: i64,
    /// The last offset, which belongs to it.
    pub last_offset: i64,
    /// For each record, or once for all: 0 gap, 1 accept, 2 release, 3 reject, 4 renew.
    pub acknowledge_types: Vec<i8>,
}

/// One of [`ShareFetchRequest::forgotten_topics_data`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ForgottenTopic {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// The response of ShareFetch (key 78).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1-2", flexible = "1+")]
pub struct ShareFetchResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// How long records stay locked to the member that got them, in milliseconds.
    pub acquisition_lock_timeout_ms: i32,
    /// What became of each.
    pub responses: Vec<ShareFetchableTopicResponse<'a>>,
    /// Where the new leaders named above are reached (KIP-951).
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// One of [`ShareFetchResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ShareFetchableTopicResponse<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionData<'a>>,
}

/// One of [`ShareFetchableTopicResponse::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// Why acknowledgements failed, or [`ErrorCode::None`].
    pub acknowledge_error_code: ErrorCode,
    /// Why acknowledgements failed, for people.
    pub acknowledge_error_message: Option<&'a str>,
    /// Who leads the partition now, when the request went to somebody else (KIP-951).
    pub current_leader: LeaderIdAndEpoch,
    /// Batches as they stand in the log, the last perhaps cut before version 4; null or empty for none.
    pub records: Bytes,
    /// The ranges of records that are locked to the member now.
    pub acquired_records: Vec<AcquiredRecords>,
}

/// What stands in [`PartitionData::current_leader`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader's node id; -1 if unknown.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
}

/// One of [`PartitionData::acquired_records`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcquiredRecords {
    /// The first offset, which belongs to it.
    pub first_offset: i64,
    /// The last offset, which belongs to it.
    pub last_offset: i64,
    /// How often the records were delivered.
    pub delivery_count: i16,
}

/// One of [`ShareFetchResponse::node_endpoints`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node's id.
    pub node_id: i32,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// The node's rack; null if it has none.
    pub rack: Option<&'a str>,
}
