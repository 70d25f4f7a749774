//! From what went wrong to the code that clients understand: so that they try again what can be tried again, and give
//! up on the rest. Every match is exhaustive, so that a new error forces a decision here.

use kafka::ErrorCode;
use middlewares::Refusal;

use crate::gateway::groups;
use crate::{backends, gateway};

/// The code of a gateway's error.
pub(super) fn code(error: &gateway::Error) -> ErrorCode {
    match error {
        gateway::Error::Refused(refusal) => of_refusal(refusal),
        gateway::Error::Backend(error) => of_backend(error),
        gateway::Error::Denied(_) => ErrorCode::TopicAuthorizationFailed,
        gateway::Error::Metadata(_) => ErrorCode::KafkaStorageError,
        // Documents and acknowledging consumers are not managed by this protocol.
        gateway::Error::Spec(_) | gateway::Error::UnknownSpec(_) | gateway::Error::Consumer(_) => {
            ErrorCode::InvalidRequest
        }
    }
}

fn of_refusal(refusal: &Refusal) -> ErrorCode {
    match refusal {
        Refusal::Invalid { .. } => ErrorCode::InvalidRecord,
        Refusal::Throttled { .. } => ErrorCode::ThrottlingQuotaExceeded,
        Refusal::Unreadable(error) => of_records(error),
        // The gateway has turned it into its backend's own error.
        Refusal::Undelivered(_) => ErrorCode::UnknownServerError,
    }
}

/// The code of bytes that are no good batch.
pub(super) fn of_records(error: &records::Error) -> ErrorCode {
    use records::Error;
    match error {
        Error::BadCrc { .. } | Error::Truncated { .. } | Error::Decompress { .. } => ErrorCode::CorruptMessage,
        Error::BadMagic { .. } | Error::Malformed { .. } => ErrorCode::InvalidRecord,
        Error::UnknownCodec { .. } => ErrorCode::UnsupportedCompressionType,
        Error::TooLarge { .. } => ErrorCode::MessageTooLarge,
        Error::Compress { .. } => ErrorCode::UnknownServerError,
    }
}

fn of_backend(error: &backends::Error) -> ErrorCode {
    use backends::Error;
    match error {
        Error::UnknownStation(_) | Error::UnknownPartition { .. } => ErrorCode::UnknownTopicOrPartition,
        Error::StationExists(_) => ErrorCode::TopicAlreadyExists,
        Error::InvalidSettings(_) => ErrorCode::InvalidConfig,
        Error::InvalidName { .. } => ErrorCode::InvalidTopicException,
        Error::OffsetOutOfRange { .. } => ErrorCode::OffsetOutOfRange,
        // A consumer is told: over a storage error it would ask again in silence, for ever.
        Error::Corrupt(_) | Error::Damaged(_) => ErrorCode::CorruptMessage,
        Error::KeyMissing { .. } => ErrorCode::InvalidRecord,
        Error::TooLarge { .. } => ErrorCode::MessageTooLarge,
        Error::OutOfOrderSequence { .. } => ErrorCode::OutOfOrderSequenceNumber,
        Error::StaleProducerEpoch { .. } => ErrorCode::InvalidProducerEpoch,
        Error::DiskFull(_) => ErrorCode::KafkaStorageError,
        // Retriable, and the one code by which librdkafka knows that the batch may be in the log: it is sent again as it was.
        // After KAFKA_STORAGE_ERROR it cuts its batches anew, and no duplicate is known by its sequence any more.
        Error::ReadOnly(_) => ErrorCode::NotEnoughReplicasAfterAppend,
        Error::Unsupported(_) => ErrorCode::InvalidRequest,
        Error::Unavailable(_) => ErrorCode::LeaderNotAvailable,
    }
}

/// The code of a group's error.
pub(super) fn of_group(error: &groups::Error) -> ErrorCode {
    use groups::Error;
    match error {
        Error::InvalidGroup => ErrorCode::InvalidGroupId,
        Error::UnknownGroup(_) => ErrorCode::GroupIdNotFound,
        Error::NotEmpty(_) => ErrorCode::NonEmptyGroup,
        Error::UnknownMember(_) => ErrorCode::UnknownMemberId,
        Error::MemberIdRequired(_) => ErrorCode::MemberIdRequired,
        Error::Fenced(_) => ErrorCode::FencedInstanceId,
        Error::IllegalGeneration { .. } => ErrorCode::IllegalGeneration,
        Error::Rebalancing => ErrorCode::RebalanceInProgress,
        Error::InconsistentProtocol => ErrorCode::InconsistentGroupProtocol,
        Error::SessionTimeout { .. } => ErrorCode::InvalidSessionTimeout,
        Error::Full { .. } => ErrorCode::GroupMaxSizeReached,
        Error::TooManyGroups { .. } => ErrorCode::PolicyViolation,
        Error::Oversized { .. } => ErrorCode::InvalidRequest,
        Error::MetadataTooLarge { .. } => ErrorCode::OffsetMetadataTooLarge,
        Error::Metadata(_) => ErrorCode::CoordinatorNotAvailable,
    }
}
