//! What a backend can fail with, each variant one thing that a client can be told.

/// A backend's error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such station.
    #[error("there is no station {0:?}")]
    UnknownStation(String),
    /// The station has no such partition.
    #[error("station {station:?} has no partition {partition}")]
    UnknownPartition {
        /// The station.
        station: String,
        /// The partition asked for.
        partition: i32,
    },
    /// The station is there already.
    #[error("station {0:?} is there already")]
    StationExists(String),
    /// A name or a setting that cannot be.
    #[error("{0}")]
    InvalidSettings(String),
    /// A station name that cannot be.
    #[error("{name:?} cannot be a station's name: {reason}")]
    InvalidName {
        /// The name.
        name: String,
        /// Why not.
        reason: String,
    },
    /// The offset lies outside of what the partition has.
    #[error("offset {offset} is outside of {log_start_offset} to {high_watermark}")]
    OffsetOutOfRange {
        /// The offset asked for.
        offset: i64,
        /// The first that is there.
        log_start_offset: i64,
        /// The one after the last visible.
        high_watermark: i64,
    },
    /// The batch is damaged.
    #[error("the batch is damaged: {0}")]
    Corrupt(String),
    /// A message without a key, for a station that is compacted.
    #[error("message {index} of the batch has no key, and a station that is compacted needs one")]
    KeyMissing {
        /// Its place in the batch.
        index: usize,
    },
    /// The batch is larger than the station takes.
    #[error("a batch of {bytes} bytes is larger than the {limit_bytes} that the station takes")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The station's limit.
        limit_bytes: usize,
    },
    /// An idempotent producer's sequence number does not follow the last one (KIP-98).
    #[error("the producer's sequence {got} does not follow; {expected} was expected")]
    OutOfOrderSequence {
        /// What came.
        got: i32,
        /// What should have come.
        expected: i32,
    },
    /// A newer instance of the producer has taken over (KIP-98).
    #[error("the producer's epoch {got} is older than {current}")]
    StaleProducerEpoch {
        /// What came.
        got: i16,
        /// The newest known.
        current: i16,
    },
    /// The disk is full; writing goes on when there is room again.
    #[error("the disk is full: {0}")]
    DiskFull(String),
    /// Writing failed before, and goes on only after a restart has verified the data.
    #[error("the partition is read-only: {0}")]
    ReadOnly(String),
    /// Bytes on disk are not what was written there; the rest stays readable.
    #[error("damaged data: {0}")]
    Damaged(String),
    /// The backend cannot do this at all.
    #[error("this backend cannot {0}")]
    Unsupported(&'static str),
    /// It cannot be reached, or is closing; trying again may help.
    #[error("unavailable: {0}")]
    Unavailable(String),
}
