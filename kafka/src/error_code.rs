//! The codes that brokers answer with. Bytes that are no message at all are [`crate::Error`]'s business.

use std::fmt;

use crate::encoder::Encoder;
use crate::error::Error;
use crate::reader::Reader;
use crate::wire::{Format, Wire};

/// The table: number, Kafka's name, variant, whether to try again, and what it means.
macro_rules! error_codes {
    ($($(#[$default:meta])? $code:literal $name:ident $variant:ident $again:ident $meaning:literal;)*) => {
        /// What a broker answers when something is wrong, or [`ErrorCode::None`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(
                #[doc = concat!($meaning, " (", stringify!($code), ").")]
                $(#[$default])?
                $variant,
            )*
            /// A code that this crate does not know.
            Unknown(i16),
        }

        impl ErrorCode {
            /// Every known code, in the order of numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Kafka's name for it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($name),)*
                    Self::Unknown(_) => "UNKNOWN",
                }
            }

            /// What it means, for people: a sentence without its full stop.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => $meaning,)*
                    Self::Unknown(_) => "An error that is newer than this program",
                }
            }

            /// Whether the same request may succeed later, or after asking for metadata or a coordinator again.
            pub fn is_retriable(self) -> bool {
                match self {
                    $(Self::$variant => error_codes!(@ $again),)*
                    Self::Unknown(_) => false,
                }
            }
        }

        impl From<i16> for ErrorCode {
            fn from(code: i16) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    _ => Self::Unknown(code),
                }
            }
        }

        impl From<ErrorCode> for i16 {
            fn from(code: ErrorCode) -> Self {
                match code {
                    $(ErrorCode::$variant => $code,)*
                    ErrorCode::Unknown(code) => code,
                }
            }
        }
    };
    (@ retriable) => { true };
    (@ final) => { false };
}

