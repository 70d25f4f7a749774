//! The judgement: one walk over the log of events in their order, which keeps what is known of every record and of every
//! offset. What only the end can tell (order, batches, what was missed for good) is told at the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::delivery::Deliveries;
use super::event::{Event, Guarantee, Place, Together};
use super::report::{Anomaly, Kind, Report};

/// Everything that is wrong in a log of events.
pub(super) fn check(events: &[Event]) -> Report {
    let mut checker = Checker::default();
    for (at, event) in events.iter().enumerate() {
        checker.take(at, event);
    }
    checker.finish()
}

/// What is known so far.
#[derive(Default)]
struct Checker {
    records: HashMap<u64, Record>,
    partitions: BTreeMap<i32, Partition>,
    passes: HashMap<u32, Pass>,
    deliveries: Deliveries,
    missed: Vec<Missed>,
    /// By partition and key, at the end.
    newest: HashMap<(i32, u64), i64>,
    report: Report,
}

/// A record, once it was sent.
struct Record {
    producer: u32,
    /// Among those of its producer, the first is 0.
    nth: usize,
    guarantee: Guarantee,
    digest: u32,
    together: Option<Together>,
    key: Option<u64>,
    fate: Fate,
    abandoned_at: Option<usize>,
    acknowledged: Option<Place>,
    acknowledged_at: usize,
    /// Where it was read first, and when last.
    seen: Option<Place>,
    seen_at: usize,
    is_twice: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Unknown,
    Acknowledged,
    Refused,
    TakenBack,
}

#[derive(Default)]
struct Partition {
    /// Who is where, and since when that is known.
    held: BTreeMap<i64, (u64, usize)>,
    /// Confirmed, and possible.
    start: i64,
    possible_start: i64,
    /// Whether what has a newer record of its key may go.
    is_compacted: bool,
    /// No reading came further.
    furthest: i64,
    /// When the latest began of the readings that have reached the end.
    complete_since: Option<usize>,
}

struct Pass {
    partition: i32,
    begun_at: usize,
    next_offset: i64,
    /// The confirmed start of the log when it began.
    start: i64,
}

/// A reading passed over what should have been there.
struct Missed {
    record: u64,
    place: Place,
    at: usize,
}

impl Checker {
    fn take(&mut self, at: usize, event: &Event) {
        match *event {
            Event::Sending { producer, guarantee, record, digest, together } => {
                self.send(producer, guarantee, record, digest, together);
            }
            Event::Keyed { record, key } => {
                if let Some(known) = self.records.get_mut(&record) {
                    known.key = Some(key);
                }
            }
            Event::Acknowledged { record, place } => self.acknowledge(at, record, place),
            Event::Refused { record } => self.settle(record, Fate::Refused),
            Event::Abandoned { record } => {
                if let Some(known) = self.records.get_mut(&record) {
                    known.abandoned_at = Some(at);
                }
            }
            Event::Reading { number, partition, from_offset } => {
                let start = self.partition(partition).start;
                self.passes.insert(number, Pass { partition, begun_at: at, next_offset: from_offset, start });
            }
            Event::Found { reading, offset, record, digest } => self.find(at, reading, offset, record, digest),
            Event::Ended { reading } => self.end(at, reading),
            Event::MayForget { partition, before_offset } => {
                let partition = self.partition(partition);
                partition.possible_start = partition.possible_start.max(before_offset);
            }
            Event::Forgot { partition, before_offset } => self.forget(at, partition, before_offset),
            Event::MayCompact { partition } => self.partition(partition).is_compacted = true,
            Event::TookBack { partition, end_offset } => {
                for (record, _) in self.partition(partition).held.split_off(&end_offset).into_values() {
                    self.settle(record, Fate::TakenBack);
                }
            }
            Event::Consumer { number, ref name } => self.deliveries.name(number, name),
            Event::Fetching { .. } => {}
            Event::Delivered { consumer, begun_at, place, record, digest } => {
                self.hold(at, place, record);
                let is_known = self.identify(at, place, record, digest);
                let found = record.filter(|_| is_known).and_then(|id| self.deliveries.deliver(consumer, begun_at, id));
                self.report.anomalies.extend(found);
            }
            Event::Settled { consumer, record } => self.deliveries.settle(at, consumer, record),
            Event::GivenBack { consumer, record } => self.deliveries.give_back(consumer, record),
            Event::Drained { consumer } => {
                let stored = self.partitions.values().flat_map(|partition| {
                    partition.held.range(partition.possible_start..).map(|(_, (record, _))| *record)
                });
                let undelivered = self.deliveries.drain(consumer, stored);
                self.report.anomalies.extend(undelivered);
            }
            Event::Note { ref text } => self.report.notes.push((at, text.to_string())),
        }
    }

