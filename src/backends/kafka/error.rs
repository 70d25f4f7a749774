//! What librdkafka says, as a backend's error: what may pass by itself is `Unavailable`, the rest has its own name.

use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use crate::backends::Error;

/// An error about one station.
pub(super) fn of_station(station: &str, error: &KafkaError) -> Error {
    match error.rdkafka_error_code() {
        Some(code) => of_code(station, code),
        None => Error::Unavailable(format!("the upstream cluster: {error}")),
    }
}

/// An error code about one station.
pub(super) fn of_code(station: &str, code: RDKafkaErrorCode) -> Error {
    use RDKafkaErrorCode as Code;
    match code {
        Code::UnknownTopic | Code::UnknownTopicOrPartition => Error::UnknownStation(station.to_owned()),
        Code::UnknownPartition => Error::UnknownPartition { station: station.to_owned(), partition: -1 },
        Code::TopicAlreadyExists => Error::StationExists(station.to_owned()),
        Code::InvalidTopic => {
            Error::InvalidName { name: station.to_owned(), reason: "the upstream cluster refuses it".to_owned() }
        }
        Code::InvalidPartitions | Code::InvalidReplicationFactor | Code::InvalidConfig | Code::PolicyViolation => {
            Error::InvalidSettings(format!("the upstream cluster refuses station {station}'s settings: {code}"))
        }
        Code::MessageSizeTooLarge => Error::Corrupt(format!("larger than the upstream cluster takes: {code}")),
        Code::InvalidMessage | Code::InvalidRecord => Error::Corrupt(format!("the upstream cluster says {code}")),
        code => Error::Unavailable(format!("the upstream cluster says {code}")),
    }
}
