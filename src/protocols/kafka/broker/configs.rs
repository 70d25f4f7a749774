//! Kafka's names for a station's settings, read and written. What a station has no setting for is named with the one
//! value that it has here: asking for another is refused, not ignored.

use kafka::ErrorCode;

use crate::backends::{Cleanup, Durability, Settings};

/// Kinds of resource (`ConfigResource.Type`).
pub(super) const TOPIC: i8 = 2;
/// The broker's own.
pub(super) const BROKER: i8 = 4;

/// Where a value comes from (`ConfigSource`).
pub(super) const FROM_TOPIC: i8 = 1;
/// Nobody said otherwise.
pub(super) const FROM_DEFAULT: i8 = 5;

/// A name that clients use, and what it stands for.
pub(super) struct Entry {
    /// Kafka's name.
    pub(super) name: &'static str,
    /// Its type (KIP-569).
    pub(super) kind: Kind,
    /// What it means, for people.
    pub(super) documentation: &'static str,
    value: Value,
}

/// The type of a value, as clients are told (KIP-569).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i8)]
pub(super) enum Kind {
    /// True or false.
    Boolean = 1,
    /// Text.
    String = 2,
    /// 32 bits.
    Int = 3,
    /// 64 bits.
    Long = 5,
    /// A number with a fraction.
    Double = 6,
    /// Words with commas between.
    List = 7,
}

enum Value {
    /// A setting of the station.
    Set { read: fn(&Settings) -> String, write: fn(&mut Settings, &str) -> Option<()> },
    /// The same for all stations.
    Fixed(&'static str),
}

/// The list.
pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "cleanup.policy",
        kind: Kind::List,
        documentation: "Old messages are deleted, or of each key the newest is kept (compact), or both.",
        value: Value::Set { read: |settings| settings.cleanup.word().to_owned(), write: set_cleanup },
    },
    Entry {
        name: "compression.type",
        kind: Kind::String,
        documentation: "Batches stay as their producer compressed them.",
        value: Value::Fixed("producer"),
    },
    Entry {
        name: "delete.retention.ms",
        kind: Kind::Long,
        documentation: "How long a tombstone stays after compaction removed what it deletes.",
        value: Value::Set {
            read: |settings| settings.compaction.tombstone_age_ms.to_string(),
            write: |settings, text| put(&mut settings.compaction.tombstone_age_ms, text.parse().ok()),
        },
    },
    Entry {
        name: "flush.ms",
        kind: Kind::Long,
        documentation: "The longest that acknowledged messages wait for their sync, where they are not synced before.",
        value: Value::Set {
            read: |settings| settings.flush_ms.to_string(),
            write: |settings, text| put(&mut settings.flush_ms, text.parse().ok()),
        },
    },
    Entry {
        name: "max.message.bytes",
        kind: Kind::Int,
        documentation: "The largest batch that is accepted.",
        value: Value::Set {
            read: |settings| settings.max_message_bytes.to_string(),
            write: |settings, text| put(&mut settings.max_message_bytes, text.parse().ok()),
        },
    },
    Entry {
        name: "message.format.version",
        kind: Kind::String,
        documentation: "Messages are kept as record batches.",
        value: Value::Fixed("3.0-IV1"),
    },
    Entry {
        name: "message.timestamp.type",
        kind: Kind::String,
        documentation: "Timestamps are the producer's.",
        value: Value::Fixed("CreateTime"),
    },
    Entry {
        name: "min.cleanable.dirty.ratio",
        kind: Kind::Double,
        documentation: "The part of the closed log files that must never have been cleaned before compaction begins.",
        value: Value::Set { read: dirty_ratio, write: set_dirty_ratio },
    },
    Entry {
        name: "min.compaction.lag.ms",
        kind: Kind::Long,
        documentation: "Messages younger than this are not compacted.",
        value: Value::Set {
            read: |settings| settings.compaction.min_age_ms.to_string(),
            write: |settings, text| put(&mut settings.compaction.min_age_ms, text.parse().ok()),
        },
    },
    Entry {
        name: "min.insync.replicas",
        kind: Kind::Int,
        documentation: "There is one replica, and an acknowledged message is on its disk.",
        value: Value::Fixed("1"),
    },
    Entry {
        name: "retention.bytes",
        kind: Kind::Long,
        documentation: "The size of a partition above which its oldest messages are deleted; -1 is none.",
        value: Value::Set {
            read: |settings| or_none(settings.retention.max_bytes),
            write: |settings, text| put(&mut settings.retention.max_bytes, unless_none(text)),
        },
    },
    Entry {
        name: "retention.ms",
        kind: Kind::Long,
        documentation: "The age above which messages are deleted; -1 keeps them for ever.",
        value: Value::Set {
            read: |settings| or_none(settings.retention.max_age_ms),
            write: |settings, text| put(&mut settings.retention.max_age_ms, unless_none(text)),
        },
    },
    Entry {
        name: "segment.bytes",
        kind: Kind::Int,
        documentation: "The size at which a log file is closed and the next begun.",
        value: Value::Set {
            read: |settings| settings.segment_bytes.to_string(),
            write: |settings, text| put(&mut settings.segment_bytes, text.parse().ok()),
        },
    },
    Entry {
        name: "segment.ms",
        kind: Kind::Long,
        documentation: "The age at which a log file is closed and the next begun.",
        value: Value::Set {
            read: |settings| settings.segment_age_ms.to_string(),
            write: |settings, text| put(&mut settings.segment_age_ms, text.parse().ok()),
        },
    },
    Entry {
        name: "unclean.leader.election.enable",
        kind: Kind::Boolean,
        documentation: "There is one replica, so nobody else can lead.",
        value: Value::Fixed("false"),
    },
    Entry {
        name: "waystation.retention.messages",
        kind: Kind::Long,
        documentation: "The number of messages of a partition above which its oldest are deleted; -1 is none.",
        value: Value::Set {
            read: |settings| or_none(settings.retention.max_messages),
            write: |settings, text| put(&mut settings.retention.max_messages, unless_none(text)),
        },
    },
    Entry {
        name: "waystation.durability",
        kind: Kind::String,
        documentation: "What an acknowledged message has survived: synced, written or memory.",
        value: Value::Set { read: durability, write: set_durability },
    },
];