error_codes! {
    -1 UNKNOWN_SERVER_ERROR UnknownServerError final "The broker failed in a way that it did not expect; its log says why";
    #[default] 0 NONE None final "No error";
    1 OFFSET_OUT_OF_RANGE OffsetOutOfRange final "The offset is outside what the partition has";
    2 CORRUPT_MESSAGE CorruptMessage retriable "The batch's checksum is wrong, or its format is not valid for this topic";
    3 UNKNOWN_TOPIC_OR_PARTITION UnknownTopicOrPartition retriable "There is no such topic or partition on this broker";
    4 INVALID_FETCH_SIZE InvalidFetchSize final "The fetch size is not a valid one";
    5 LEADER_NOT_AVAILABLE LeaderNotAvailable retriable "The partition has no leader at the moment";
    6 NOT_LEADER_OR_FOLLOWER NotLeaderOrFollower retriable "Another broker leads this partition, or this one has no replica of it; ask for metadata again";
    7 REQUEST_TIMED_OUT RequestTimedOut retriable "The request took longer than it was given";
    8 BROKER_NOT_AVAILABLE BrokerNotAvailable final "The broker is not there";
    9 REPLICA_NOT_AVAILABLE ReplicaNotAvailable retriable "The replica is not on this broker";
    10 MESSAGE_TOO_LARGE MessageTooLarge final "A message or batch is larger than the topic allows";
    11 STALE_CONTROLLER_EPOCH StaleControllerEpoch final "The controller has moved on to a newer epoch";
    12 OFFSET_METADATA_TOO_LARGE OffsetMetadataTooLarge final "The metadata beside a committed offset is too large";
    13 NETWORK_EXCEPTION NetworkException retriable "The connection broke before the answer";
    14 COORDINATOR_LOAD_IN_PROGRESS CoordinatorLoadInProgress retriable "The coordinator is still loading its state";
    15 COORDINATOR_NOT_AVAILABLE CoordinatorNotAvailable retriable "There is no coordinator at the moment";
    16 NOT_COORDINATOR NotCoordinator retriable "Another broker is the coordinator; look for it again";
    17 INVALID_TOPIC_EXCEPTION InvalidTopicException final "The topic's name is not a valid one, or may not be used";
    18 RECORD_LIST_TOO_LARGE RecordListTooLarge final "The batches together are larger than a segment";
    19 NOT_ENOUGH_REPLICAS NotEnoughReplicas retriable "Too few replicas are in sync to accept the write";
    20 NOT_ENOUGH_REPLICAS_AFTER_APPEND NotEnoughReplicasAfterAppend retriable "The write was stored, but by too few replicas in sync";
    21 INVALID_REQUIRED_ACKS InvalidRequiredAcks final "`acks` is none of -1, 0 and 1";
    22 ILLEGAL_GENERATION IllegalGeneration final "The group has gone on to another generation";
    23 INCONSISTENT_GROUP_PROTOCOL InconsistentGroupProtocol final "The member shares no protocol with the rest of its group";
    24 INVALID_GROUP_ID InvalidGroupId final "The group's id is not a valid one";
    25 UNKNOWN_MEMBER_ID UnknownMemberId final "The group's coordinator does not know this member";
    26 INVALID_SESSION_TIMEOUT InvalidSessionTimeout final "The session timeout is outside what the broker allows";
    27 REBALANCE_IN_PROGRESS RebalanceInProgress final "The group is rebalancing; join it again";
    28 INVALID_COMMIT_OFFSET_SIZE InvalidCommitOffsetSize final "The offset commit is too large to be kept";
    29 TOPIC_AUTHORIZATION_FAILED TopicAuthorizationFailed final "The principal may not do this to the topic";
    30 GROUP_AUTHORIZATION_FAILED GroupAuthorizationFailed final "The principal may not do this to the group";
    31 CLUSTER_AUTHORIZATION_FAILED ClusterAuthorizationFailed final "The principal may not do this to the cluster";
    32 INVALID_TIMESTAMP InvalidTimestamp final "A record's timestamp is outside what the topic allows";
    33 UNSUPPORTED_SASL_MECHANISM UnsupportedSaslMechanism final "The broker does not offer this SASL mechanism";
    34 ILLEGAL_SASL_STATE IllegalSaslState final "The request does not fit the state of the authentication";
    35 UNSUPPORTED_VERSION UnsupportedVersion final "The broker does not have this version of the API";
    36 TOPIC_ALREADY_EXISTS TopicAlreadyExists final "A topic of that name exists already";
    37 INVALID_PARTITIONS InvalidPartitions final "The number of partitions is not a valid one";
    38 INVALID_REPLICATION_FACTOR InvalidReplicationFactor final "The replication factor is less than one, or more than there are brokers";
    39 INVALID_REPLICA_ASSIGNMENT InvalidReplicaAssignment final "The assignment of replicas is not a valid one";
    40 INVALID_CONFIG InvalidConfig final "A configuration entry is not a valid one";
    41 NOT_CONTROLLER NotController retriable "Another broker is the controller";
    42 INVALID_REQUEST InvalidRequest final "The request contradicts itself or misses something";
    43 UNSUPPORTED_FOR_MESSAGE_FORMAT UnsupportedForMessageFormat final "The log's message format is too old for this";
    44 POLICY_VIOLATION PolicyViolation final "A policy of the broker forbids the request";
    45 OUT_OF_ORDER_SEQUENCE_NUMBER OutOfOrderSequenceNumber final "The batch's sequence number does not follow the last one; records between them are missing";
    46 DUPLICATE_SEQUENCE_NUMBER DuplicateSequenceNumber final "The batch was stored before";
    47 INVALID_PRODUCER_EPOCH InvalidProducerEpoch final "The producer's epoch is older than the broker's";
    48 INVALID_TXN_STATE InvalidTxnState final "The transaction is not in a state that allows this";
    49 INVALID_PRODUCER_ID_MAPPING InvalidProducerIdMapping final "The producer id does not belong to the transactional id";
    50 INVALID_TRANSACTION_TIMEOUT InvalidTransactionTimeout final "The transaction timeout is over what the broker allows";
    51 CONCURRENT_TRANSACTIONS ConcurrentTransactions retriable "Another operation on the same transaction is still going on";
    52 TRANSACTION_COORDINATOR_FENCED TransactionCoordinatorFenced final "The coordinator that sent the marker is no longer the newest";
    53 TRANSACTIONAL_ID_AUTHORIZATION_FAILED TransactionalIdAuthorizationFailed final "The principal may not use the transactional id";
    54 SECURITY_DISABLED SecurityDisabled final "The broker has no security turned on";
    55 OPERATION_NOT_ATTEMPTED OperationNotAttempted final "Nothing was tried, as another part of the request failed before";
    56 KAFKA_STORAGE_ERROR KafkaStorageError retriable "The disk failed under the log";
    57 LOG_DIR_NOT_FOUND LogDirNotFound final "The log directory is not in the broker's configuration";
    58 SASL_AUTHENTICATION_FAILED SaslAuthenticationFailed final "The credentials are wrong";
    59 UNKNOWN_PRODUCER_ID UnknownProducerId final "The broker no longer remembers the producer, whose records have been deleted";
    60 REASSIGNMENT_IN_PROGRESS ReassignmentInProgress final "The partition is being moved already";
    61 DELEGATION_TOKEN_AUTH_DISABLED DelegationTokenAuthDisabled final "Delegation tokens are turned off";
    62 DELEGATION_TOKEN_NOT_FOUND DelegationTokenNotFound final "There is no such delegation token";
    63 DELEGATION_TOKEN_OWNER_MISMATCH DelegationTokenOwnerMismatch final "The principal does not own the delegation token";
    64 DELEGATION_TOKEN_REQUEST_NOT_ALLOWED DelegationTokenRequestNotAllowed final "Delegation tokens cannot be asked for on this connection";
    65 DELEGATION_TOKEN_AUTHORIZATION_FAILED DelegationTokenAuthorizationFailed final "The principal may not do this to the delegation token";
    66 DELEGATION_TOKEN_EXPIRED DelegationTokenExpired final "The delegation token has expired";
    67 INVALID_PRINCIPAL_TYPE InvalidPrincipalType final "The type of principal is not supported";
    68 NON_EMPTY_GROUP NonEmptyGroup final "The group still has members";
    69 GROUP_ID_NOT_FOUND GroupIdNotFound final "There is no such group";
    70 FETCH_SESSION_ID_NOT_FOUND FetchSessionIdNotFound retriable "The fetch session is gone; begin a new one";
    71 INVALID_FETCH_SESSION_EPOCH InvalidFetchSessionEpoch retriable "The fetch session is at another epoch; begin a new one";
    72 LISTENER_NOT_FOUND ListenerNotFound retriable "The leader has no listener of the name that the client used";
    73 TOPIC_DELETION_DISABLED TopicDeletionDisabled final "Topics may not be deleted here";
    74 FENCED_LEADER_EPOCH FencedLeaderEpoch retriable "The client's leader epoch is older than the broker's";
    75 UNKNOWN_LEADER_EPOCH UnknownLeaderEpoch retriable "The client's leader epoch is newer than the broker's";
    76 UNSUPPORTED_COMPRESSION_TYPE UnsupportedCompressionType final "The client's version cannot read the compression of the batches";
    77 STALE_BROKER_EPOCH StaleBrokerEpoch final "The broker's epoch has changed";
    78 OFFSET_NOT_AVAILABLE OffsetNotAvailable retriable "The leader does not know its high watermark yet";
    79 MEMBER_ID_REQUIRED MemberIdRequired final "The member must join once more with the id it was given now";
    80 PREFERRED_LEADER_NOT_AVAILABLE PreferredLeaderNotAvailable retriable "The preferred leader is not there";
    81 GROUP_MAX_SIZE_REACHED GroupMaxSizeReached final "The group is full";
    82 FENCED_INSTANCE_ID FencedInstanceId final "Another member has taken over this instance id";
    83 ELIGIBLE_LEADERS_NOT_AVAILABLE EligibleLeadersNotAvailable retriable "No replica that could lead is there";
    84 ELECTION_NOT_NEEDED ElectionNotNeeded retriable "The partition has the leader that was wished for";
    85 NO_REASSIGNMENT_IN_PROGRESS NoReassignmentInProgress final "The partition is not being moved";
    86 GROUP_SUBSCRIBED_TO_TOPIC GroupSubscribedToTopic final "The group's members still read the topic";
    87 INVALID_RECORD InvalidRecord final "A record was refused by the broker's validation; the record errors say which, where the version has them";
    88 UNSTABLE_OFFSET_COMMIT UnstableOffsetCommit retriable "A transaction still decides about the offset";
    89 THROTTLING_QUOTA_EXCEEDED ThrottlingQuotaExceeded retriable "A quota is used up";
    90 PRODUCER_FENCED ProducerFenced final "A newer producer has taken over this transactional id";
    91 RESOURCE_NOT_FOUND ResourceNotFound final "There is no such resource";
    92 DUPLICATE_RESOURCE DuplicateResource final "The request names a resource twice";
    93 UNACCEPTABLE_CREDENTIAL UnacceptableCredential final "The credential does not satisfy what the broker asks of one";
    94 INCONSISTENT_VOTER_SET InconsistentVoterSet final "The sender's voters are not the receiver's";
    95 INVALID_UPDATE_VERSION InvalidUpdateVersion final "The feature level is not one that may be set";
    96 FEATURE_UPDATE_FAILED FeatureUpdateFailed final "The features could not be updated";
    97 PRINCIPAL_DESERIALIZATION_FAILURE PrincipalDeserializationFailure final "The forwarded request's principal cannot be read";
    98 SNAPSHOT_NOT_FOUND SnapshotNotFound final "There is no such snapshot";
    99 POSITION_OUT_OF_RANGE PositionOutOfRange final "The position is outside the snapshot";
    100 UNKNOWN_TOPIC_ID UnknownTopicId retriable "There is no topic with this id on this broker";
    101 DUPLICATE_BROKER_REGISTRATION DuplicateBrokerRegistration final "A broker is registered with this id already";
    102 BROKER_ID_NOT_REGISTERED BrokerIdNotRegistered final "The broker has not registered";
    103 INCONSISTENT_TOPIC_ID InconsistentTopicId retriable "The topic's id in the log is another one than in the request";
    104 INCONSISTENT_CLUSTER_ID InconsistentClusterId final "The cluster's id is another one than in the request";
    105 TRANSACTIONAL_ID_NOT_FOUND TransactionalIdNotFound final "There is no such transactional id";
    106 FETCH_SESSION_TOPIC_ID_ERROR FetchSessionTopicIdError retriable "The fetch session began with names and goes on with ids, or the other way round";
    107 INELIGIBLE_REPLICA IneligibleReplica final "The replica may not be in sync";
    108 NEW_LEADER_ELECTED NewLeaderElected final "The request led to another leader, which must be asked from now on";
    109 OFFSET_MOVED_TO_TIERED_STORAGE OffsetMovedToTieredStorage final "The offset is in tiered storage";
    110 FENCED_MEMBER_EPOCH FencedMemberEpoch final "The coordinator has fenced this member's epoch; join again";
    111 UNRELEASED_INSTANCE_ID UnreleasedInstanceId final "Another live member still holds this instance id";
    112 UNSUPPORTED_ASSIGNOR UnsupportedAssignor final "The broker does not have this assignor";
    113 STALE_MEMBER_EPOCH StaleMemberEpoch final "The member's epoch is older than the coordinator's; the next heartbeat brings the new one";
    114 MISMATCHED_ENDPOINT_TYPE MismatchedEndpointType final "The endpoint is of another kind: a broker's for a controller's or the other way round";
    115 UNSUPPORTED_ENDPOINT_TYPE UnsupportedEndpointType final "The kind of endpoint is unknown here";
    116 UNKNOWN_CONTROLLER_ID UnknownControllerId final "The controller's id is unknown";
    117 UNKNOWN_SUBSCRIPTION_ID UnknownSubscriptionId final "The client's telemetry subscription has changed; ask for it again";
    118 TELEMETRY_TOO_LARGE TelemetryTooLarge final "The metrics pushed are too large";
    119 INVALID_REGISTRATION InvalidRegistration final "The controller finds the registration not valid";
    120 TRANSACTION_ABORTABLE TransactionAbortable final "The transaction can only be aborted";
    121 INVALID_RECORD_STATE InvalidRecordState final "The record is not in a state that allows this acknowledgement";
    122 SHARE_SESSION_NOT_FOUND ShareSessionNotFound retriable "The share session is gone; begin a new one";
    123 INVALID_SHARE_SESSION_EPOCH InvalidShareSessionEpoch retriable "The share session is at another epoch; begin a new one";
    124 FENCED_STATE_EPOCH FencedStateEpoch final "The share coordinator's state is at a newer epoch";
    125 INVALID_VOTER_KEY InvalidVoterKey final "The voter's id and directory do not belong together";
    126 DUPLICATE_VOTER DuplicateVoter final "The voter is one already";
    127 VOTER_NOT_FOUND VoterNotFound final "There is no such voter";
    128 INVALID_REGULAR_EXPRESSION InvalidRegularExpression final "The regular expression is not a valid one";
    129 REBOOTSTRAP_REQUIRED RebootstrapRequired final "The client must begin from its bootstrap addresses again";
    130 STREAMS_INVALID_TOPOLOGY StreamsInvalidTopology final "The topology of the streams group is not a valid one";
    131 STREAMS_INVALID_TOPOLOGY_EPOCH StreamsInvalidTopologyEpoch final "The topology epoch of the streams group is not a valid one";
    132 STREAMS_TOPOLOGY_FENCED StreamsTopologyFenced final "The topology epoch of the streams member is out of date";
    133 SHARE_SESSION_LIMIT_REACHED ShareSessionLimitReached retriable "The broker has as many share sessions as it allows";
    134 GROUP_DELETION_FAILED GroupDeletionFailed final "The group could not be deleted";
    135 STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED StreamsTopologyDescriptionUpdateFailed final "The topology's description could not be kept";
    136 CONTROLLER_ID_NOT_REGISTERED ControllerIdNotRegistered final "The controller has not registered";
}

