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
//!
//! # Example
//! ```
//! use bytes::BytesMut;
//! use kafka::messages::{HeartbeatRequest, HeartbeatResponse};
//! use kafka::{ApiKey, ErrorCode, Frame, Message, Reader, RequestHeader, frame};
//!
//! # fn main() -> Result<(), kafka::Error> {
//! let asked = HeartbeatRequest { group_id: "lamps", member_id: "m-1", generation_id: 3, ..Default::default() };
//! let mut received = BytesMut::from(&Frame::request(7, Some("kcat"), 4, &asked)?.to_vec()[..]);
//!
//! let Some(payload) = frame(&mut received, 1024)? else { return Ok(()) };
//! let mut reader = Reader::new(&payload);
//! let header = RequestHeader::read(&mut reader)?;
//! assert_eq!((header.api_key, header.api_version), (ApiKey::Heartbeat, 4));
//! let heartbeat = HeartbeatRequest::decode(reader, header.api_version)?;
//! assert_eq!(heartbeat, asked);
//!
//! let answer = HeartbeatResponse { error_code: ErrorCode::RebalanceInProgress, ..Default::default() };
//! let sent = header.respond(&answer)?;
//! assert_eq!(sent.to_vec(), [0, 0, 0, 12, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 27, 0]);
//! # Ok(())
//! # }
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

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
