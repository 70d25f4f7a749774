//! The proof that the machine sees: every planted bug is caught within so many seeds, and those seeds are clean without it.

use super::run;
use crate::planted::{Bug, plant};

/// The bugs, and what each does to people.
const BUGS: &[(Bug, &str)] = &[
    (Bug::AcknowledgedBeforeSync, "acknowledges what is only in the page cache"),
    (Bug::FailedSyncRetried, "syncs again after a failed sync, which then seems to succeed"),
    (Bug::FolderNotSynced, "never syncs a folder: files and renames may not last"),
    (Bug::ReadErrorSwallowed, "takes a failing read for the end of a file"),
    (Bug::MetadataNotSynced, "answers a commit that is not on the disk"),
    (Bug::NoDeduplication, "appends a batch again that is sent again"),
    (Bug::DuplicateAnsweredEarly, "answers a duplicate before the first is stored"),
    (Bug::RewindForgotten, "remembers a producer's batch that could not be written"),
    (Bug::HighWatermarkBeforeSync, "shows readers what is not synced"),
    (Bug::MarkRunsAhead, "marks as synced what is only written"),
    (Bug::UnfinishedEndKept, "leaves the half of a batch for which there was no room"),
    (Bug::CutNotSynced, "cuts it off, and lets a power cut bring it back"),
    (Bug::RollNotSynced, "begins a log file whose name does not last"),
    (Bug::CheckpointNotSynced, "renames a checkpoint that is not on the disk"),
    (Bug::ProducersNotRecovered, "forgets the producers of the checkpoint"),
    (Bug::TornTailKept, "goes on behind a torn tail"),
    (Bug::TailServedUnsynced, "serves a recovered tail without syncing it"),
    (Bug::TailNotRewritten, "syncs a recovered tail that a failed sync had made clean"),
    (Bug::WrongBaseAfterReopen, "goes on one offset too far"),
    (Bug::TrimNotPersisted, "forgets that it forgot"),
    (Bug::TrimTakesTooMuch, "removes one log file too many"),
    (Bug::CompactionTakesNewest, "takes the newest message of a key, too"),
    (Bug::CompactedNotSynced, "puts a compacted file in place that is not on the disk"),
    (Bug::SettingsNotPersisted, "changes settings in memory only"),
];

/// By then each is caught; most are within a dozen.
const SEEDS: u64 = 1_000;

#[test]
fn every_planted_bug_is_caught() {
    let mut missed = Vec::new();
    for (bug, what) in BUGS {
        match caught(*bug) {
            None => missed.push(bug),
            Some((seed, said)) => {
                println!(
                    "{bug:?} ({what}): caught by seed {seed}: {}",
                    said.lines().take(3).collect::<Vec<_>>().join("; ")
                );
                assert_eq!(run(seed), Ok(()), "seed {seed} must be clean without the bug");
            }
        }
    }
    assert!(missed.is_empty(), "not caught within {SEEDS} seeds: {missed:?}");
}

/// The first seed that fails, and what it says.
fn caught(bug: Bug) -> Option<(u64, String)> {
    plant(Some(bug));
    let found = (0..SEEDS).find_map(|seed| Some((seed, run(seed).err()?)));
    plant(None);
    found
}
