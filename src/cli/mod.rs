//! The command line: a file a verb. `serve` and `check` work on a configuration, `stations verify` on files; all others talk to a running gateway
//! by its own protocols, as any client would, and know nothing of its inside.
//!
//! # Layout
//!
//! - [`serve`], [`check`]: the gateway itself, and its configuration.
//! - [`produce`], [`consume`], [`watch`]: messages in, out, and as they pass.
//! - [`stations`], [`specs`]: what there is, and the documents it is held to. [`completions`]: for shells.
//! - `target`, `dial`, `client`: where a gateway is, the way there, and its HTTP API; `kafka`: any broker by Kafka.
//! - `message`: a message with where it lies; `terminal`: colours, tables, progress; [`error`]: what can fail.

pub mod check;
mod client;
pub mod completions;
pub mod consume;
mod dial;
pub mod error;
#[cfg(feature = "rdkafka")]
mod kafka;
#[cfg(not(feature = "rdkafka"))]
#[path = "kafka_absent.rs"]
mod kafka;
mod message;
pub mod produce;
pub mod serve;
pub mod specs;
pub mod stations;
mod target;
mod terminal;
pub mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

pub use error::Error;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "waystation", version, about, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

const EXAMPLES: &str = "\
Examples:
  waystation serve                                     everything on 127.0.0.1:9092, data in ./waystation-data
  echo '{\"lumens\": 100}' | waystation produce lights   a message into the station `lights`
  waystation consume lights                            and back
  waystation watch                                     see every message as it passes

Exit codes: 0 fine, 1 failed, 2 the command line is wrong.";

/// The verbs. Adding one is its file and a line here, and one in `main.rs`.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Run the gateway
    Serve(serve::Serve),
    /// Check a configuration file, or print its JSON Schema
    Check(check::Check),
    /// Send messages to a station
    Produce(produce::Produce),
    /// Read messages from a station
    Consume(consume::Consume),
    /// See messages as they pass, with what is wrong with them
    Watch(watch::Watch),
    /// List, show, create, alter, purge, delete and verify stations
    Stations(stations::Stations),
    /// List, show, upload, delete and check AsyncAPI documents
    Specs(specs::Specs),
    /// Print a completion script for a shell
    Completions(completions::Completions),
}

/// How a client verb speaks to the gateway, or to any broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Protocol {
    /// Waystation's HTTP API: tells of every message by itself what became of it and why
    Http,
    /// The Kafka protocol: speaks to any Kafka broker as well
    Kafka,
}

/// Runs an asynchronous verb to its end.
pub fn wait<T>(verb: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::Runtime)?;
    runtime.block_on(verb)
}

/// What the shell is told; an error is said on standard error first.
pub fn exit_code(outcome: Result<(), Error>) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    if error.is_reader_gone() {
        return ExitCode::SUCCESS;
    }
    if !matches!(error, Error::Said) {
        let style = terminal::stderr().error();
        eprintln!("{style}error:{style:#} {error}");
    }
    ExitCode::from(error.exit_code())
}
