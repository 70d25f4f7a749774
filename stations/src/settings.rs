//! What can be chosen for a station, with defaults and bounds. Kept as JSON in the catalogue, so fields are only added.

use serde::{Deserialize, Serialize};

/// The largest number of partitions a station may have.
const MAX_PARTITIONS: i32 = 10_000;
/// Smaller segments would be all bookkeeping; larger ones would overflow Kafka's own tools (2 GiB).
const SEGMENT_BYTES: std::ops::RangeInclusive<u64> = 1 << 10..=1 << 30;

/// The settings of a station. All but the partitions may change while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How many logs the station is made of: 1 to 10,000; it only grows.
    pub partitions: i32,
    /// What an acknowledgement means.
    pub durability: Durability,
    /// When messages are forgotten.
    pub retention: Retention,
    /// A log file is closed and the next begun at this size (1 KiB to 1 GiB).
    pub segment_bytes: u64,
    /// A log file that holds something is closed at this age, so that retention by age can reach it.
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
            retention: Retention::default(),
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
            retention,
            segment_bytes,
            segment_age_ms,
            max_message_bytes,
            flush_ms,
        } = self;
        let Retention { max_age_ms, max_bytes } = retention;
        let rules = [
            ((1..=MAX_PARTITIONS).contains(partitions), "partitions must be 1 to 10000"),
            (SEGMENT_BYTES.contains(segment_bytes), "segment_bytes must be 1 KiB to 1 GiB"),
            (*segment_age_ms > 0, "segment_age_ms must be above 0"),
            (*max_message_bytes > 0, "max_message_bytes must be above 0"),
            (*max_message_bytes <= i32::MAX as usize, "max_message_bytes must be below 2 GiB"),
            (*flush_ms > 0, "flush_ms must be above 0"),
            (max_age_ms.is_none_or(|age| age >= 0), "retention.max_age_ms must not be negative"),
            (max_bytes.is_none_or(|bytes| bytes > 0), "retention.max_bytes must be above 0"),
        ];
        match rules.iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err((*rule).to_owned()),
            None => Ok(()),
        }
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

/// When messages are forgotten: whole sealed log files at a time, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Forget what is older than this by its own timestamp; `None` keeps for ever.
    pub max_age_ms: Option<i64>,
    /// Forget the oldest while a partition holds more bytes than this; `None` is no limit.
    pub max_bytes: Option<u64>,
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
