//! What the gateway can fail with. Each protocol translates it to its wire in exactly one exhaustive `match`.

use middlewares::Refusal;

use crate::backends;

/// The gateway's error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The pipeline refused; nothing was stored.
    #[error("{0}")]
    Refused(Refusal),
    /// The backend failed.
    #[error("{0}")]
    Backend(#[from] backends::Error),
    /// The client may not.
    #[error("{0}")]
    Denied(String),
    /// The metadata database failed.
    #[error("the metadata database failed: {0}")]
    Metadata(#[from] ::stations::metadata::Error),
    /// A document has problems, or cannot be used.
    #[error("the document has {} problem(s)", .0.len())]
    Spec(asyncapi::Problems),
    /// No such document.
    #[error("there is no spec {0:?}")]
    UnknownSpec(String),
    /// An acknowledging consumer is not there, differs, cannot be so, or never gave that token.
    #[error("{0}")]
    Consumer(::stations::consumers::Error),
}

impl From<::stations::consumers::Error> for Error {
    /// What the store itself could not do is a backend's own error again.
    fn from(error: ::stations::consumers::Error) -> Self {
        match error {
            ::stations::consumers::Error::Store(error) => Self::Backend(error.into()),
            error => Self::Consumer(error),
        }
    }
}

impl From<Refusal> for Error {
    /// What came from beyond the pipeline is a backend's own error again.
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Undelivered(source) => match source.downcast::<backends::Error>() {
                Ok(error) => Self::Backend(*error),
                Err(source) => Self::Backend(backends::Error::Unavailable(source.to_string())),
            },
            refusal => Self::Refused(refusal),
        }
    }
}
