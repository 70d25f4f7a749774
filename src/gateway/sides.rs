//! Writing what a pipeline sends to other stations (`divert_to`, `copy_to`): past their pipelines, before the
//! producer is acknowledged, and not again when an idempotent producer sends the same batch again.
//!
//! The memory of what was written is bounded and does not outlive the process: a gateway that dies between the
//! copy and the acknowledgement writes the copy again when the producer retries. A copy is never missing.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, OnceLock, Weak};

use futures_util::future::{BoxFuture, try_join_all};
use middlewares::{Refusal, Side};
use parking_lot::Mutex;
use records::{Batch, Header};

use super::place;
use super::{Error, Gateway};
use crate::backends;

/// How many written sides are remembered.
const REMEMBERED: usize = 16 * 1024;

/// Writes sides, and remembers which.
#[derive(Default)]
pub struct Sides {
    /// Set once the gateway stands: pipelines are built before it.
    gateway: OnceLock<Weak<Gateway>>,
    written: Mutex<Written>,
    round_robin: place::RoundRobin,
}

#[derive(Default)]
struct Written {
    known: HashSet<Key>,
    order: VecDeque<Key>,
}

/// Which batch a side came from, and where it went. The checksum tells a batch from another one that a producer sends
/// with the same sequence after the first was refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    producer_id: i64,
    producer_epoch: i16,
    base_sequence: i32,
    crc: u32,
    station: Arc<str>,
}

impl Key {
    fn new(header: &Header, station: Arc<str>) -> Self {
        let Header { producer_id, producer_epoch, base_sequence, crc, .. } = *header;
        Self { producer_id, producer_epoch, base_sequence, crc, station }
    }
}

impl Sides {
    /// Tells where the stations are.
    pub(super) fn connect(&self, gateway: &Arc<Gateway>) {
        // A second call changes nothing: there is one gateway a process.
        let _ = self.gateway.set(Arc::downgrade(gateway));
    }

    /// Writes the sides of the batch that came in with this header, those that were not written before.
    pub(super) fn write(
        self: &Arc<Self>,
        header: &Header,
        sides: Vec<Side>,
    ) -> BoxFuture<'static, Result<(), Refusal>> {
        if sides.is_empty() {
            return Box::pin(std::future::ready(Ok(())));
        }
        let is_numbered = header.producer_id >= 0;
        let sides: Vec<(Key, Batch)> = sides
            .into_iter()
            .map(|side| (Key::new(header, side.station), side.batch))
            .filter(|(key, _)| !is_numbered || !self.written.lock().known.contains(key))
            .collect();
        let this = Arc::clone(self);
        Box::pin(async move {
            try_join_all(sides.iter().map(|(key, batch)| this.append(&key.station, batch))).await?;
            if is_numbered {
                this.remember(sides.into_iter().map(|(key, _)| key));
            }
            Ok(())
        })
    }

    /// Writes sides of a delivery that was refused, and so is not sent again.
    pub(super) async fn write_all(&self, sides: Vec<Side>) -> Result<(), Refusal> {
        try_join_all(sides.iter().map(|side| self.append(&side.station, &side.batch))).await.map(drop)
    }

    async fn append(&self, station: &str, batch: &Batch) -> Result<(), Refusal> {
        let gone = || super::deliver::undelivered(backends::Error::Unavailable("the gateway is closing".to_owned()));
        let gateway = self.gateway.get().and_then(Weak::upgrade).ok_or_else(gone)?;
        let door = gateway.door(None);
        let into_refusal = |error| match error {
            Error::Backend(error) => super::deliver::undelivered(error),
            error => super::deliver::undelivered(backends::Error::Unavailable(error.to_string())),
        };
        let info = door.ensure(station).await.map_err(into_refusal)?;
        let limit = gateway.settings().open_limit_bytes;
        for share in place::split(batch.clone(), info.settings.partitions, &self.round_robin, limit)? {
            door.append_past_pipeline(station, share.partition, share.batch).await.map_err(into_refusal)?;
        }
        Ok(())
    }

    fn remember(&self, keys: impl Iterator<Item = Key>) {
        let mut written = self.written.lock();
        for key in keys {
            if written.known.insert(key.clone()) {
                written.order.push_back(key);
            }
        }
        while written.order.len() > REMEMBERED {
            if let Some(oldest) = written.order.pop_front() {
                written.known.remove(&oldest);
            }
        }
    }
}
