//! The messages of a station from a place on, all partitions merged by time, a page at a time; each partition's own
//! order is kept. How a page looks to the client is not known here.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::try_join_all;
use futures_util::stream::{FuturesUnordered, StreamExt};
use records::{Batch, Opened, Record};
use tokio::time::{Instant, sleep_until};

use super::Wish;
use super::cursor::{Cursor, Slot, Start};
use crate::backends::{Extent, Read, Wanted};
use crate::gateway::message::{Shown, timestamp_ms};
use crate::gateway::{self, Error};
use crate::protocols::http::client::Client;
use crate::protocols::http::stations;
use crate::protocols::problem::{Kind, Problem};

/// Bytes wanted of one partition at a time; a larger first batch comes whole.
const SLICE_BYTES: usize = 256 << 10;
/// Partitions asked at a time.
const AT_ONCE: usize = 16;
/// No more partitions are asked for a page, and no more of one's batches opened, past so many bytes.
const PAGE_BYTES: usize = 16 << 20;

/// Between two waits that ended with nothing.
const PAUSE: Duration = Duration::from_millis(50);

/// Reads a station.
pub(super) struct Reader {
    client: Client,
    station: Arc<str>,
    cursor: Cursor,
    open_limit_bytes: usize,
}

/// What was read of one partition: the slot's place in the cursor, the batches opened, and the offset after them.
struct Source {
    slot: usize,
    opened: Vec<Opened>,
    next_offset: i64,
}

impl Reader {
    /// A reader of a station from where a wish says on; from the first message, if it does not.
    pub(super) async fn open(
        client: Client,
        station: &str,
        wish: &Wish,
        open_limit_bytes: usize,
    ) -> Result<Self, Problem> {
        let info = stations::find(&client.door, station).await?;
        let partitions: Vec<(i32, Extent)> = (0..).zip(info.partitions).collect();
        let partitions = match wish.partition {
            None => partitions,
            Some(wanted) => partitions.into_iter().filter(|(partition, _)| *partition == wanted).collect(),
        };
        if let (Some(partition), []) = (wish.partition, partitions.as_slice()) {
            let detail = format!("station {station:?} has no partition {partition}");
            return Err(Problem::new(Kind::UnknownPartition, detail));
        }
        let slots = match (&wish.offset, &wish.time) {
            (Some(_), Some(_)) => return Err(Problem::bad_request("`offset` and `time` do not go together")),
            (None, None) => started(&partitions, &Start::Earliest)?,
            (Some(offset), None) => started(&partitions, &Start::parse(offset)?)?,
            (None, Some(time)) => at_time(&client, station, &partitions, time).await?,
        };
        Ok(Self { client, station: station.into(), cursor: Cursor(slots), open_limit_bytes })
    }

    /// Where the next page begins.
    pub(super) fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    /// Ends when the gateway shuts down.
    pub(super) fn drain(&self) -> tokio_util::sync::CancellationToken {
        self.client.facts.drain.clone()
    }

