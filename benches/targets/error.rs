//! Why a measurement is missing. Nothing here fails the run: a peer that is absent or breaks is left out, loudly.

/// Why a contestant could not be measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A peer is not on this machine.
    #[error("not installed: skipped ({how})")]
    Absent {
        /// How to install it.
        how: &'static str,
    },
    /// Something did not work that should have; the text says what and where.
    #[error("{0}")]
    Failed(String),
}

impl Error {
    /// Says what was being done when something else failed.
    pub(crate) fn during<E: std::fmt::Display>(what: impl std::fmt::Display) -> impl FnOnce(E) -> Self {
        move |error| Self::Failed(format!("{what}: {error}"))
    }
}
