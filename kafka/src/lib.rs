//! The Kafka wire without I/O: frames, headers, and every message as a struct whose derive is its schema.
//! Bytes in, bytes out: no socket, no session, no meaning. What a request *does* is the broker's business.
//!
//! # Layout
//! - [`frame`], [`Frame`]: cutting the byte stream into frames, and a frame to be sent as a chain of chunks.
//! - [`header`]: the headers of requests and responses.
//! - [`messages`]: every API, a file each, and the list of them all.
//! - [`Message`], [`Request`]: a whole message in its versions; a request, its key and its response.
//! - [`wire`], [`Reader`], [`Encoder`]: how a value looks on the wire.
//! - [`ErrorCode`]: what a broker answers when something is wrong; [`Error`]: bytes that are no message.
//!
//! # Borrowing
//! A decoded message borrows its strings and small byte fields from its frame; record sets and other large byte fields
//! are [`bytes::Bytes`] that share the frame's memory. The same structs are filled for sending: with `&str` borrowed from
//! whatever the sender owns, and with shared `Bytes`, which the encoder chains into the frame without copying.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod api_key;
mod encoder;
mod error;
mod error_code;
mod frame;
pub mod header;
mod message;
pub mod messages;
mod reader;
#[cfg(test)]
mod tests;
pub mod wire;

pub use encoder::Encoder;
pub use error::{Error, Problem};
pub use error_code::ErrorCode;
pub use frame::{Frame, frame};
pub use header::{RequestHeader, ResponseHeader};
pub use kafka_derive::Message;
pub use message::{Message, Request, Versioned};
pub use messages::ApiKey;
pub use reader::Reader;
pub use wire::{Format, Wire};
