//! AsyncAPI documents turned into compiled validators, with every problem's pointer and line.
//!
//! Bytes in, verdicts out: no I/O, no clock, no threads. A document may be hostile and so may a message.
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
mod problem;
mod spec;
mod verdict;

pub use document::{Document, Files, NoFiles};
pub use problem::{Problem, Problems};
pub use spec::{Channel, Direction, Message, Spec, StationPattern};
pub use verdict::{Contract, Headers, MessageView, NoHeaders, Part, Violation};
