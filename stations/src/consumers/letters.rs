//! Dead letters: what was delivered too often, or terminated, goes to the station `<station>.dead-letter`, payload, key and
//! headers untouched, with headers that say why, how often and from where. Each exactly once across crashes: whose letter
//! is next is durable before it is written, and it is written under a producer's sequence that the consumer's state holds.

use std::sync::Arc;

use records::{Builder, Codec};

use super::Error;
use super::consumer::Consumer;
use super::live::At;
use super::messages::Message;
use super::state::Event;
use crate::station::Station;

impl Consumer {
    /// Dooms what was delivered as often as may be and is due; true if dead letters wait to be written.
    pub(super) fn doom_exhausted(&self) -> Result<(bool, Option<super::consumer::Written>), Error> {
        let mut core = self.core()?;
        core.live.expire(self.now_ms());
        let mut events = Vec::new();
        if let Some(max_deliveries) = self.config().max_deliveries {
            for &(partition, offset) in &core.live.ready {
                let deliveries = core.live.state.pending.get(&(partition, offset)).map_or(0, |known| known.deliveries);
                if deliveries >= max_deliveries {
                    let reason = format!("it was delivered {deliveries} times and never acknowledged");
                    events.push(Event::Doomed { partition, offset, reason });
                }
            }
        }
        events.iter().for_each(|event| core.live.apply(event));
        let written = self.record(&mut core, events)?;
        Ok((!core.live.doomed.is_empty(), written))
    }

    /// Writes all dead letters that wait, one after the other. One that cannot be written stays pending, and is tried
    /// again when house is kept next.
    pub(super) async fn bury(&self, dead_letters: &Station) -> Result<(), Error> {
        let _alone = self.letters.lock().await;
        loop {
            let (at, reason, deliveries, written) = {
                let mut core = self.core()?;
                let begun = core.live.state.burying.filter(|at| core.live.doomed.contains(at));
                let Some(at) = begun.or_else(|| core.live.doomed.first().copied()) else { return Ok(()) };
                let Some(pending) = core.live.state.pending.get(&at).cloned() else { return Ok(()) };
                let events =
                    if begun.is_none() { vec![Event::Burying { partition: at.0, offset: at.1 }] } else { Vec::new() };
                events.iter().for_each(|event| core.live.apply(event));
                (at, pending.doomed.unwrap_or_default(), pending.deliveries, self.record(&mut core, events)?)
            };
            self.finish(written).await?;
            self.write_letter(dead_letters, at, &reason, deliveries).await?;
            self.note(Event::Buried { partition: at.0, offset: at.1 }).await?;
            self.changed.notify_waiters();
        }
    }

    async fn write_letter(&self, to: &Station, at: At, reason: &str, deliveries: u32) -> Result<(), Error> {
        let message = self.read_one(at).await?;
        let log = to.partition(0).ok_or_else(|| crate::Error::NotFound { station: to.name().to_owned() })?;
        // Twice at most: the second time under a new epoch, if the station has lost track of the first.
        for _ in 0..2 {
            let (epoch, sequence) = {
                let core = self.core()?;
                (core.live.state.letter_epoch, core.live.state.letter_sequence)
            };
            let letter = self.letter(&message, reason, deliveries, (epoch, sequence))?;
            match log.append_verified(letter).await {
                Ok(_) => return Ok(()),
                Err(crate::Error::OutOfOrderSequence { .. } | crate::Error::InvalidProducerEpoch { .. }) => {
                    self.note(Event::LetterEpoch { epoch: epoch.checked_add(1).unwrap_or(0) }).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(crate::Error::Journal { reason: "the dead-letter station refuses this consumer's sequence".into() }.into())
    }

    fn letter(
        &self,
        message: &Message,
        reason: &str,
        deliveries: u32,
        (epoch, sequence): (i16, i32),
    ) -> Result<records::Batch, Error> {
        let (deliveries, partition) = (deliveries.to_string(), message.partition.to_string());
        let offset = message.offset.to_string();
        let why: [(&str, &str); 6] = [
            ("waystation-dead-reason", reason),
            ("waystation-dead-deliveries", &deliveries),
            ("waystation-dead-station", self.station.name()),
            ("waystation-dead-consumer", &self.name),
            ("waystation-dead-partition", &partition),
            ("waystation-dead-offset", &offset),
        ];
        let own = message.headers.iter().map(|(name, value)| (name.as_ref(), value.as_deref()));
        let headers: Vec<_> =
            own.chain(why.iter().map(|(name, value)| (name.as_bytes(), Some(value.as_bytes())))).collect();
        let mut builder = Builder::new(Codec::None).producer(self.producer_id(), epoch, sequence);
        builder.push(message.timestamp_ms, message.key.as_deref(), message.value.as_deref(), &headers);
        builder.build().map_err(|error| crate::Error::Journal { reason: error.to_string().into() }.into())
    }

    /// A producer id of this consumer alone: made of its identity, far above those given to clients.
    fn producer_id(&self) -> i64 {
        let (high, _) = self.id.as_u64_pair();
        i64::try_from(high >> 2).unwrap_or(0) | (1 << 62)
    }

    /// A message that is doomed; an empty one in its place if the station has forgotten it meanwhile, so that its letter,
    /// and the sequence it may have been given before a crash, are still used up.
    async fn read_one(&self, (partition, offset): At) -> Result<Message, Error> {
        let forgotten = Message {
            partition,
            offset,
            timestamp_ms: crate::store::now_ms(),
            key: None,
            value: None,
            headers: Vec::new(),
        };
        let Some(log) = self.station.partition(partition) else { return Ok(forgotten) };
        let span = self.picking.lock().await.span(Arc::clone(&log), offset).await?;
        Ok(span.messages.iter().find(|message| message.offset == offset).cloned().unwrap_or(forgotten))
    }

    async fn note(&self, event: Event) -> Result<(), Error> {
        let written = {
            let mut core = self.core()?;
            core.live.apply(&event);
            self.record(&mut core, vec![event])?
        };
        self.finish(written).await
    }
}
