//! Pipelines from the configuration: each route's middlewares laid around the end that stores (or, on the way out,
//! hands back). Built once; what flows through them is not here.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::future::{Ready, ready};
use middlewares::{Built, Delivery, Direction, Etiquette, Origin, Pipeline, Placement, Receipt, Refusal};
use records::{Batch, Draft};
use tower::{Layer, Service, service_fn};

use super::Error;
use super::deliver::Deliver;
use crate::backends::Slice;

/// Lays the named middlewares, the first outermost, around the end of a produce pipeline.
pub fn into_backend(names: &[String], built: &BTreeMap<String, Built>, end: Deliver) -> Pipeline {
    lay(names, built, Pipeline::new(end))
}

/// Lays the named middlewares around an end that hands the batch back; `None` without any.
pub fn out_of_backend(names: &[String], built: &BTreeMap<String, Built>) -> Option<Pipeline> {
    (!names.is_empty()).then(|| lay(names, built, Pipeline::new(service_fn(hand_back))))
}

fn lay(names: &[String], built: &BTreeMap<String, Built>, end: Pipeline) -> Pipeline {
    let layers = names.iter().rev().filter_map(|name| built.get(name));
    layers.fold(end, |inside, layer| layer.layer(inside))
}

fn hand_back(delivery: Delivery) -> Ready<Result<Receipt, Refusal>> {
    let Delivery { draft, marks, throttle_ms, .. } = delivery;
    ready(draft.finish().map_err(Refusal::from).map(|batch| Receipt {
        parts: Vec::new(),
        marks,
        throttle_ms,
        delivered: Some(batch),
    }))
}

/// Sends each batch of what was read through a consume pipeline. A batch that is refused is left out whole, as if
/// each of its records had been dropped: an empty batch keeps its place, so that readers move on.
pub(super) async fn consume(
    pipeline: &Pipeline,
    slice: Slice,
    station: &Arc<str>,
    partition: i32,
    origin: &Arc<Origin>,
) -> Result<Slice, Error> {
    let mut rest: Bytes = slice.bytes.clone();
    let mut out = BytesMut::with_capacity(rest.len());
    while let Some(batch) = Batch::split(&mut rest).map_err(Refusal::from)? {
        let delivery = Delivery {
            station: Arc::clone(station),
            placement: Placement::At(partition),
            direction: Direction::Consume,
            origin: Arc::clone(origin),
            etiquette: Etiquette::Record,
            draft: Draft::new(batch.clone()),
            marks: Vec::new(),
            sides: Vec::new(),
            throttle_ms: 0,
        };
        match pipeline.clone().call(delivery).await {
            Ok(receipt) => out.extend_from_slice(receipt.delivered.as_ref().unwrap_or(&batch).bytes()),
            Err(Refusal::Invalid { .. }) => out.extend_from_slice(batch.emptied().map_err(Refusal::from)?.bytes()),
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(Slice { bytes: out.freeze(), ..slice })
}
