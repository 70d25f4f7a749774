//! The configuration file: YAML to typed sections, every problem at once with file, line and column.
//!
//! A leaf: it knows the sections that belong to the gateway as a whole (listeners, routes, limits), and hands those
//! that belong to a middleware or an upstream to their owner as a located [`Node`]. Pure but for reading files.
//!
//! # Layout
//!
//! - `tree`: the file, the environment and the command line, as one tree of located values;
//! - `check`: a tree against a JSON Schema, all differences at once, with "did you mean";
//! - `sections`: what each section of the file is, its defaults, and what must hold between them;
//! - `text`: durations, sizes, addresses and patterns as text;
//! - `schema`: the JSON Schema of the whole file, for editors.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod check;
mod environment;
mod place;
mod problem;
mod schema;
mod sections;
mod text;
mod tree;

pub use check::{did_you_mean, unknown_word};
pub use environment::Environment;
pub use place::Place;
pub use problem::{Problem, Problems};
pub use schema::schema;
pub use sections::{
    BUILT_IN, Config, Defaults, Durability, Expose, Limits, Listener, ProxyProtocol, Relay, Retention, Route, Rule,
    Section, Service, Tls,
};
pub use text::{Address, Bytes, Cidr, Duration, Glob, HostPort, TextError};
pub use tree::Node;

#[cfg(test)]
mod tests;
