//! One consumer: what everybody who fetches from it or acknowledges to it shares. Every call decides under one short lock,
//! puts its events in the journal's line there, and answers once they are as durable as the station's messages.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard, RwLock};
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use super::config::ConsumerConfig;
use super::live::{At, Live};
use super::messages::{Message, Opened};
use super::state::{Counts, Event};
use super::{Error, Token, journal};
use crate::partition::Partition;
use crate::station::Station;

/// The journal is cut behind a snapshot once it has grown by so much, or by four snapshots.
const SNAPSHOT_BYTES: usize = 256 << 10;

/// A durable, named reader of a station that is told of every message that was dealt with.
pub struct Consumer {
    pub(super) name: String,
    pub(super) id: Uuid,
    pub(super) station: Arc<Station>,
    pub(super) config: RwLock<Arc<ConsumerConfig>>,
    pub(super) journal: Arc<Partition>,
    opened: Instant,
    core: Mutex<Core>,
    /// Held by the one fetch that picks messages.
    pub(super) picking: tokio::sync::Mutex<Opened>,
    /// Held by whoever writes dead letters.
    pub(super) letters: tokio::sync::Mutex<()>,
    pub(super) changed: Notify,
    pub(super) closed: AtomicBool,
}

/// What the lock guards.
pub(super) struct Core {
    pub(super) live: Live,
    /// Of the next journal entry.
    sequence: i64,
    since_snapshot_bytes: usize,
    snapshot_bytes: usize,
    /// An entry failed: what is here never happened, and the journal must be read again.
    is_stale: bool,
    /// How often it was read again: what was picked from an earlier reading may have holes before it.
    pub(super) readings: u64,
}

/// A message, handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The message.
    pub message: Message,
    /// How often it was delivered by now, from 1.
    pub deliveries: u32,
    /// What to acknowledge it with, from any connection, after a restart too.
    pub token: Token,
}

/// What an acknowledgement came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It was pending, and is as asked.
    Done,
    /// It was not pending any more: acknowledged, dead or gone already. No error: acknowledging is idempotent.
    Already,
}

/// What is to become of a delivered message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is dealt with.
    Ack,
    /// Deliver it again, after so many milliseconds.
    Nack {
        /// How long it rests; a restart makes it rest for the ack wait instead.
        delay_ms: u64,
    },
    /// It is being worked on: its ack wait begins again.
    InProgress,
    /// Never deliver it again: it becomes a dead letter, for this reason.
    Terminate {
        /// A sentence for people, at most 1,000 characters of which are kept.
        reason: String,
    },
    /// It was never written to whom it was meant for: deliver it again at once, and do not count that delivery.
    GiveBack,
}

/// How a consumer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// Its configuration.
    pub config: ConsumerConfig,
    /// By partition: below `floor` all is dealt with; below `next` all was delivered; what comes after is `waiting`
    /// offsets long (an upper bound where there is a filter).
    pub partitions: Vec<Progress>,
    /// Delivered, and neither acknowledged nor dead.
    pub pending: usize,
    /// Of these: delivered or nacked, and waiting for their time.
    pub in_flight: usize,
    /// What has happened so far.
    pub counts: Counts,
}

/// How a consumer stands in a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The partition.
    pub partition: i32,
    /// The first offset that may still be pending.
    pub floor: i64,
    /// The first offset that was never delivered.
    pub next: i64,
    /// Offsets from there to the high watermark.
    pub waiting: i64,
}

