//! Why a WebSocket connection ended, and the code that its client is told (RFC 6455 section 7.4.1).

use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::CapacityError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::protocols::problem::Problem;

/// Why a connection ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum End {
    /// The client closed it, by the book or not.
    #[error("the client left")]
    Left,
    /// The gateway shuts down.
    #[error("the gateway is shutting down")]
    Draining,
    /// Nothing came from the client any more, not even pongs.
    #[error("the client no longer answers pings")]
    Silent,
    /// The client does not read what it is sent.
    #[error("the client does not read")]
    Stuck,
    /// The client may not do what it came for, or it cannot be done.
    #[error("{}", .0.detail)]
    Refused(Problem),
    /// What came is no WebSocket, too large, or did not come at all.
    #[error("{0}")]
    Broken(#[from] Box<Error>),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        match error {
            Error::ConnectionClosed | Error::AlreadyClosed => Self::Left,
            error => Self::Broken(Box::new(error)),
        }
    }
}

impl End {
    /// The close code; `None` where nobody would read it.
    pub(super) fn code(&self) -> Option<CloseCode> {
        match self {
            Self::Left | Self::Silent | Self::Stuck => None,
            Self::Draining => Some(CloseCode::Away),
            Self::Refused(problem) if problem.status() >= 500 => Some(CloseCode::Error),
            Self::Refused(_) => Some(CloseCode::Policy),
            Self::Broken(error) => of_broken(error),
        }
    }
}

fn of_broken(error: &Error) -> Option<CloseCode> {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. } | CapacityError::TooManyHeaders) => Some(CloseCode::Size),
        Error::Utf8(_) => Some(CloseCode::Invalid),
        Error::Protocol(_) | Error::AttackAttempt => Some(CloseCode::Protocol),
        Error::WriteBufferFull(_) => Some(CloseCode::Error),
        Error::ConnectionClosed
        | Error::AlreadyClosed
        | Error::Io(_)
        | Error::Tls(_)
        | Error::Url(_)
        | Error::Http(_)
        | Error::HttpFormat(_) => None,
    }
}
