//! What a check found.

use std::collections::BTreeMap;
use std::fmt;

/// The most anomalies of one kind that a report spells out.
const SPELLED_OUT: usize = 10;

/// What can be wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// Acknowledged (or read) once, and not there any more; or never delivered.
    Lost,
    /// There twice.
    Duplicated,
    /// Not in the order in which it was sent; or read after one with a higher offset.
    Reordered,
    /// A reading passed over it; another one found it.
    Skipped,
    /// Read, though nobody sent it, or it was refused, or it had been forgotten or lost before.
    Phantom,
    /// Not what was sent.
    Changed,
    /// One offset of two records, or one record of two offsets.
    InconsistentOffset,
    /// Of a batch some records are there and others are not.
    Torn,
    /// Delivered to a consumer that had acknowledged it.
    RedeliveredAfterAck,
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Anomaly {
    /// What.
    pub(crate) kind: Kind,
    /// Of which record, where it is known.
    pub(crate) record: Option<u64>,
    /// Where and when, for people.
    pub(crate) text: String,
}

/// What a check found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    /// In the order in which they were noticed.
    pub(crate) anomalies: Vec<Anomaly>,
    /// Records sent.
    pub(crate) sent: usize,
    /// Of these, those acknowledged.
    pub(crate) acknowledged: usize,
    /// Of these, those read or delivered by somebody.
    pub(crate) seen: usize,
    /// Of those not seen, those that are neither forgotten nor taken back: a test that reads all to its end has none.
    pub(crate) unseen: usize,
    /// What was noted, and at which event.
    pub(crate) notes: Vec<(usize, String)>,
}

impl Report {
    /// Whether nothing is wrong.
    pub(crate) fn is_clean(&self) -> bool {
        self.anomalies.is_empty()
    }

    /// How often each kind was found.
    pub(crate) fn counts(&self) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        for anomaly in &self.anomalies {
            *counts.entry(anomaly.kind).or_default() += 1;
        }
        counts
    }

    /// Fails the test with the whole report if anything is wrong, or if there was nothing to judge.
    #[track_caller]
    pub(crate) fn assert_clean(&self) {
        assert!(self.is_clean(), "{self}");
        assert!(self.acknowledged > 0, "nothing was acknowledged: this history proves nothing");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { anomalies, sent, acknowledged, seen, unseen, notes } = self;
        writeln!(f, "{sent} records sent, {acknowledged} acknowledged; of these {seen} seen, {unseen} not")?;
        if anomalies.is_empty() {
            return writeln!(f, "nothing is wrong");
        }
        for (kind, count) in self.counts() {
            writeln!(f, "{kind:?}: {count}")?;
            for anomaly in anomalies.iter().filter(|anomaly| anomaly.kind == kind).take(SPELLED_OUT) {
                writeln!(f, "  {}", anomaly.text)?;
            }
        }
        for (at, text) in notes {
            writeln!(f, "at event {at}: {text}")?;
        }
        Ok(())
    }
}
