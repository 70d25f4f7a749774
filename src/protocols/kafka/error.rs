//! Why a connection was closed by us: what cannot be answered within the protocol.

use std::time::Duration;

use kafka::ApiKey;

/// The reason, for the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The client sent bytes that are no request, or one that cannot be answered.
    #[error("{0}")]
    Wire(#[from] kafka::Error),
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Io(#[from] std::io::Error),
    /// It ended within a request.
    #[error("the client left {bytes} bytes into a request")]
    Cut {
        /// How much of the request had come.
        bytes: usize,
    },
    /// The client asks for an API that was not advertised.
    #[error("the client asked for {0}, which is not served here")]
    UnknownApi(ApiKey),
    /// The client asks for a version that was not advertised.
    #[error("the client asked for {api} in version {version}, and {first} to {last} are served")]
    UnsupportedVersion {
        /// The API.
        api: ApiKey,
        /// The version asked for.
        version: i16,
        /// The first that is served.
        first: i16,
        /// The last that is served.
        last: i16,
    },
    /// The listener lets nobody in who has not said who they are.
    #[error("{0}")]
    Denied(#[from] crate::identity::Denied),
    /// A produce request without acknowledgement failed: closing is the only way to tell (as Kafka does).
    #[error("a produce request with acks=0 failed: {0}")]
    Unacknowledged(String),
    /// The client said nothing for too long.
    #[error("nothing was asked for {} s", after.as_secs())]
    Idle {
        /// For how long.
        after: Duration,
    },
    /// The client does not read its answers.
    #[error("the client has read nothing of its answers for {} s", after.as_secs())]
    Unread {
        /// For how long.
        after: Duration,
    },
}