impl Entry {
    /// Its value in a station's settings.
    pub(super) fn read(&self, settings: &Settings) -> String {
        match self.value {
            Value::Set { read, .. } => read(settings),
            Value::Fixed(value) => value.to_owned(),
        }
    }

    /// Whether nobody can change it.
    pub(super) fn is_fixed(&self) -> bool {
        matches!(self.value, Value::Fixed(_))
    }
}

/// Sets an entry by name; `None` sets it back to its default.
///
/// # Errors
/// The code and the text for the client.
pub(super) fn set(
    settings: &mut Settings,
    defaults: &Settings,
    name: &str,
    value: Option<&str>,
) -> Result<(), (ErrorCode, String)> {
    let refuse = |text| Err((ErrorCode::InvalidConfig, text));
    let Some(entry) = ENTRIES.iter().find(|entry| entry.name == name) else {
        return refuse(format!("there is no topic config {name:?} here"));
    };
    let value = value.map_or_else(|| entry.read(defaults), str::to_owned);
    match entry.value {
        Value::Fixed(fixed) if value == fixed => Ok(()),
        Value::Fixed(fixed) => refuse(format!("{name} can only be {fixed} here, not {value:?}")),
        Value::Set { write, .. } => match write(settings, &value) {
            Some(()) => Ok(()),
            None => refuse(format!("{name} cannot be {value:?}")),
        },
    }
}

