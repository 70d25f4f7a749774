//! What a station is made with, and what clients may cost, where nobody says otherwise.

use std::time;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{Bytes, Duration};

/// What a station is made with, where its maker does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// Partitions of a station.
    #[schemars(range(min = 1, max = 10_000))]
    pub partitions: u32,
    /// What an acknowledgement means.
    pub durability: Durability,
    /// How long messages stay. Default: for ever.
    pub retention: Retention,
}

impl Default for Defaults {
    fn default() -> Self {
        Self { partitions: 1, durability: Durability::Synced, retention: Retention::default() }
    }
}

/// What has happened to a message once it is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Durability {
    /// It is on disk, by fdatasync: it survives a power loss.
    Synced,
    /// It is with the operating system: it survives the end of the process.
    Written,
    /// It is in memory.
    Memory,
}

/// When old messages go: as soon as either bound is passed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// The age at which messages go, such as 7d.
    pub age: Option<Duration>,
    /// The size of a partition above which its oldest messages go, such as 10GiB.
    pub size: Option<Bytes>,
    /// The number of messages of a partition above which its oldest go.
    #[schemars(range(min = 1))]
    pub messages: Option<u64>,
}

/// Bounds on what clients may cost.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// How long a new connection may take until its first bytes say what it speaks.
    pub sniff_deadline: Duration,
    /// Connections at a time, over all listeners; more are closed at once.
    #[schemars(range(min = 1))]
    pub max_connections: u32,
    /// The largest Kafka request, and the largest HTTP body.
    pub max_frame: Bytes,
    /// How long a stopping gateway waits for what is under way.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = |seconds| Duration(time::Duration::from_secs(seconds));
        Self {
            sniff_deadline: seconds(10),
            max_connections: 10_000,
            // Kafka's own socket.request.max.bytes.
            max_frame: Bytes(100 << 20),
            drain: seconds(30),
        }
    }
}
