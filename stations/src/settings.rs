//! What can be chosen for a station, with defaults and bounds. Kept as JSON in the catalogue, so fields are only added.

use serde::{Deserialize, Serialize};

/// The largest number of partitions a station may have.
const MAX_PARTITIONS: i32 = 10_000;
/// Smaller segments would be all bookkeeping; larger ones would overflow Kafka's own tools (2 GiB).
const SEGMENT_BYTES: std::ops::RangeInclusive<u64> = 1 << 10..=1 << 30;

/// What a partition in memory keeps where nothing is said.
const MEMORY_BYTES: u64 = 256 << 20;
/// Log files are not made smaller than this for the sake of retention.
const MIN_ROLL_BYTES: u64 = 1 << 20;
/// Nor closed younger, unless messages are kept for less than that.
const MIN_ROLL_AGE_MS: i64 = 10_000;

/// The settings of a station. All but the partitions may change while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How many logs the station is made of: 1 to 10,000; it only grows.
    pub partitions: i32,
    /// What an acknowledgement means.
    pub durability: Durability,
    /// What becomes of messages that are old, or have a newer one under their key.
    pub cleanup: Cleanup,
    /// When messages are forgotten, where `cleanup` says `delete`.
    pub retention: Retention,
    /// How older messages of a key go, where `cleanup` says `compact`.
    pub compaction: Compaction,
    /// A log file is closed and the next begun at this size (1 KiB to 1 GiB), or at a quarter of `retention.max_bytes`, but
    /// not below 1 MiB for its sake.
    pub segment_bytes: u64,
    /// A log file that holds something is closed at this age, or at a quarter of `retention.max_age_ms` so that retention
    /// reaches it in time, but not below 10 s for its sake.
    pub segment_age_ms: i64,
    /// The largest batch that is accepted, in bytes as sent (Kafka's `max.message.bytes`).
    pub max_message_bytes: usize,
    /// With `Durability::Written`: the longest that written bytes wait for their sync.
    pub flush_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            partitions: 1,
            durability: Durability::Synced,
            cleanup: Cleanup::Delete,
            retention: Retention::default(),
            compaction: Compaction::default(),
            segment_bytes: 256 << 20,
            segment_age_ms: 7 * 24 * 3_600_000,
            max_message_bytes: 1 << 20,
            flush_ms: 1_000,
        }
    }
}

impl Settings {
    /// Names the first field that is out of bounds, and what it may be.
    pub(crate) fn check(&self) -> Result<(), String> {
        let Settings {
            partitions,
            durability: _,
            cleanup: _,
            retention,
            compaction,
            segment_bytes,
            segment_age_ms,
            max_message_bytes,
            flush_ms,
        } = self;
        let Retention { max_age_ms, max_bytes, max_messages } = retention;
        let Compaction { tombstone_age_ms, min_age_ms, dirty_percent } = compaction;
        let rules = [
            ((1..=MAX_PARTITIONS).contains(partitions), "partitions must be 1 to 10000"),
            (SEGMENT_BYTES.contains(segment_bytes), "segment_bytes must be 1 KiB to 1 GiB"),
            (*segment_age_ms > 0, "segment_age_ms must be above 0"),
            (*max_message_bytes > 0, "max_message_bytes must be above 0"),
            (*max_message_bytes <= i32::MAX as usize, "max_message_bytes must be below 2 GiB"),
            (*flush_ms > 0, "flush_ms must be above 0"),
            (max_age_ms.is_none_or(|age| age >= 0), "retention.max_age_ms must not be negative"),
            (max_bytes.is_none_or(|bytes| bytes > 0), "retention.max_bytes must be above 0"),
            (max_messages.is_none_or(|count| count > 0), "retention.max_messages must be above 0"),
            (*tombstone_age_ms >= 0, "compaction.tombstone_age_ms must not be negative"),
            (*min_age_ms >= 0, "compaction.min_age_ms must not be negative"),
            (*dirty_percent <= 100, "compaction.dirty_percent must be 0 to 100"),
        ];
        match rules.iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err((*rule).to_owned()),
            None => Ok(()),
        }
    }

    /// When messages are forgotten, all considered: what is only in memory never grows without bound, and a station that is
    /// compacted keeps the newest message of each key however old.
    pub(crate) fn kept(&self) -> Retention {
        let said = if self.cleanup.deletes() { self.retention.clone() } else { Retention::default() };
        if self.durability == Durability::Memory {
            return Retention { max_bytes: said.max_bytes.or(Some(MEMORY_BYTES)), ..said };
        }
        said
    }

    /// At which size a log file is closed. Smaller than asked for where retention by size could not reach it otherwise.
    pub(crate) fn roll_bytes(&self) -> u64 {
        let reachable = self.kept().max_bytes.map_or(u64::MAX, |max_bytes| (max_bytes / 4).max(MIN_ROLL_BYTES));
        self.segment_bytes.min(reachable)
    }

    /// At which age a log file is closed. Younger than asked for where retention by age could not reach it in time: so a
    /// message outstays its age by a quarter at most.
    pub(crate) fn roll_age_ms(&self) -> i64 {
        let reachable = |max_age_ms: i64| (max_age_ms / 4).max(MIN_ROLL_AGE_MS).min(max_age_ms);
        self.segment_age_ms.min(self.kept().max_age_ms.map_or(i64::MAX, reachable))
    }
}

