//! The end of every produce pipeline: a delivery gets its partition, its edits become bytes, and the backend
//! appends them; what goes to other stations is written beside. Nothing is refused here for what a message says.

use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::{BoxFuture, try_join_all};
use middlewares::{Delivery, Part, Placement, Receipt, Refusal};
use records::Batch;
use tower::Service;

use super::place::{self, RoundRobin, Share};
use super::sides::Sides;
use super::watch::Watchers;
use crate::backends::{self, Appended, Backend};

/// Appends deliveries to a backend. Clones share everything.
#[derive(Clone)]
pub struct Deliver {
    backend: Arc<dyn Backend>,
    sides: Arc<Sides>,
    watchers: Arc<Watchers>,
    round_robin: Arc<RoundRobin>,
    open_limit_bytes: usize,
}

impl Deliver {
    /// The end of pipelines into `backend`.
    pub fn new(backend: Arc<dyn Backend>, sides: Arc<Sides>, watchers: Arc<Watchers>, open_limit_bytes: usize) -> Self {
        Self { backend, sides, watchers, round_robin: Arc::default(), open_limit_bytes }
    }

    /// Starts the append in the caller's turn, so that deliveries of a connection keep their order.
    fn append(&self, station: &str, partition: i32, batch: &Batch) -> BoxFuture<'static, Result<Appended, Refusal>> {
        if is_nothing(batch) {
            return Box::pin(std::future::ready(Ok(Appended { base_offset: -1, log_start_offset: -1 })));
        }
        let empty = batch.header().record_count == 0;
        let appending = self.backend.append(station, partition, batch.clone());
        Box::pin(async move {
            let appended = appending.await.map_err(undelivered)?;
            // Only its sequence was kept: no record has an offset (DESIGN: base offset -1).
            Ok(if empty { Appended { base_offset: -1, ..appended } } else { appended })
        })
    }

    async fn by_key(self, station: Arc<str>, batch: Batch) -> Result<Vec<(Share, Appended)>, Refusal> {
        if is_nothing(&batch) {
            return Ok(Vec::new());
        }
        let info = self.backend.describe(Some(&station)).await.map_err(undelivered)?.pop();
        let info = info.ok_or_else(|| undelivered(backends::Error::UnknownStation(station.to_string())))?;
        let shares = place::split(batch, info.settings.partitions, &self.round_robin, self.open_limit_bytes)?;
        try_join_all(shares.into_iter().map(|share| {
            let appending = self.append(&station, share.partition, &share.batch);
            async move { Ok((share, appending.await?)) }
        }))
        .await
    }
}

impl Service<Delivery> for Deliver {
    type Response = Receipt;
    type Error = Refusal;
    type Future = BoxFuture<'static, Result<Receipt, Refusal>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Refusal>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, delivery: Delivery) -> Self::Future {
        let Delivery { station, placement, draft, marks, sides, throttle_ms, .. } = delivery;
        let header = *draft.original().header();
        let batch = match draft.finish() {
            Ok(batch) => batch,
            Err(error) => return Box::pin(std::future::ready(Err(error.into()))),
        };
        let writing_sides = self.sides.write(&header, sides);
        let watchers = Arc::clone(&self.watchers);
        match placement {
            Placement::At(partition) => {
                let appending = self.append(&station, partition, &batch);
                Box::pin(async move {
                    let appended = appending.await?;
                    writing_sides.await?;
                    watchers.stored(&station, partition, appended.base_offset, &batch, &[], &marks);
                    let part = part(partition, appended, Vec::new());
                    Ok(Receipt { parts: vec![part], marks, throttle_ms, delivered: None })
                })
            }
            Placement::ByKey => {
                let deliver = self.clone();
                Box::pin(async move {
                    let appended = deliver.by_key(Arc::clone(&station), batch).await?;
                    writing_sides.await?;
                    let mut parts = Vec::with_capacity(appended.len());
                    for (share, appended) in appended {
                        let Share { partition, batch, indexes } = share;
                        watchers.stored(&station, partition, appended.base_offset, &batch, &indexes, &marks);
                        parts.push(part(partition, appended, indexes));
                    }
                    Ok(Receipt { parts, marks, throttle_ms, delivered: None })
                })
            }
        }
    }
}

/// Whether nothing is left to store, not even the sequence of an idempotent producer.
fn is_nothing(batch: &Batch) -> bool {
    batch.header().record_count == 0 && batch.header().producer_id < 0
}

fn part(partition: i32, appended: Appended, indexes: Vec<usize>) -> Part {
    let Appended { base_offset, log_start_offset } = appended;
    Part { partition, base_offset, log_start_offset, indexes }
}

pub(super) fn undelivered(error: backends::Error) -> Refusal {
    Refusal::Undelivered(Box::new(error))
}