impl ErrorCode {
    /// Whether this is an error at all.
    pub fn is_error(self) -> bool {
        self != Self::None
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({}): {}", self.name(), i16::from(*self), self.meaning())
    }
}

impl<'a> Wire<'a> for ErrorCode {
    fn read(reader: &mut Reader<'a>, format: Format) -> Result<Self, Error> {
        i16::read(reader, format).map(Self::from)
    }

    fn write(&self, encoder: &mut Encoder, format: Format) -> Result<(), Error> {
        i16::from(*self).write(encoder, format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back_as_it_went() {
        for code in i16::MIN..=i16::MAX {
            assert_eq!(i16::from(ErrorCode::from(code)), code);
        }
    }

    #[test]
    fn numbers_follow_each_other_without_a_gap() {
        let numbers: Vec<i16> = ErrorCode::ALL.iter().copied().map(i16::from).collect();
        assert_eq!(numbers, (-1..=136).collect::<Vec<_>>());
    }

    #[test]
    fn people_are_told_name_number_and_meaning() {
        assert_eq!(ErrorCode::NotController.to_string(), "NOT_CONTROLLER (41): Another broker is the controller");
        assert!(ErrorCode::NotController.is_retriable());
        assert!(!ErrorCode::InvalidRecord.is_retriable());
    }
}