    fn partition(&mut self, partition: i32) -> &mut Partition {
        self.partitions.entry(partition).or_default()
    }

    fn complain(&mut self, kind: Kind, record: Option<u64>, text: String) {
        self.report.anomalies.push(Anomaly { kind, record, text });
    }

    fn settle(&mut self, record: u64, fate: Fate) {
        if let Some(known) = self.records.get_mut(&record) {
            known.fate = fate;
        }
    }

    fn send(&mut self, producer: u32, guarantee: Guarantee, record: u64, digest: u32, together: Option<Together>) {
        let nth = self.records.len();
        let known = self.records.entry(record).or_insert(Record {
            producer,
            nth,
            guarantee,
            digest,
            together,
            key: None,
            fate: Fate::Unknown,
            abandoned_at: None,
            acknowledged: None,
            acknowledged_at: 0,
            seen: None,
            seen_at: 0,
            is_twice: false,
        });
        if known.fate == Fate::Refused {
            known.fate = Fate::Unknown;
        }
    }

    fn acknowledge(&mut self, at: usize, record: u64, place: Option<Place>) {
        let Some(known) = self.records.get_mut(&record) else {
            return self.complain(
                Kind::Phantom,
                Some(record),
                format!("record {record} was acknowledged and never sent"),
            );
        };
        known.fate = Fate::Acknowledged;
        known.acknowledged_at = at;
        let before = known.acknowledged;
        known.acknowledged = place.or(before);
        match (before, place) {
            (Some(before), Some(place)) if before != place => self.complain(
                Kind::InconsistentOffset,
                Some(record),
                format!("record {record} was acknowledged at {before} and at {place}"),
            ),
            (_, Some(place)) => self.hold(at, place, Some(record)),
            (_, None) => {}
        }
    }

    fn find(&mut self, at: usize, reading: u32, offset: i64, record: Option<u64>, digest: u32) {
        let Some(Pass { partition, next_offset, start, .. }) = self.passes.get_mut(&reading) else {
            return;
        };
        let (place, from, start) = (Place { partition: *partition, offset }, *next_offset, *start);
        *next_offset = from.max(offset.saturating_add(1));
        if offset < from {
            self.complain(Kind::Reordered, record, format!("{place} was read when {from} was next"));
        } else {
            self.miss(at, place.partition, from, offset, usize::MAX);
        }
        if offset < start {
            self.complain(Kind::Phantom, record, format!("{place} was read, and the log had begun at {start}"));
        }
        let partition = self.partition(place.partition);
        partition.furthest = partition.furthest.max(offset.saturating_add(1));
        self.hold(at, place, record);
        self.identify(at, place, record, digest);
    }

    fn end(&mut self, at: usize, reading: u32) {
        let Some(Pass { partition, begun_at, next_offset, .. }) = self.passes.remove(&reading) else {
            return;
        };
        self.miss(at, partition, next_offset, i64::MAX, begun_at);
        let partition = self.partition(partition);
        partition.complete_since = partition.complete_since.max(Some(begun_at));
    }

    /// A reading at `from` went on at `to`: between them is nothing that was known before `since`.
    fn miss(&mut self, at: usize, partition: i32, from: i64, to: i64, since: usize) {
        let held = self.partitions.entry(partition).or_default();
        let from = from.max(held.possible_start);
        if from >= to {
            return;
        }
        let missing = held.held.range(from..to).filter(|(_, (_, known_at))| *known_at < since);
        self.missed.extend(missing.map(|(offset, (record, _))| {
            let place = Place { partition, offset: *offset };
            Missed { record: *record, place, at }
        }));
    }

