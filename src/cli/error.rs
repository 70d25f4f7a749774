//! What a verb can fail with, in words for whoever typed it: what happened, and what to do.

use std::io;
use std::path::PathBuf;

use super::client::Problem;
use super::target::Target;

/// The command line's error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for cannot be; exit code 2.
    #[error("{0}")]
    Misuse(String),
    /// It was all said on standard error already, line by line.
    #[error("failed")]
    Said,
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Standard input cannot be used as messages.
    #[error("{name}, line {line}: {message}")]
    Input {
        /// The file, or `standard input`.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// Standard output cannot be written.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
    /// Nobody answers at the address.
    #[error("cannot reach {target}: {source}\nIs a gateway running there? `waystation serve` starts one.")]
    Unreachable {
        /// The address.
        target: Target,
        /// Why.
        source: io::Error,
    },
    /// TLS with the address failed.
    #[error("TLS with {target} failed: {message}")]
    Tls {
        /// The address.
        target: Target,
        /// Why, and what to do.
        message: String,
    },
    /// The connection broke, or what answers there does not speak the protocol.
    #[error("{target} does not answer in {protocol}: {message}")]
    Conversation {
        /// The address.
        target: Target,
        /// What was spoken.
        protocol: &'static str,
        /// What happened.
        message: String,
    },
    /// The gateway answered with a problem (RFC 9457).
    #[error("{0}")]
    Problem(Problem),
    /// The Kafka client failed.
    #[error("Kafka at {target}: {message}")]
    Kafka {
        /// The address.
        target: Target,
        /// What it says.
        message: String,
    },
    /// The store's files cannot be worked on.
    #[error(transparent)]
    Store(#[from] ::stations::Error),
    /// The gateway itself failed.
    #[error(transparent)]
    Run(#[from] crate::run::Error),
    /// The process cannot have threads or timers.
    #[error("cannot start: {0}")]
    Runtime(io::Error),
}

impl Error {
    /// 1 failed, 2 misuse.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Misuse(_)) { 2 } else { 1 }
    }

    /// Whoever read our output has enough of it, as `head` has: no failure.
    pub fn is_reader_gone(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
