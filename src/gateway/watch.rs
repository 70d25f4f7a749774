//! Watching: every message that passes the door, and what became of it, told to whoever asked. Each watcher has a
//! bounded queue; a slow one loses messages and is told how many. A message is turned into JSON once, however many
//! watch, and not at all when nobody does.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use config::Glob;
use middlewares::{Delivery, Direction, Mark, Outcome, Receipt, Refusal};
use parking_lot::RwLock;
use records::Batch;
use tokio::sync::mpsc;

use super::message::Shown;

/// How many batches wait for one watcher.
const QUEUED_BATCHES: usize = 1024;

/// What somebody wishes to see.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Of which stations.
    pub station: Glob,
    /// Only messages with errors.
    pub invalid: bool,
}

/// All who watch.
pub struct Watchers {
    seats: RwLock<Vec<Seat>>,
    taken: AtomicUsize,
    open_limit_bytes: usize,
}

struct Seat {
    wish: Wish,
    queue: mpsc::Sender<Arc<Event>>,
    missed: Arc<AtomicU64>,
}

impl Watchers {
    /// Nobody yet.
    pub fn new(open_limit_bytes: usize) -> Self {
        Self { seats: RwLock::default(), taken: AtomicUsize::new(0), open_limit_bytes }
    }

    /// A new watcher; it sees what comes from now on, and leaves by being dropped.
    pub(super) fn join(&self, wish: Wish) -> Watcher {
        let (queue, events) = mpsc::channel(QUEUED_BATCHES);
        let missed = Arc::new(AtomicU64::new(0));
        let mut seats = self.seats.write();
        seats.retain(|seat| !seat.queue.is_closed());
        seats.push(Seat { wish: wish.clone(), queue, missed: Arc::clone(&missed) });
        self.taken.store(seats.len(), Ordering::Release);
        Watcher { wish, events, missed }
    }

    /// Remembers a delivery as it came in, if somebody watches: what is refused never reaches a backend.
    pub(super) fn begin(self: &Arc<Self>, delivery: &Delivery) -> Option<Watched> {
        let watched = delivery.direction == Direction::Produce && self.taken.load(Ordering::Acquire) > 0;
        watched.then(|| Watched {
            watchers: Arc::clone(self),
            station: Arc::clone(&delivery.station),
            batch: delivery.draft.original().clone(),
        })
    }

    /// Tells of a stored batch. `indexes`: each record's index in the delivery, if it was split.
    pub(super) fn stored(
        &self,
        station: &Arc<str>,
        partition: i32,
        base_offset: i64,
        batch: &Batch,
        indexes: &[usize],
        marks: &[Mark],
    ) {
        if self.taken.load(Ordering::Acquire) == 0 || batch.header().record_count == 0 {
            return;
        }
        self.tell(Event {
            station: Arc::clone(station),
            batch: batch.clone(),
            what: What::Stored { partition, base_offset, indexes: indexes.to_vec() },
            marks: marks.to_vec(),
            frames: OnceLock::new(),
            open_limit_bytes: self.open_limit_bytes,
        });
    }

    fn tell(&self, event: Event) {
        let event = Arc::new(event);
        let mut gone = false;
        for seat in self.seats.read().iter().filter(|seat| seat.wish.station.matches(&event.station)) {
            match seat.queue.try_send(Arc::clone(&event)) {
                Ok(()) => {}
                Err(mpsc::error::TrySendError::Full(event)) => {
                    seat.missed.fetch_add(event.records(), Ordering::Relaxed);
                }
                Err(mpsc::error::TrySendError::Closed(_)) => gone = true,
            }
        }
        if gone {
            let mut seats = self.seats.write();
            seats.retain(|seat| !seat.queue.is_closed());
            self.taken.store(seats.len(), Ordering::Release);
        }
    }
}

/// A delivery that somebody watches, until its outcome is known.
pub(super) struct Watched {
    watchers: Arc<Watchers>,
    station: Arc<str>,
    batch: Batch,
}

