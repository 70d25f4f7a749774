//! What is found in a store, in words for whoever has to decide about it.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Place;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Messages cannot be read.
    Loss,
    /// Something beside the messages is wrong; they are all there.
    Flaw,
    /// The store copes with it by itself.
    Note,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The partition, if it is one's.
    pub place: Option<Place>,
    /// The file or folder.
    pub file: PathBuf,
    /// Where in the file.
    pub position: Option<u64>,
    /// The offsets that cannot be read.
    pub offsets: Option<Range<i64>>,
    /// What is wrong.
    pub what: String,
    /// What repairing does about it.
    pub remedy: String,
    /// It was repaired: what `remedy` says was done.
    pub is_repaired: bool,
}

impl Finding {
    pub(super) fn new(
        severity: Severity,
        file: PathBuf,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding {
            severity,
            place: None,
            file,
            position: None,
            offsets: None,
            what: what.into(),
            remedy: remedy.into(),
            is_repaired: false,
        }
    }
}

/// All that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many partitions were read.
    pub partitions: usize,
    /// In the order of stations and offsets.
    pub findings: Vec<Finding>,
    /// The folder that holds what had to make way, if anything had to.
    pub quarantine: Option<PathBuf>,
}

impl Report {
    /// Whether nothing is wrong, or nothing any more.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity == Severity::Note || finding.is_repaired)
    }
}

/// How far the work is.
#[derive(Debug, Default)]
pub struct Progress {
    pub(super) done_bytes: AtomicU64,
    total_bytes: AtomicU64,
}

impl Progress {
    /// Bytes read, and to be read in all (known once the reading begins).
    pub fn bytes(&self) -> (u64, u64) {
        (self.done_bytes.load(Ordering::Relaxed), self.total_bytes.load(Ordering::Relaxed))
    }

    pub(super) fn expect(&self, bytes: u64) {
        self.total_bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}