/// The words of an entry that is a list.
///
/// # Errors
/// The code and the text for the client.
pub(super) fn words(settings: &Settings, name: &str) -> Result<Vec<String>, (ErrorCode, String)> {
    match ENTRIES.iter().find(|entry| entry.name == name) {
        Some(entry) if entry.kind == Kind::List => Ok(entry.read(settings).split(',').map(str::to_owned).collect()),
        _ => Err((ErrorCode::InvalidConfig, format!("{name} is no list here: set it, or delete it"))),
    }
}

/// Sets a field, if there is a value for it.
fn put<T>(field: &mut T, value: Option<T>) -> Option<()> {
    *field = value?;
    Some(())
}

fn or_none<T: ToString>(limit: Option<T>) -> String {
    limit.map_or_else(|| "-1".to_owned(), |limit| limit.to_string())
}

/// `Some(None)` is Kafka's -1; `None` is no number.
fn unless_none<T: std::str::FromStr>(text: &str) -> Option<Option<T>> {
    match text {
        "-1" => Some(None),
        text => text.parse().ok().map(Some),
    }
}

fn set_cleanup(settings: &mut Settings, text: &str) -> Option<()> {
    let words: Vec<_> = text.split(',').map(str::trim).collect();
    settings.cleanup = match (words.contains(&"compact"), words.contains(&"delete")) {
        _ if words.iter().any(|word| !["compact", "delete"].contains(word)) => return None,
        (true, true) => Cleanup::CompactAndDelete,
        (true, false) => Cleanup::Compact,
        (false, _) => Cleanup::Delete,
    };
    Some(())
}

fn dirty_ratio(settings: &Settings) -> String {
    (f64::from(settings.compaction.dirty_percent) / 100.0).to_string()
}

fn set_dirty_ratio(settings: &mut Settings, text: &str) -> Option<()> {
    let ratio: f64 = text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio))?;
    // Between 0 and 100, so nothing is cut off.
    settings.compaction.dirty_percent = (ratio * 100.0).round() as u8;
    Some(())
}

fn durability(settings: &Settings) -> String {
    match settings.durability {
        Durability::Synced => "synced",
        Durability::Written => "written",
        Durability::Memory => "memory",
    }
    .to_owned()
}

fn set_durability(settings: &mut Settings, text: &str) -> Option<()> {
    settings.durability = match text {
        "synced" => Durability::Synced,
        "written" => Durability::Written,
        "memory" => Durability::Memory,
        _ => return None,
    };
    Some(())
}

/// The settings of a station whose configs are all at their defaults.
pub(super) fn at_defaults(current: &Settings, defaults: &Settings) -> Settings {
    let Settings { partitions, .. } = *current;
    Settings { partitions, ..defaults.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backends::{Compaction, Retention};

    #[test]
    fn every_entry_takes_what_it_gives() {
        let retention = Retention { max_age_ms: Some(1000), max_bytes: None, max_messages: Some(7) };
        let compaction = Compaction { tombstone_age_ms: 5, min_age_ms: 6, dirty_percent: 29 };
        let settings = Settings {
            retention,
            compaction,
            cleanup: Cleanup::CompactAndDelete,
            durability: Durability::Written,
            ..Settings::default()
        };
        let mut copy = Settings::default();
        for entry in ENTRIES {
            set(&mut copy, &Settings::default(), entry.name, Some(&entry.read(&settings))).unwrap();
        }
        assert_eq!(copy, settings);
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        let (mut settings, defaults) = (Settings::default(), Settings::default());
        for (name, value) in
            [("cleanup.policy", "shred"), ("retention.ms", "soon"), ("retention.bytes", "-2"), ("no.such", "1")]
        {
            let (code, text) = set(&mut settings, &defaults, name, Some(value)).unwrap_err();
            assert_eq!(code, ErrorCode::InvalidConfig);
            assert!(text.contains(name), "{text}");
        }
        assert_eq!(settings, defaults);
    }
}
