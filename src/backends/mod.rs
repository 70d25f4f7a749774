//! Where stations live: the trait that a backend implements, and the list of them. A backend knows messages and
//! stations; consumer groups, specs and pipelines are the gateway's.

pub mod error;
#[cfg(feature = "rdkafka")]
mod kafka;
pub mod stations;

use futures_util::future::BoxFuture;
use records::Batch;
use tokio::time::Instant;
use uuid::Uuid;

pub use ::stations::{Cleanup, Compaction, Durability, Retention, Settings};
pub use error::Error;

/// The kinds of upstream that a configuration can name; the built-in store is always there and needs no line. Adding
/// one is its folder and a line here.
pub const KINDS: &[Kind] = &[
    #[cfg(feature = "rdkafka")]
    kafka::KIND,
];

/// Makes a backend; an error is a sentence about the settings.
pub type Build = fn(&str, &serde_json::Value) -> Result<std::sync::Arc<dyn Backend>, String>;

/// A kind of upstream.
pub struct Kind {
    /// The key below the upstream's name: `main: {kafka: {...}}`.
    pub name: &'static str,
    /// The JSON Schema of its settings.
    pub schema: fn() -> schemars::Schema,
    /// Makes a backend from an upstream's name and settings that the schema accepted.
    pub build: Build,
}

/// A place that keeps stations: at most eight methods, about messages and stations. What only some can do is a
/// capability of its own, `None` by default.
pub trait Backend: Send + Sync + 'static {
    /// All stations, or the one named; a name that is not there gives an empty list.
    fn describe<'a>(&'a self, only: Option<&'a str>) -> BoxFuture<'a, Result<Vec<StationInfo>, Error>>;

    /// Makes a station. [`Error::StationExists`] when it is there.
    fn create<'a>(&'a self, station: &'a str, settings: Settings) -> BoxFuture<'a, Result<StationInfo, Error>>;

    /// Changes a station.
    fn alter<'a>(&'a self, station: &'a str, change: Change) -> BoxFuture<'a, Result<(), Error>>;

    /// Deletes a station with all its messages.
    fn delete<'a>(&'a self, station: &'a str) -> BoxFuture<'a, Result<(), Error>>;

    /// Appends a batch whose checksum was compared when it came in, or just made; done when it is as durable as the station's settings ask. Batches of one partition are
    /// stored in the order of these calls (not of their polling), and a dropped future does not undo its call.
    fn append(&self, station: &str, partition: i32, batch: Batch) -> BoxFuture<'static, Result<Appended, Error>>;

    /// Reads whole batches from the one that holds `offset` on; see [`Read`].
    fn read(&self, read: Read) -> BoxFuture<'_, Result<Slice, Error>>;

    /// Finds an offset by what is known of it. `None`: no such message.
    fn offset<'a>(
        &'a self,
        station: &'a str,
        partition: i32,
        wanted: Wanted,
    ) -> BoxFuture<'a, Result<Option<Position>, Error>>;

    /// Whether the backend can work now, for `/readyz`; the error says what is wrong.
    fn ready(&self) -> BoxFuture<'_, Result<(), Error>>;

    /// Acknowledging consumers, where the backend has them.
    fn consumers(&self) -> Option<&dyn Consumers> {
        None
    }
}

/// The capability to hand out messages one by one and be told what became of each.
pub trait Consumers: Send + Sync {
    /// The store that keeps them. Its methods that are not `async` block on the disk.
    fn store(&self) -> ::stations::consumers::Consumers;
}

/// A station as a backend describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct StationInfo {
    /// Its name.
    pub name: String,
    /// Its identity; a station that is deleted and made again has a new one (KIP-516).
    pub id: Uuid,
    /// Its settings, partitions among them.
    pub settings: Settings,
    /// Each partition's extent, by partition.
    pub partitions: Vec<Extent>,
}

/// How far a partition reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The first offset that is still there.
    pub log_start_offset: i64,
    /// The offset after the last that consumers may see.
    pub high_watermark: i64,
    /// Bytes kept.
    pub size_bytes: u64,
}

/// A change to a station.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// New settings; `partitions` may only grow.
    Settings(Settings),
    /// Forget everything below an offset (Kafka's DeleteRecords); `i64::MAX` stands for the high watermark.
    Trim {
        /// The partition.
        partition: i32,
        /// The first offset to keep.
        before: i64,
    },
}

/// What an append gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The first record's offset; for a batch that was there already (an idempotent producer's retry), the one
    /// it got then.
    pub base_offset: i64,
    /// The partition's first offset still there.
    pub log_start_offset: i64,
}

/// A wish to read.
#[derive(Debug, Clone)]
pub struct Read {
    /// The station.
    pub station: std::sync::Arc<str>,
    /// The partition.
    pub partition: i32,
    /// The first offset wanted; the batch that holds it is given whole.
    pub offset: i64,
    /// Stop before more than so many bytes; the first batch is given whole even if it is larger.
    pub max_bytes: usize,
    /// With nothing there yet, wait until then for something; `None` answers at once.
    pub wait_until: Option<Instant>,
}

/// What a read gives.
#[derive(Debug, Clone)]
pub struct Slice {
    /// Whole v2 batches, as they were stored, one after the other; possibly none.
    pub bytes: bytes::Bytes,
    /// The offset after the last that consumers may see.
    pub high_watermark: i64,
    /// The first offset that is still there.
    pub log_start_offset: i64,
}

/// What is known of an offset that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The first that is still there.
    Earliest,
    /// The one after the last visible one.
    Latest,
    /// The first whose timestamp is not before this, in milliseconds since 1970.
    At(i64),
    /// The one with the greatest timestamp (KIP-734).
    MaxTimestamp,
}

/// An offset that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The offset.
    pub offset: i64,
    /// Its record's timestamp in milliseconds, -1 where there is no record.
    pub timestamp_ms: i64,
}
