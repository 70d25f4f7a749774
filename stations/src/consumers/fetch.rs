//! Handing messages out: first those due again, then new ones, partition after partition. One fetch picks at a time; all of
//! them wait together for records to become visible, for room, and for what is due.

use std::sync::Arc;

use futures_util::future::select_all;
use tokio::time::{Instant, sleep_until};

use super::consumer::{Consumer, Delivery};
use super::messages::{Message, Opened};
use super::state::Event;
use super::{Error, live::At};

/// So far a filter looks ahead before it is written down how far it came.
const UNRECORDED_OFFSETS: i64 = 4_096;

/// What somebody wants to be handed.
#[derive(Debug, Clone, Copy)]
pub struct Fetch {
    /// At most so many messages.
    pub max_messages: usize,
    /// At most so many bytes of keys, payloads and headers; the first message however large.
    pub max_bytes: usize,
    /// With nothing there yet, wait until then; `None` answers at once.
    pub wait_until: Option<Instant>,
}

/// What was picked, before it is said to be delivered.
#[derive(Default)]
struct Picked {
    again: Vec<Message>,
    new: Vec<Message>,
    events: Vec<Event>,
    bytes: usize,
}

impl Picked {
    fn len(&self) -> usize {
        self.again.len() + self.new.len()
    }

    fn takes(&mut self, message: &Message, fetch: &Fetch, room: usize) -> bool {
        let bytes = self.bytes + message.size_bytes();
        let takes = self.len() < room && (self.len() == 0 || bytes <= fetch.max_bytes);
        if takes {
            self.bytes = bytes;
        }
        takes
    }
}

impl Consumer {
    /// Hands out messages; that they were is as durable as the station's messages before this answers. An empty answer
    /// means that the time was up.
    ///
    /// # Errors
    /// [`Error::NotFound`] once it is deleted; [`Error::Store`].
    pub async fn fetch(&self, fetch: Fetch) -> Result<Vec<Delivery>, Error> {
        loop {
            let partitions = self.station.partitions();
            // All of these are listened to before anything is looked at, so nothing is missed between.
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let mut tails: Vec<_> = partitions.iter().map(|partition| partition.tail()).collect();
            tails.iter_mut().for_each(|tail| drop(tail.borrow_and_update()));

            let delivered = self.deliver(&fetch).await?;
            let Some(wait_until) = fetch.wait_until.filter(|_| delivered.is_empty()) else { return Ok(delivered) };
            if Instant::now() >= wait_until {
                return Ok(delivered);
            }
            let due = self.core()?.live.next_due_ms().map(|due_ms| self.instant(due_ms));
            let risen = select_all(tails.iter_mut().map(|tail| Box::pin(tail.changed())));
            tokio::select! {
                () = &mut changed => {}
                _ = risen => {}
                () = sleep_until(due.map_or(wait_until, |due| due.min(wait_until))) => {}
            }
        }
    }

    async fn deliver(&self, fetch: &Fetch) -> Result<Vec<Delivery>, Error> {
        let mut opened = self.picking.lock().await;
        let mut picked = Picked::default();
        let (again, room, readings) = self.candidates(fetch)?;
        self.pick_again(&mut opened, &mut picked, &again, fetch).await?;
        self.pick_new(&mut opened, &mut picked, fetch, room).await?;
        let (deliveries, written) = {
            let mut core = self.core()?;
            if core.readings != readings {
                // Whoever failed wakes all fetches, this one among them.
                return Ok(Vec::new());
            }
            let due_ms = self.now_ms().saturating_add(self.config().ack_wait_ms);
            let mut events = std::mem::take(&mut picked.events);
            events.iter().for_each(|event| core.live.apply(event));
            let mut deliveries = Vec::with_capacity(picked.len());
            // What was acknowledged while it was read is not delivered again.
            picked.again.retain(|message| core.live.ready.contains(&(message.partition, message.offset)));
            for message in picked.again.into_iter().chain(picked.new) {
                let at = (message.partition, message.offset);
                let before = core.live.state.pending.get(&at).map_or(0, |pending| pending.deliveries);
                let count = before.saturating_add(1);
                let event = Event::Delivered { partition: at.0, offset: at.1, count };
                core.live.apply(&event);
                core.live.wait(at, due_ms);
                events.push(event);
                deliveries.push(Delivery { message, deliveries: count, token: self.token(at, count) });
            }
            (deliveries, self.record(&mut core, events)?)
        };
        // The next fetch picks while this one waits for the disk: their entries share a sync.
        drop(opened);
        self.finish(written).await?;
        Ok(deliveries)
    }

    /// What is due again, and how many new messages there is room for.
    fn candidates(&self, fetch: &Fetch) -> Result<(Vec<At>, usize, u64), Error> {
        let mut core = self.core()?;
        core.live.expire(self.now_ms());
        let config = self.config();
        let max_deliveries = config.max_deliveries.unwrap_or(u32::MAX);
        let state = &core.live.state;
        let is_left = |at: &&At| state.pending.get(at).is_some_and(|pending| pending.deliveries < max_deliveries);
        let again = core.live.ready.iter().filter(is_left).take(fetch.max_messages).copied().collect();
        let room = (config.max_in_flight as usize).saturating_sub(state.pending.len());
        Ok((again, room, core.readings))
    }

    async fn pick_again(
        &self,
        opened: &mut Opened,
        picked: &mut Picked,
        again: &[At],
        fetch: &Fetch,
    ) -> Result<(), Error> {
        for &(partition, offset) in again {
            let Some(log) = self.station.partition(partition) else { continue };
            let span = opened.span(log, offset).await?;
            match span.messages.iter().find(|message| message.offset == offset) {
                Some(message) if picked.takes(message, fetch, fetch.max_messages) => {
                    picked.again.push(message.clone());
                }
                Some(_) => return Ok(()),
                None => picked.events.push(Event::Gone { partition, offset }),
            }
        }
        Ok(())
    }

    async fn pick_new(
        &self,
        opened: &mut Opened,
        picked: &mut Picked,
        fetch: &Fetch,
        room: usize,
    ) -> Result<(), Error> {
        let config = self.config();
        let room = room.saturating_add(picked.len()).min(fetch.max_messages);
        for log in self.station.partitions() {
            let partition = log.index();
            let known = self.core()?.live.state.next.get(&partition).copied();
            let from = known.unwrap_or_else(|| log.log_start_offset());
            let (mut next, mut skipped) = (from, 0_u64);
            'log: while next < log.high_watermark() && picked.len() < room {
                let span = opened.span(Arc::clone(&log), next).await?;
                if span.is_gone {
                    skipped += u64::try_from(span.next - next).unwrap_or(0);
                }
                for message in span.messages.iter().filter(|message| message.offset >= next) {
                    if !message.is_wanted(config.filter.as_deref(), self.station.name()) {
                        continue;
                    }
                    if !picked.takes(message, fetch, room) {
                        next = message.offset;
                        break 'log;
                    }
                    picked.new.push(message.clone());
                }
                next = span.next;
            }
            if skipped > 0 || next - from >= UNRECORDED_OFFSETS {
                // What is delivered below `next` says so itself, in the same entry.
                picked.events.push(Event::Advanced { partition, next, skipped });
            }
        }
        Ok(())
    }
}