impl Watched {
    /// Tells of the records that were not stored where they were sent; the others were told as they were stored.
    pub(super) fn end(self, result: &Result<Receipt, Refusal>) {
        let Self { watchers, station, batch } = self;
        let marks: Vec<Mark> = match result {
            Ok(receipt) => {
                let stored = |mark: &Mark| matches!(mark.outcome, Outcome::Tagged(_) | Outcome::Passed(_));
                receipt.marks.iter().filter(|mark| !stored(mark)).cloned().collect()
            }
            Err(Refusal::Invalid { records, .. }) => records
                .iter()
                .map(|record| Mark { index: record.index, outcome: Outcome::Refused(record.errors.clone().into()) })
                .collect(),
            Err(_) => Vec::new(),
        };
        if marks.is_empty() {
            return;
        }
        let open_limit_bytes = watchers.open_limit_bytes;
        let what = What::NotStored;
        watchers.tell(Event { station, batch, what, marks, frames: OnceLock::new(), open_limit_bytes });
    }
}

/// A batch, and what became of its records.
struct Event {
    station: Arc<str>,
    batch: Batch,
    what: What,
    marks: Vec<Mark>,
    /// Made by the first watcher that needs them.
    frames: OnceLock<Vec<Frame>>,
    open_limit_bytes: usize,
}

enum What {
    Stored { partition: i32, base_offset: i64, indexes: Vec<usize> },
    NotStored,
}

/// One message as a watcher is told of it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The message in JSON, on one line.
    pub json: Arc<str>,
    /// Whether something was wrong with it.
    pub invalid: bool,
}

impl Event {
    fn records(&self) -> u64 {
        match self.what {
            What::Stored { .. } => u64::try_from(self.batch.header().record_count).unwrap_or(0),
            What::NotStored => self.marks.len() as u64,
        }
    }

    fn frames(&self) -> &[Frame] {
        self.frames.get_or_init(|| self.encode())
    }

    fn encode(&self) -> Vec<Frame> {
        let Ok(opened) = self.batch.open(self.open_limit_bytes) else { return Vec::new() };
        let marks: HashMap<usize, &Outcome> = self.marks.iter().map(|mark| (mark.index, &mark.outcome)).collect();
        let mut frames = Vec::new();
        for (position, record) in opened.records().enumerate() {
            let Ok(record) = record else { break };
            let delta = usize::try_from(record.offset_delta).unwrap_or(position);
            let (index, partition, offset) = match &self.what {
                What::NotStored => (delta, -1, None),
                What::Stored { partition, base_offset, indexes } => {
                    let index = indexes.get(position).copied().unwrap_or(delta);
                    (index, *partition, Some(base_offset + i64::from(record.offset_delta)))
                }
            };
            let mark = marks.get(&index).copied();
            if mark.is_none() && matches!(self.what, What::NotStored) {
                continue;
            }
            let mut shown = Shown::of(&self.station, partition, offset, &record);
            let (outcome, errors): (_, &[String]) = match mark {
                None => ("stored", &[]),
                Some(Outcome::Passed(errors)) => ("stored", errors),
                Some(Outcome::Tagged(errors)) => ("tagged", errors),
                Some(Outcome::Dropped) => ("dropped", &[]),
                Some(Outcome::Diverted { errors, .. }) => ("diverted", errors),
                Some(Outcome::Refused(errors)) => ("refused", errors),
            };
            shown.outcome = Some(outcome);
            if !errors.is_empty() {
                shown.errors = errors.to_vec();
            }
            let invalid = !shown.errors.is_empty();
            if let Ok(json) = serde_json::to_string(&shown) {
                frames.push(Frame { json: json.into(), invalid });
            }
        }
        frames
    }
}

/// One who watches.
pub struct Watcher {
    wish: Wish,
    events: mpsc::Receiver<Arc<Event>>,
    missed: Arc<AtomicU64>,
}

/// What a watcher is told.
#[derive(Debug, Clone)]
pub enum Told {
    /// The messages of one batch that it wished to see; possibly none.
    Frames(Vec<Frame>),
    /// So many were lost because it was too slow.
    Missed(u64),
}

impl Watcher {
    /// The next that it is told; `None` when the gateway ends. Cancel safe.
    pub async fn next(&mut self) -> Option<Told> {
        let missed = self.missed.swap(0, Ordering::Relaxed);
        if missed > 0 {
            return Some(Told::Missed(missed));
        }
        let event = self.events.recv().await?;
        let wanted = |frame: &&Frame| frame.invalid || !self.wish.invalid;
        Some(Told::Frames(event.frames().iter().filter(wanted).cloned().collect()))
    }
}