    fn forget(&mut self, at: usize, partition: i32, before_offset: i64) {
        let held = self.partition(partition);
        let start = held.start;
        held.start = start.max(before_offset);
        // The start itself must have been allowed to move there.
        let possible_start = held.possible_start;
        held.possible_start = possible_start.max(held.start);
        if before_offset < start {
            let text =
                format!("at event {at} partition {partition} begins at {before_offset}, and had begun at {start}");
            self.complain(Kind::Phantom, None, text);
        } else if before_offset > possible_start {
            let text = format!("at event {at} partition {partition} begins at {before_offset}, which nobody asked for");
            self.complain(Kind::Lost, None, text);
        }
    }

    /// From now on that record is at that place, and no other is.
    fn hold(&mut self, at: usize, place: Place, record: Option<u64>) {
        let Some(record) = record else { return };
        let (holder, _) = *self.partition(place.partition).held.entry(place.offset).or_insert((record, at));
        if holder != record {
            let text = format!("{place} is record {holder} and record {record}");
            self.complain(Kind::InconsistentOffset, Some(record), text);
        }
    }

    /// Compares what was read with what was sent. True if it is a record that was sent.
    fn identify(&mut self, at: usize, place: Place, record: Option<u64>, digest: u32) -> bool {
        let complete_since = self.partition(place.partition).complete_since;
        let Some((id, known)) = record.and_then(|id| Some((id, self.records.get_mut(&id)?))) else {
            self.complain(Kind::Phantom, record, format!("{place} was read, and nobody sent it"));
            return false;
        };
        let is_first = known.seen.is_none();
        let first = *known.seen.get_or_insert(place);
        known.seen_at = at;
        let mut found = Vec::new();
        if known.digest != digest {
            found.push((Kind::Changed, format!("record {id} at {place} is not what was sent")));
        }
        match known.fate {
            Fate::Refused => found.push((Kind::Phantom, format!("record {id} was refused, and is at {place}"))),
            Fate::TakenBack => found.push((Kind::Phantom, format!("record {id} came back at {place}"))),
            Fate::Unknown if is_first && known.abandoned_at.is_some_and(|at| Some(at) < complete_since) => {
                found.push((Kind::Phantom, format!("record {id} was not there, and appeared later at {place}")));
            }
            Fate::Unknown | Fate::Acknowledged => {}
        }
        if first != place && known.guarantee != Guarantee::AtLeastOnce && !known.is_twice {
            known.is_twice = true;
            found.push((Kind::Duplicated, format!("record {id} is at {first} and at {place}")));
        }
        for (kind, text) in found {
            self.complain(kind, Some(id), text);
        }
        true
    }

    // === At the end ===

    fn finish(mut self) -> Report {
        self.find_newest();
        self.tell_missed();
        self.tell_misplaced();
        self.tell_reordered();
        self.tell_torn();
        let is_not_forgotten = |record: &Record| {
            record.acknowledged.is_none_or(|place| {
                self.partitions.get(&place.partition).is_none_or(|partition| place.offset >= partition.possible_start)
            })
        };
        let acknowledged = || self.records.values().filter(|record| record.fate == Fate::Acknowledged);
        self.report.sent = self.records.len();
        self.report.acknowledged = acknowledged().count();
        self.report.seen = acknowledged().filter(|record| record.seen.is_some()).count();
        self.report.unseen = acknowledged().filter(|record| record.seen.is_none() && is_not_forgotten(record)).count();
        self.report
    }

    /// The newest record of each key, where others may go.
    fn find_newest(&mut self) {
        for known in self.records.values().filter(|known| known.is_kept()) {
            if let (Some(key), Some(Place { partition, offset })) = (known.key, known.place()) {
                let newest = self.newest.entry((partition, key)).or_insert(offset);
                *newest = offset.max(*newest);
            }
        }
    }

    /// Whether compaction may have taken it.
    fn is_superseded(&self, known: &Record, place: Place) -> bool {
        let newest = known.key.and_then(|key| self.newest.get(&(place.partition, key)));
        let is_compacted = self.partitions.get(&place.partition).is_some_and(|partition| partition.is_compacted);
        is_compacted && newest.is_some_and(|newest| *newest > place.offset)
    }