/// What an acknowledgement means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Durability {
    /// On the disk (fdatasync) before it is acknowledged or read. Survives a power cut.
    Synced,
    /// In the page cache before it is acknowledged; synced within `flush_ms`. Survives `kill -9`; a power cut may take
    /// back what was already read.
    Written,
    /// In memory only: empty again after a restart.
    Memory,
}

/// What becomes of old messages (Kafka's `cleanup.policy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cleanup {
    /// They are forgotten as `retention` says.
    #[serde(rename = "delete")]
    Delete,
    /// They are kept, but of those with the same key only the newest; retention does not apply.
    #[serde(rename = "compact")]
    Compact,
    /// Both.
    #[serde(rename = "compact,delete")]
    CompactAndDelete,
}

impl Cleanup {
    /// Kafka's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Cleanup::Delete => "delete",
            Cleanup::Compact => "compact",
            Cleanup::CompactAndDelete => "compact,delete",
        }
    }

    /// Whether retention applies.
    pub fn deletes(self) -> bool {
        matches!(self, Cleanup::Delete | Cleanup::CompactAndDelete)
    }

    /// Whether only the newest message of a key is kept, so that every message must have one.
    pub fn compacts(self) -> bool {
        matches!(self, Cleanup::Compact | Cleanup::CompactAndDelete)
    }
}

/// How messages go that have a newer one under the same key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Compaction {
    /// A message with a null value deletes its key; it stays itself at least so long after the older ones went, so that
    /// whoever reads meanwhile learns of it (Kafka's `delete.retention.ms`).
    pub tombstone_age_ms: i64,
    /// Messages younger than this, by their own timestamp, are left alone (Kafka's `min.compaction.lag.ms`).
    pub min_age_ms: i64,
    /// Cleaning begins once so much of the closed log files has never been cleaned, in percent of their bytes (Kafka's
    /// `min.cleanable.dirty.ratio`).
    pub dirty_percent: u8,
}

impl Default for Compaction {
    fn default() -> Self {
        Compaction { tombstone_age_ms: 24 * 3_600_000, min_age_ms: 0, dirty_percent: 50 }
    }
}

/// When messages are forgotten: as soon as one of the limits is passed, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Forget what is older than this by its own timestamp, whole log files at a time, a quarter late at most (10 s where that
    /// is longer); `None` keeps for ever.
    pub max_age_ms: Option<i64>,
    /// Forget the oldest while a partition holds more bytes than this, whole log files at a time; `None` is no limit (but
    /// 256 MiB where messages are only in memory).
    pub max_bytes: Option<u64>,
    /// Keep the newest so many offsets of a partition, and at most a sixteenth more; `None` is no limit.
    pub max_messages: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_within_bounds_and_survive_json() {
        let settings = Settings::default();
        assert_eq!(settings.check(), Ok(()));
        let json = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&json).unwrap(), settings);
        assert_eq!(serde_json::from_str::<Settings>("{}").unwrap(), settings);
    }

    #[test]
    fn a_field_out_of_bounds_is_named() {
        let settings = Settings { partitions: 0, ..Settings::default() };
        assert!(settings.check().unwrap_err().contains("partitions"));
        let retention = Retention { max_bytes: Some(0), ..Retention::default() };
        let settings = Settings { retention, ..Settings::default() };
        assert!(settings.check().unwrap_err().contains("retention.max_bytes"));
    }
}
