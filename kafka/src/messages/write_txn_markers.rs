//! WriteTxnMarkers (key 27): a transaction's coordinator writes its outcome into the partitions, between brokers.
//!
//! KIP-98, KIP-1228 (v2).

use crate::{ErrorCode, Message};

/// The request of WriteTxnMarkers (key 27).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "1+")]
pub struct WriteTxnMarkersRequest<'a> {
    /// What to write.
    pub markers: Vec<WritableTxnMarker<'a>>,
}

/// One of [`WriteTxnMarkersRequest::markers`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarker<'a> {
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    pub producer_epoch: i16,
    /// Whether the transaction is committed rather than aborted.
    pub transaction_result: bool,
    /// What is said of each topic.
    pub topics: Vec<WritableTxnMarkerTopic<'a>>,
    /// The epoch of the transaction coordinator that sends the marker.
    pub coordinator_epoch: i32,
    /// The version of the transaction protocol (KIP-1228).
    #[kafka(versions = "2+", ignorable)]
    pub transaction_version: i8,
}

/// One of [`WritableTxnMarker::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarkerTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// The partitions' numbers.
    pub partition_indexes: Vec<i32>,
}

/// The response of WriteTxnMarkers (key 27).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "1+")]
pub struct WriteTxnMarkersResponse<'a> {
    /// What to write.
    pub markers: Vec<WritableTxnMarkerResult<'a>>,
}

/// One of [`WriteTxnMarkersResponse::markers`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarkerResult<'a> {
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// What is said of each topic.
    pub topics: Vec<WritableTxnMarkerTopicResult<'a>>,
}

/// One of [`WritableTxnMarkerResult::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarkerTopicResult<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<WritableTxnMarkerPartitionResult>,
}

/// One of [`WritableTxnMarkerTopicResult::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarkerPartitionResult {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
