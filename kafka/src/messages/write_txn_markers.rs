//! WriteTxnMarkers (key 27): a transaction's coordinator writes its outcome into the partitions, between brokers.
//!
//! KIP-98, KIP-1228 (v2).

use crate::{ErrorCode, Message};

/// WriteTxnMarkers (key 27): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "1+")]
pub struct WriteTxnMarkersRequest<'a> {
    /// The markers.
    pub markers: Vec<WritableTxnMarker<'a>>,
}

/// A part of [`WriteTxnMarkersRequest`]: writable txn marker.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarker<'a> {
    /// The producer id.
    pub producer_id: i64,
    /// The producer epoch.
    pub producer_epoch: i16,
    /// The transaction result.
    pub transaction_result: bool,
    /// The topics.
    pub topics: Vec<WritableTxnMarkerTopic<'a>>,
    /// The coordinator epoch.
    pub coordinator_epoch: i32,
    /// The transaction version.
    #[kafka(versions = "2+", ignorable)]
    pub transaction_version: i8,
}

/// A part of [`WriteTxnMarkersRequest`]: writable txn marker topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarkerTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partition indexes.
    pub partition_indexes: Vec<i32>,
}

/// WriteTxnMarkers (key 27): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "1+")]
pub struct WriteTxnMarkersResponse<'a> {
    /// The markers.
    pub markers: Vec<WritableTxnMarkerResult<'a>>,
}

/// A part of [`WriteTxnMarkersResponse`]: writable txn marker result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarkerResult<'a> {
    /// The producer id.
    pub producer_id: i64,
    /// The topics.
    pub topics: Vec<WritableTxnMarkerTopicResult<'a>>,
}

/// A part of [`WriteTxnMarkersResponse`]: writable txn marker topic result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarkerTopicResult<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<WritableTxnMarkerPartitionResult>,
}

/// A part of [`WriteTxnMarkersResponse`]: writable txn marker partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WritableTxnMarkerPartitionResult {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