impl Consumer {
    pub(super) fn open(
        name: &str,
        id: Uuid,
        station: Arc<Station>,
        config: ConsumerConfig,
        journal: Arc<Partition>,
    ) -> Result<Consumer, Error> {
        let (state, sequence) = journal::replay(&journal)?;
        let live = Live::new(state, config.ack_wait_ms);
        let core = Core { live, sequence, since_snapshot_bytes: 0, snapshot_bytes: 0, is_stale: false, readings: 0 };
        Ok(Consumer {
            name: name.to_owned(),
            id,
            station,
            config: RwLock::new(Arc::new(config)),
            journal,
            opened: Instant::now(),
            core: Mutex::new(core),
            picking: tokio::sync::Mutex::default(),
            letters: tokio::sync::Mutex::default(),
            changed: Notify::new(),
            closed: AtomicBool::new(false),
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its configuration as of now.
    pub fn config(&self) -> Arc<ConsumerConfig> {
        Arc::clone(&self.config.read())
    }

    /// Says what is to become of delivered messages, in one journal entry; the answers are in the order of the tokens.
    ///
    /// # Errors
    /// [`Error::InvalidToken`], with nothing done; [`Error::Store`] if it could not be made to last: say it again.
    pub async fn settle(&self, verdicts: &[(Token, Verdict)]) -> Result<Vec<Settled>, Error> {
        let (settled, written) = {
            let mut core = self.core()?;
            let foreign = verdicts.iter().find(|(token, _)| {
                let next = core.live.state.next.get(&token.partition).copied().unwrap_or(0);
                token.consumer != self.id || token.offset >= next
            });
            if let Some((token, _)) = foreign {
                return Err(Error::InvalidToken { consumer: self.name.clone(), token: token.to_string() });
            }
            let mut settled = Vec::with_capacity(verdicts.len());
            let mut events = Vec::new();
            for (token, verdict) in verdicts {
                settled.push(self.judge(&mut core, token, verdict, &mut events));
            }
            (settled, self.record(&mut core, events)?)
        };
        self.finish(written).await?;
        self.changed.notify_waiters();
        Ok(settled)
    }

    fn judge(&self, core: &mut Core, token: &Token, verdict: &Verdict, events: &mut Vec<Event>) -> Settled {
        let (at, now_ms) = ((token.partition, token.offset), self.now_ms());
        let Some(pending) = core.live.state.pending.get(&at) else {
            // The first acknowledgement may still be on its way to the disk: this one waits behind it.
            events.extend((*verdict == Verdict::Ack).then_some(Event::Acked { partition: at.0, offset: at.1 }));
            return Settled::Already;
        };
        if pending.doomed.is_some() {
            return Settled::Already;
        }
        // Whoever has an older delivery may still say that it is done, but not disturb the one under way.
        let is_current = pending.deliveries == token.delivery && !core.live.ready.contains(&at);
        let (partition, offset) = at;
        let event = match verdict {
            Verdict::Ack => Event::Acked { partition, offset },
            Verdict::Terminate { reason } => {
                Event::Doomed { partition, offset, reason: reason.chars().take(1_000).collect() }
            }
            _ if !is_current => return Settled::Already,
            Verdict::Nack { delay_ms } => {
                core.live.wait(at, now_ms.saturating_add(*delay_ms));
                return Settled::Done;
            }
            Verdict::InProgress => {
                core.live.wait(at, now_ms.saturating_add(self.config().ack_wait_ms));
                return Settled::Done;
            }
            Verdict::GiveBack => {
                core.live.release(at);
                Event::GivenBack { partition, offset }
            }
        };
        core.live.apply(&event);
        events.push(event);
        Settled::Done
    }

    /// How it stands now.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn describe(&self) -> Result<Described, Error> {
        let core = self.core()?;
        let partitions = self.station.partitions().into_iter().map(|partition| {
            let index = partition.index();
            let next = core.live.state.next.get(&index).copied().unwrap_or_else(|| partition.log_start_offset());
            let floor = core.live.state.floor(index).unwrap_or(next);
            let waiting = partition.high_watermark().saturating_sub(next.max(partition.log_start_offset())).max(0);
            Progress { partition: index, floor, next, waiting }
        });
        Ok(Described {
            name: self.name.clone(),
            config: (*self.config()).clone(),
            partitions: partitions.collect(),
            pending: core.live.state.pending.len(),
            in_flight: core.live.in_flight(),
            counts: core.live.state.counts,
        })
    }

    pub(super) fn now_ms(&self) -> u64 {
        u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) fn instant(&self, at_ms: u64) -> Instant {
        self.opened + Duration::from_millis(at_ms)
    }

    /// The state, read again from the journal if an entry failed.
    pub(super) fn core(&self) -> Result<MutexGuard<'_, Core>, Error> {
        if self.closed.load(Ordering::Acquire) {
            let (station, consumer) = (self.station.name().to_owned(), self.name.clone());
            return Err(Error::NotFound { station, consumer });
        }
        let mut core = self.core.lock();
        if core.is_stale {
            let (state, sequence) = journal::replay(&self.journal)?;
            let due_ms = self.now_ms().saturating_add(self.config().ack_wait_ms);
            (core.live, core.sequence, core.is_stale) = (Live::new(state, due_ms), sequence, false);
            core.readings += 1;
        }
        Ok(core)
    }

    /// Puts events that were applied in the journal's line.
    pub(super) fn record(&self, core: &mut Core, mut events: Vec<Event>) -> Result<Option<Written>, Error> {
        if events.is_empty() {
            return Ok(None);
        }
        let is_snapshot = core.since_snapshot_bytes > SNAPSHOT_BYTES.max(4 * core.snapshot_bytes);
        if is_snapshot {
            events = vec![Event::Snapshot { state: core.live.state.clone() }];
        }
        let (bytes, done) = match journal::append(&self.journal, core.sequence, &events) {
            Ok(line) => line,
            Err(error) => {
                core.is_stale = true;
                return Err(error.into());
            }
        };
        if is_snapshot {
            (core.snapshot_bytes, core.since_snapshot_bytes) = (bytes, 0);
        }
        core.since_snapshot_bytes += bytes;
        core.sequence += 1;
        Ok(Some(Written { done: Box::pin(done), is_snapshot, readings: core.readings }))
    }

    /// Waits until an entry lasts. If it does not, nothing of it happened.
    pub(super) async fn finish(&self, written: Option<Written>) -> Result<(), Error> {
        let Some(Written { done, is_snapshot, readings }) = written else { return Ok(()) };
        match done.await {
            Ok(appended) => {
                if is_snapshot {
                    let journal = Arc::clone(&self.journal);
                    let trim = move || journal.trim(appended.base_offset);
                    if let Err(error) = super::away(trim).await {
                        tracing::warn!(consumer = self.name, %error, "a consumer's journal was not cut");
                    }
                }
                Ok(())
            }
            Err(error) => {
                let mut core = self.core.lock();
                // Entries behind a failed one fail too, but the journal is read again only once: a second reading might miss
                // an entry that was put in line since, and give its sequence to another.
                core.is_stale |= core.readings == readings;
                drop(core);
                self.changed.notify_waiters();
                Err(error.into())
            }
        }
    }

    pub(super) fn token(&self, (partition, offset): At, delivery: u32) -> Token {
        Token { consumer: self.id, partition, offset, delivery }
    }
}

/// An entry on its way to the disk.
pub(super) struct Written {
    done: futures_util::future::BoxFuture<'static, Result<crate::Appended, crate::Error>>,
    is_snapshot: bool,
    /// Of which reading of the journal it is a part.
    readings: u64,
}

impl fmt::Debug for Consumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Consumer({} of {})", self.name, self.station.name())
    }
}
