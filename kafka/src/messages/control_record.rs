//! The values of control records in the log: ends of transactions, and what the metadata quorum writes. Their keys, and
//! the version before each value, belong to the record and not here.

use uuid::Uuid;

use crate::Message;

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0")]
pub struct EndTxnMarker {
    /// The coordinator epoch.
    pub coordinator_epoch: i32,
}

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct LeaderChangeMessage {
    /// The version.
    pub version: i16,
    /// The leader id.
    pub leader_id: i32,
    /// The voters.
    pub voters: Vec<LeaderChangeVoter>,
    /// The granting voters.
    pub granting_voters: Vec<LeaderChangeVoter>,
}

/// A part of [`LeaderChangeMessage`]: leader change voter.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderChangeVoter {
    /// The voter id.
    pub voter_id: i32,
    /// The voter directory id.
    #[kafka(versions = "1+")]
    pub voter_directory_id: Uuid,
}

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct SnapshotHeaderRecord {
    /// The version.
    pub version: i16,
    /// The last contained log timestamp.
    pub last_contained_log_timestamp: i64,
}

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct SnapshotFooterRecord {
    /// The version.
    pub version: i16,
}

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct KRaftVersionRecord {
    /// The version.
    pub version: i16,
    /// The kraft version.
    pub kraft_version: i16,
}

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct VotersRecord<'a> {
    /// The version.
    pub version: i16,
    /// The voters.
    pub voters: Vec<Voter<'a>>,
}

/// A part of [`VotersRecord`]: voter.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Voter<'a> {
    /// The voter id.
    pub voter_id: i32,
    /// The voter directory id.
    pub voter_directory_id: Uuid,
    /// The endpoints.
    pub endpoints: Vec<Endpoint<'a>>,
    /// The kraft version feature.
    pub kraft_version_feature: KRaftVersionFeature,
}

/// A part of [`VotersRecord`]: endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Endpoint<'a> {
    /// The name.
    pub name: &'a str,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// A part of [`VotersRecord`]: kRaft version feature.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct KRaftVersionFeature {
    /// The min supported version.
    pub min_supported_version: i16,
    /// The max supported version.
    pub max_supported_version: i16,
}
