//! Bugs planted on purpose, so that the state machine can show that it catches them: each is one condition at the place
//! where the real one would be. One at a time, in one thread of this crate's own tests; everywhere else [`planted`] is a
//! constant `false`, and nothing is left of them. Some are the disk's: a disk that does not sync is a store that did not ask.

/// A bug. What each would do to people is said where `store/state_machine/planted.rs` lists how soon it is caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bug {
    // Of the disk, in `disk/sim`.
    AcknowledgedBeforeSync,
    FailedSyncRetried,
    FolderNotSynced,
    ReadErrorSwallowed,
    MetadataNotSynced,
    // Of the queue and the producers.
    NoDeduplication,
    DuplicateAnsweredEarly,
    RewindForgotten,
    // Of the writer.
    HighWatermarkBeforeSync,
    MarkRunsAhead,
    UnfinishedEndKept,
    CutNotSynced,
    RollNotSynced,
    CheckpointNotSynced,
    // Of recovery.
    ProducersNotRecovered,
    TornTailKept,
    TailServedUnsynced,
    TailNotRewritten,
    WrongBaseAfterReopen,
    // Of forgetting, and of the settings.
    TrimNotPersisted,
    TrimTakesTooMuch,
    CompactionTakesNewest,
    CompactedNotSynced,
    SettingsNotPersisted,
}

/// Whether that bug is planted.
#[cfg(not(test))]
pub(crate) const fn planted(_: Bug) -> bool {
    false
}

#[cfg(test)]
pub(crate) use switch::{plant, planted};

#[cfg(test)]
mod switch {
    use std::cell::Cell;

    use super::Bug;

    thread_local! {
        static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
    }

    pub(crate) fn planted(bug: Bug) -> bool {
        PLANTED.get() == Some(bug)
    }

    /// Plants a bug in this thread, or takes it out again.
    pub(crate) fn plant(bug: Option<Bug>) {
        PLANTED.set(bug);
    }
}