    /// Shows the next messages, at most `limit`, each with the place after it. With none there, waits for some until
    /// `wait_until`, or until the gateway shuts down.
    pub(super) async fn page(
        &mut self,
        limit: usize,
        wait_until: Option<Instant>,
        mut show: impl FnMut(Shown<'_>, &Cursor),
    ) -> Result<(), Problem> {
        loop {
            let sources = self.read().await?;
            let something_came = !sources.is_empty();
            if self.merge(&sources, limit, &mut show) > 0 {
                return Ok(());
            }
            if something_came {
                // Only what nobody sees, as the marks of transactions.
                continue;
            }
            match wait_until {
                Some(deadline) if Instant::now() < deadline && !self.client.facts.drain.is_cancelled() => {
                    self.wait(deadline).await?;
                }
                _ => return Ok(()),
            }
        }
    }

    /// Reads what is there, from another partition first each time: a busy one must not keep the others waiting.
    async fn read(&self) -> Result<Vec<Source>, Problem> {
        let slots: Vec<(usize, Slot)> = self.cursor.0.iter().copied().enumerate().collect();
        let progress = slots.iter().fold(0_i64, |sum, (_, slot)| sum.wrapping_add(slot.offset));
        let turn = usize::try_from(progress.unsigned_abs()).unwrap_or(0) % slots.len().max(1);
        let (before, from) = slots.split_at(turn);
        let mut sources = Vec::new();
        let mut bytes = 0;
        for some in [from, before].concat().chunks(AT_ONCE) {
            let read = try_join_all(some.iter().map(|(at, slot)| self.read_slot(*at, *slot))).await?;
            for source in read.into_iter().flatten() {
                bytes += source.opened.iter().map(|opened| opened.data().len()).sum::<usize>();
                sources.push(source);
            }
            if bytes >= PAGE_BYTES {
                break;
            }
        }
        Ok(sources)
    }

    async fn read_slot(&self, at: usize, slot: Slot) -> Result<Option<Source>, Problem> {
        let wish = self.wish(slot, SLICE_BYTES, None);
        let slice = self.client.door.read(wish, &self.client.origin).await?;
        opened(at, slot, slice.bytes, self.open_limit_bytes)
    }

    /// Waits until any partition has something.
    async fn wait(&self, deadline: Instant) -> Result<(), gateway::Error> {
        let reads = self.cursor.0.iter().map(|slot| {
            let wish = self.wish(*slot, 1, Some(deadline));
            self.client.door.read(wish, &self.client.origin)
        });
        let mut reads: FuturesUnordered<_> = reads.collect();
        let drain = self.drain();
        while let Some(Some(slice)) = drain.run_until_cancelled(reads.next()).await {
            if !slice?.bytes.is_empty() {
                return Ok(());
            }
        }
        if !drain.is_cancelled() {
            // A backend may end a wait early (a partition that closes): not to be asked again without a pause.
            sleep_until(deadline.min(Instant::now() + PAUSE)).await;
        }
        Ok(())
    }

    fn wish(&self, slot: Slot, max_bytes: usize, wait_until: Option<Instant>) -> Read {
        let Slot { partition, offset } = slot;
        Read { station: Arc::clone(&self.station), partition, offset, max_bytes, wait_until }
    }

    /// Shows the records of all sources by time, moves the cursor past them, and says how many there were.
    fn merge(&mut self, sources: &[Source], limit: usize, show: &mut impl FnMut(Shown<'_>, &Cursor)) -> usize {
        let mut heads: Vec<_> = sources.iter().map(|source| (source, self.records(source).peekable())).collect();
        let mut shown = 0;
        while shown < limit {
            let first = heads.iter_mut().filter_map(|(source, records)| {
                let at = records.peek()?.timestamp_ms;
                Some((at, source.slot, records))
            });
            let Some((_, at, records)) = first.min_by_key(|(timestamp_ms, slot, _)| (*timestamp_ms, *slot)) else {
                break;
            };
            let (Some(record), Some(slot)) = (records.next(), self.cursor.0.get_mut(at)) else { break };
            slot.offset = record.offset + 1;
            let partition = slot.partition;
            show(Shown::of(&self.station, partition, Some(record.offset), &record), &self.cursor);
            shown += 1;
        }
        for (source, mut records) in heads {
            if records.peek().is_none()
                && let Some(slot) = self.cursor.0.get_mut(source.slot)
            {
                slot.offset = source.next_offset;
            }
        }
        shown
    }

    /// The records of a source from the cursor on.
    fn records<'s>(&self, source: &'s Source) -> impl Iterator<Item = Record<'s>> + use<'s> {
        let from = self.cursor.0.get(source.slot).map_or(0, |slot| slot.offset);
        let batches = source.opened.iter().filter(|opened| !opened.header().attributes.is_control());
        // They were walked once already when they were opened.
        batches.flat_map(Opened::records).filter_map(Result::ok).filter(move |record| record.offset >= from)
    }
}

/// Opens the batches of a slice; `None` when there is none.
fn opened(slot_at: usize, slot: Slot, mut bytes: bytes::Bytes, limit_bytes: usize) -> Result<Option<Source>, Problem> {
    let unreadable = |error: records::Error| Problem::from(Error::from(middlewares::Refusal::from(error)));
    let mut source = Source { slot: slot_at, opened: Vec::new(), next_offset: slot.offset };
    let mut opened_bytes = 0;
    while opened_bytes < PAGE_BYTES
        && let Some(batch) = Batch::split(&mut bytes).map_err(unreadable)?
    {
        let opened = batch.open(limit_bytes).map_err(unreadable)?;
        opened.check().map_err(unreadable)?;
        opened_bytes += opened.data().len();
        source.next_offset = source.next_offset.max(batch.next_offset());
        source.opened.push(opened);
    }
    Ok((!source.opened.is_empty()).then_some(source))
}

/// A partition that an `Offsets` says nothing of begins with its first message.
fn started(partitions: &[(i32, Extent)], start: &Start) -> Result<Vec<Slot>, Problem> {
    let several = |offsets: &[i64]| offsets.len() > partitions.len();
    if let Start::Offsets(offsets) = start
        && several(offsets)
    {
        return Err(Problem::bad_request("offset: this cursor is of more partitions than are read"));
    }
    let slot = |(at, (partition, extent)): (usize, &(i32, Extent))| {
        let offset = match start {
            Start::Earliest => extent.log_start_offset,
            Start::Latest => extent.high_watermark,
            Start::Offsets(offsets) => offsets.get(at).copied().unwrap_or(extent.log_start_offset),
        };
        Slot { partition: *partition, offset }
    };
    Ok(partitions.iter().enumerate().map(slot).collect())
}

async fn at_time(
    client: &Client,
    station: &str,
    partitions: &[(i32, Extent)],
    time: &str,
) -> Result<Vec<Slot>, Problem> {
    let from_ms = time.parse::<i64>().ok().or_else(|| timestamp_ms(time)).ok_or_else(|| {
        let detail = format!("time: {time:?} is neither an RFC 3339 time nor milliseconds since 1970");
        Problem::bad_request(detail)
    })?;
    let mut slots = Vec::with_capacity(partitions.len());
    for (partition, extent) in partitions {
        let found = client.door.offset(station, *partition, Wanted::At(from_ms)).await?;
        let offset = found.map_or(extent.high_watermark, |position| position.offset);
        slots.push(Slot { partition: *partition, offset });
    }
    Ok(slots)
}