    /// What one reading passed over and a later one found was skipped; what none found any more is lost.
    fn tell_missed(&mut self) {
        let mut told = BTreeSet::new();
        for Missed { record, place, at } in std::mem::take(&mut self.missed) {
            let Some(known) = self.records.get(&record).filter(|_| told.insert(record)) else {
                continue;
            };
            if self.is_superseded(known, place) {
                continue;
            }
            let was = if known.fate == Fate::Acknowledged { "acknowledged" } else { "read before" };
            let (kind, then) = match known.seen_at > at {
                true => (Kind::Skipped, "though it is there"),
                false => (Kind::Lost, "and by none after it"),
            };
            let text = format!("record {record}, {was} at {place}, was not found by the reading at event {at}, {then}");
            self.complain(kind, Some(record), text);
        }
    }

    /// Acknowledged at one place and found at another; or acknowledged without a place, and found at none.
    fn tell_misplaced(&mut self) {
        let complete_since = self.partitions.values().map(|partition| partition.complete_since).min().flatten();
        let has_forgotten = self.partitions.values().any(|partition| partition.possible_start > 0);
        let mut found = Vec::new();
        for (id, known) in self.records.iter().filter(|(_, known)| known.fate == Fate::Acknowledged) {
            match (known.acknowledged, known.seen) {
                (Some(told), Some(seen))
                    if told != seen && !known.is_twice && known.guarantee != Guarantee::AtLeastOnce =>
                {
                    let text = format!("record {id} was acknowledged at {told} and is at {seen}");
                    found.push((Kind::InconsistentOffset, *id, text));
                }
                (None, None) if Some(known.acknowledged_at) < complete_since && !has_forgotten => {
                    found.push((Kind::Lost, *id, format!("record {id} was acknowledged, and is nowhere")));
                }
                _ => {}
            }
        }
        found.sort_by_key(|(_, id, _)| *id);
        for (kind, id, text) in found {
            self.complain(kind, Some(id), text);
        }
    }

    fn tell_reordered(&mut self) {
        let mut placed: Vec<(u32, Place, usize, u64)> = Vec::with_capacity(self.records.len());
        let ordered =
            self.records.iter().filter(|(_, known)| known.guarantee == Guarantee::OnceInOrder && known.is_kept());
        placed.extend(ordered.filter_map(|(id, known)| Some((known.producer, known.place()?, known.nth, *id))));
        placed.sort_unstable();
        for pair in placed.windows(2) {
            if let [(producer, before, nth, id), (same, after, next, next_id)] = pair
                && (producer, before.partition) == (same, after.partition)
                && next < nth
            {
                let text = format!("record {next_id} was sent before record {id}, and is at {after} behind {before}");
                self.complain(Kind::Reordered, Some(*next_id), text);
            }
        }
    }

    fn tell_torn(&mut self) {
        let mut found = Vec::new();
        for (id, known) in self.records.iter().filter(|(_, known)| known.is_kept()) {
            let (Some(Together { first, index, count }), Some(place)) = (known.together, known.seen) else {
                continue;
            };
            let base = place.offset - i64::from(index);
            let held = self.partitions.get(&place.partition);
            let (start, furthest) = held.map_or((0, 0), |held| (held.possible_start, held.furthest));
            let expected = (first..).zip(base..).take(count as usize);
            let other = expected.filter(|(_, offset)| (start..furthest).contains(offset)).find(|(other, offset)| {
                let place = Place { offset: *offset, ..place };
                self.records.get(other).is_some_and(|other| {
                    other.seen.is_none_or(|seen| seen.offset != *offset) && !self.is_superseded(other, place)
                })
            });
            if let Some((other, offset)) = other {
                let text = format!("record {id} is at {place}, and record {other} of its batch is not at {offset}");
                found.push((*id, text));
            }
        }
        found.sort();
        for (id, text) in found {
            self.complain(Kind::Torn, Some(id), text);
        }
    }
}

impl Record {
    fn place(&self) -> Option<Place> {
        self.seen.or(self.acknowledged)
    }

    /// Not taken back by a power cut: then its old place says nothing.
    fn is_kept(&self) -> bool {
        self.fate != Fate::TakenBack
    }
}
