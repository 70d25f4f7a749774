//! AsyncAPI documents turned into compiled validators, with every problem's pointer and line.
//!
//! Bytes in, verdicts out: no I/O, no clock, no threads. A document may be hostile and so may a message; what either
//! may cost is in `limits`.
//!
//! # Layout
//! - `tree`: YAML or JSON as a tree in which every value knows where it was written
//! - `refs`: the document with the files it refers to, and what a `$ref` stands for
//! - `structure`: which object has which fields, by version
//! - `document`: the door to those three; [`Document`]
//! - `schema`: a schema of the document into a validator
//! - `spec`: channels, stations and messages, compiled; [`Spec`]
//! - `verdict`: a message held to the [`Contract`] of its station, and [`Violation`]s in words
//!
//! Direction: `spec -> document, schema, verdict -> refs -> tree`; `problem`, `words`, `suggest` serve them all.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod document;
mod limits;
mod problem;
mod refs;
mod schema;
mod spec;
mod structure;
mod suggest;
mod tree;
mod verdict;
mod words;

pub use document::{Document, Files, NoFiles};
pub use problem::{Problem, Problems};
pub use spec::{Channel, Direction, Message, Spec, StationPattern};
pub use verdict::{Contract, Headers, MessageView, NoHeaders, Part, Violation};
