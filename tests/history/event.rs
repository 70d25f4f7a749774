//! What a history is made of. An event's number is its place in the log.

use std::fmt;

/// What is promised to the records of a producer, besides that an acknowledged one is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guarantee {
    /// Each is stored at most once, and those of a partition in the order of sending: an idempotent producer, or one that
    /// never sends a record twice and waits for each answer.
    OnceInOrder,
    /// Each is stored at most once, in any order: requests side by side, none repeated.
    Once,
    /// A record may be sent again while an earlier attempt is in doubt.
    AtLeastOnce,
}

/// Where a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) partition: i32,
    pub(crate) offset: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.partition, self.offset)
    }
}

/// A record's place in the batch it was sent in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Together {
    /// The id of the batch's first record; the others follow.
    pub(super) first: u64,
    pub(super) index: u32,
    pub(super) count: u32,
}

/// Something that a client did or was told.
#[derive(Debug)]
pub(super) enum Event {
    Sending { producer: u32, guarantee: Guarantee, record: u64, digest: u32, together: Option<Together> },
    Keyed { record: u64, key: u64 },
    Acknowledged { record: u64, place: Option<Place> },
    Refused { record: u64 },
    Abandoned { record: u64 },
    Reading { number: u32, partition: i32, from_offset: i64 },
    Found { reading: u32, offset: i64, record: Option<u64>, digest: u32 },
    Ended { reading: u32 },
    MayForget { partition: i32, before_offset: i64 },
    Forgot { partition: i32, before_offset: i64 },
    MayCompact { partition: i32 },
    TookBack { partition: i32, end_offset: i64 },
    Consumer { number: u32, name: Box<str> },
    Fetching { consumer: u32 },
    Delivered { consumer: u32, begun_at: usize, place: Place, record: Option<u64>, digest: u32 },
    Settled { consumer: u32, record: u64 },
    GivenBack { consumer: u32, record: u64 },
    Drained { consumer: u32 },
    Note { text: Box<str> },
}
