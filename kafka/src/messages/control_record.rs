//! The values of control records in the log: ends of transactions, and what the metadata quorum writes. Their keys, and
//! the version before each value, belong to the record and not here.

use uuid::Uuid;

use crate::Message;

/// The end of a transaction, commit or abort; which of them is in the record's key (KIP-98).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0")]
pub struct EndTxnMarker {
    /// The epoch of the transaction coordinator that sends the marker.
    pub coordinator_epoch: i32,
}

/// A new leader of the metadata quorum (KIP-595).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct LeaderChangeMessage {
    /// The version.
    pub version: i16,
    /// The leader's node id; -1 if there is none.
    pub leader_id: i32,
    /// The voters.
    pub voters: Vec<LeaderChangeVoter>,
    /// The voters who voted for the leader.
    pub granting_voters: Vec<LeaderChangeVoter>,
}

/// One of [`LeaderChangeMessage::voters`] and [`LeaderChangeMessage::granting_voters`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderChangeVoter {
    /// The voter's node id.
    pub voter_id: i32,
    /// The id of the voter's metadata directory (KIP-853).
    #[kafka(versions = "1+")]
    pub voter_directory_id: Uuid,
}

/// The beginning of a snapshot of the metadata log (KIP-630).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct SnapshotHeaderRecord {
    /// The version.
    pub version: i16,
    /// When the last record of the snapshot was written, in milliseconds since 1970.
    pub last_contained_log_timestamp: i64,
}

/// The end of a snapshot of the metadata log (KIP-630).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct SnapshotFooterRecord {
    /// The version.
    pub version: i16,
}

/// The level of the `kraft.version` feature (KIP-853).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct KRaftVersionRecord {
    /// The version.
    pub version: i16,
    /// The level of the feature.
    pub kraft_version: i16,
}

/// The voters of the metadata quorum (KIP-853).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct VotersRecord<'a> {
    /// The version.
    pub version: i16,
    /// The voters.
    pub voters: Vec<Voter<'a>>,
}

/// One of [`VotersRecord::voters`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Voter<'a> {
    /// The voter's node id.
    pub voter_id: i32,
    /// The id of the voter's metadata directory (KIP-853).
    pub voter_directory_id: Uuid,
    /// Where the voter is reached.
    pub endpoints: Vec<Endpoint<'a>>,
    /// Which levels of the `kraft.version` feature the voter has.
    pub kraft_version_feature: KRaftVersionFeature,
}

/// One of [`Voter::endpoints`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Endpoint<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}

/// What stands in [`Voter::kraft_version_feature`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct KRaftVersionFeature {
    /// The lowest level of the feature that is supported.
    pub min_supported_version: i16,
    /// The highest level of the feature that is supported.
    pub max_supported_version: i16,
}
