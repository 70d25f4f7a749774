//! Everything a consumer can answer instead of what was asked.

/// What went wrong with a consumer, and what to do about it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// No consumer of that name is on the station.
    #[error("station {station} has no consumer {consumer}")]
    NotFound {
        /// The station.
        station: String,
        /// The consumer asked for.
        consumer: String,
    },
    /// A consumer of that name is there, with another configuration.
    #[error(
        "consumer {consumer} of station {station} exists with another configuration: alter it, or use another name"
    )]
    Differs {
        /// The station.
        station: String,
        /// The consumer.
        consumer: String,
    },
    /// A name or a configuration that cannot be.
    #[error("consumer {consumer}: {reason}")]
    Invalid {
        /// The consumer.
        consumer: String,
        /// Which rule it breaks.
        reason: String,
    },
    /// An acknowledgement token that this consumer never gave.
    #[error("`{token}` is no acknowledgement token of consumer {consumer}")]
    InvalidToken {
        /// The consumer.
        consumer: String,
        /// The token.
        token: String,
    },
    /// What is kept of the consumer cannot be read.
    #[error(
        "consumer {consumer} of station {station} cannot be used: {reason}; delete it and make it again where it should go on"
    )]
    Broken {
        /// The station.
        station: String,
        /// The consumer.
        consumer: String,
        /// What is wrong.
        reason: String,
    },
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] crate::Error),
}
