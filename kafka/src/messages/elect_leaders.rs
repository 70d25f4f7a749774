//! ElectLeaders (key 43): partitions elect their leader anew.
//!
//! KIP-183, KIP-460 (kinds of election, v1).

use crate::{ErrorCode, Message};

/// The request of ElectLeaders (key 43).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct ElectLeadersRequest<'a> {
    /// 0 for the preferred leader, 1 for any replica even if not in sync.
    #[kafka(versions = "1+")]
    pub election_type: i8,
    /// The topics with their partitions.
    pub topic_partitions: Option<Vec<TopicPartitions<'a>>>,
    /// How long the broker may take, in milliseconds.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
}

/// One of [`ElectLeadersRequest::topic_partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartitions<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// The response of ElectLeaders (key 43).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct ElectLeadersResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    #[kafka(versions = "1+")]
    pub error_code: ErrorCode,
    /// What became of each topic.
    pub replica_election_results: Vec<ReplicaElectionResult<'a>>,
}

/// One of [`ElectLeadersResponse::replica_election_results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReplicaElectionResult<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// What became of each partition.
    pub partition_result: Vec<PartitionResult<'a>>,
}

/// One of [`ReplicaElectionResult::partition_result`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition's number.
    pub partition_id: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
