//! What a store is opened with.

use std::sync::Arc;

use crate::disk::{Disk, RealDisk};
use crate::settings::Settings;

/// What a store is opened with. The defaults are for a gateway on its own machine.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where everything is kept.
    pub disk: Arc<dyn Disk>,
    /// How many partitions are written and synced at once. With 0 only [`crate::Store::flush`] writes.
    pub flusher_threads: usize,
    /// How often house is kept: the grain of `flush_ms`, `max_age_ms` and `segment_age_ms`.
    pub housekeeping_ms: u64,
    /// The most bytes that may wait for the disk in one partition; beyond it appends are [`crate::Error::Busy`].
    pub queue_bytes: usize,
    /// A producer not seen for so long is forgotten, and with it its duplicates (Kafka's `producer.id.expiration.ms`).
    pub producer_expiry_ms: i64,
    /// How often a log that is compacted is looked at.
    pub cleaning_ms: u64,
    /// The most that compaction reads in a second, on average; 0 is no limit.
    pub cleaning_bytes_per_second: u64,
    /// As many keys compaction remembers at a time. The default just fits a table of 13 MiB; one more would double that.
    pub cleaning_keys: usize,
    /// Settings of stations that are made without any said.
    pub defaults: Settings,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            disk: Arc::new(RealDisk),
            flusher_threads: 16,
            housekeeping_ms: 500,
            queue_bytes: 64 << 20,
            producer_expiry_ms: 24 * 3_600_000,
            cleaning_ms: 15_000,
            cleaning_bytes_per_second: 64 << 20,
            cleaning_keys: 448 << 10,
            defaults: Settings::default(),
        }
    }
}
