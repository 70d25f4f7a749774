//! The station store: a durable, partitioned, append-only log of record batches, and the metadata database beside it.
//! It knows nothing of protocols, groups or pipelines; bytes on its disk are bytes on the wire.
//!
//! # Layout
//!
//! Top-down: each room uses only those below it.
//!
//! - [`Store`] (`store/`): a data directory, its lock, its format, its catalogue of stations, its threads.
//! - [`consumers`]: reading per message instead of per offset; acknowledged, redelivered, dead-lettered.
//! - [`Station`] (`station.rs`): a name, an identity, settings and partitions.
//! - [`Partition`] (`partition/`): append, read, look up, trim, recover; one append-only log.
//! - `flusher.rs`, `housekeeper.rs`: the threads that write and sync, and those that forget.
//! - `segment/`: one log file, its sparse index, and the walk over its batches.
//! - [`verify`]: looking through a stopped store, and repairing it.
//! - [`metadata`]: small facts (settings, offsets, users, specs), compared and swapped, durable, watched by prefix.
//! - [`disk`]: the one trait all I/O goes through; real, in memory, and simulated with faults.
//!
//! The on-disk format and the reasons for it are in `docs/decisions/0002-the-log.md`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod consumers;
pub mod disk;
mod error;
mod flusher;
/// The checker that all fault tests of the project share; here the state machine logs to it.
#[cfg(test)]
#[path = "../../tests/history/mod.rs"]
mod history;
mod housekeeper;
pub mod metadata;
mod partition;
mod planted;
mod segment;
mod settings;
mod station;
mod store;
#[cfg(test)]
mod testing;
pub mod verify;

pub use error::{Damage, Error, Place};
pub use partition::{Appended, Partition, Read};
pub use settings::{Cleanup, Compaction, Durability, Retention, Settings};
pub use station::Station;
pub use store::{Options, Store};
