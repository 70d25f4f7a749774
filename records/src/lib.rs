//! The record batch: Kafka's v2 batch as borrowed views, building, editing and compression.
//!
//! Bytes in, bytes out: no I/O, no clock, no knowledge of stations or of the wire around a batch.
//! Nothing is decoded until somebody asks, and nothing is encoded again unless somebody edited it.
//!
//! # Layout
//! - `batch`: [`Batch`], the encoded bytes beside their parsed [`Header`]: what travels from socket
//!   to disk to socket
//! - `header`: the 61 bytes in front of every batch, and their [`Attributes`]
//! - `record`: [`Opened`] records walked as borrowed [`Record`] views, without an allocation
//! - `builder`: [`Builder`], new batches out of records
//! - `draft`: [`Draft`], a batch that middlewares look at and edit, encoded again at most once
//! - [`compression`]: the four codecs, each bounded when it opens
//! - [`legacy`]: message sets of magic 0 and 1, read and turned into batches
//! - `error`: everything that can be wrong with all of these
//! - `cursor`, `varint`, `encode`: reading and writing single fields
//!
//! The format is that of Kafka's "Record Batch" documentation and KIP-98; message sets are those of
//! KIP-31 and KIP-32.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod batch;
mod builder;
pub mod compression;
mod cursor;
mod draft;
mod encode;
mod error;
mod header;
pub mod legacy;
mod record;
mod varint;

#[cfg(test)]
mod tests;

pub use batch::{Batch, magic};
pub use builder::Builder;
pub use compression::Codec;
pub use draft::{Draft, RecordEdit, RecordView};
pub use error::Error;
pub use header::{Attributes, HEADER_BYTES, Header, TimestampType};
pub use record::{Headers, Opened, Record, Records};
