//! `validate`: holds every message to the AsyncAPI documents that cover its station. What the documents say is
//! `asyncapi`'s business, which of them are active the gateway's; here is what becomes of a message that breaks one.
//!
//! - `sort`: the records of one delivery, each to where it belongs
//! - `header`: the error header
//! - `message`: a record as `asyncapi` sees it

mod header;
mod message;
mod sort;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use asyncapi::Contract;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::Value;

pub use header::ERROR_HEADER;

use crate::catalogue::{Built, Context, Contracts, Entry, SettingsError, inspect, settings};
use crate::{Delivery, Direction, Etiquette, Middleware, Refusal, Side};
use sort::{Fate, Sorter};

/// The catalogue's entry.
pub const ENTRY: Entry = Entry {
    name: "validate",
    schema: || schema_for!(Settings),
    build,
    example: "on_invalid: divert\ndivert_to: lights-invalid\n",
};

/// Why a batch is refused that would otherwise only have been diverted or copied.
const PAST_A_TRANSACTION: &str = "it is part of a transaction, past which nothing can be written";

/// Holds every message to the AsyncAPI documents that cover its station, and marks, refuses or diverts the ones that
/// break them. A station that no active document covers costs nothing: its batches are not even opened.
///
/// What goes on behind this middleware carries the header `_asyncapi_eg_validation_error` only if it is invalid now:
/// one that the client sent is replaced or taken away (not with `on_invalid: pass`, which changes nothing).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// What becomes of an invalid message. Default: tag
    #[serde(default)]
    on_invalid: OnInvalid,
    /// With `on_invalid: divert`: the station that invalid messages go to. They are written past that station's own
    /// middlewares.
    #[schemars(length(min = 1))]
    divert_to: Option<String>,
    /// A station that also gets a copy of every invalid message, with the error header, whatever `on_invalid` says.
    /// Copies are written past that station's own middlewares, and only for messages on their way in.
    ///
    /// In a transaction neither diverting nor copying is possible yet: a transactional batch with an invalid message
    /// is refused as by `reject`, and nothing of it is copied.
    #[schemars(length(min = 1))]
    copy_to: Option<String>,
}

/// What becomes of an invalid message.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OnInvalid {
    /// It goes on, with the header `_asyncapi_eg_validation_error`: when it was found invalid and why, as
    /// `{"ts": "2024-05-17T20:30:00.000000000Z", "errors": ["lumens: is a boolean where an integer is expected"]}`.
    #[default]
    Tag,
    /// Its producer is told. Over Kafka the whole batch of that partition is refused (INVALID_RECORD, naming the bad
    /// records) and nothing of it is stored; over HTTP and WebSocket each message is refused by itself. On the way
    /// out it is left out.
    Reject,
    /// It goes to the station `divert_to` instead, with the header. On the way out it is left out, and not written
    /// anywhere: every reader would write it once more.
    Divert,
    /// It goes on as it is, and is only counted.
    Pass,
}

fn build(node: &Value, context: &Context) -> Result<Built, SettingsError> {
    Ok(inspect(Validate::new(settings(node)?, context)?))
}

struct Validate {
    contracts: Arc<dyn Contracts>,
    open_limit_bytes: usize,
    on_invalid: Action,
    copy_to: Option<Arc<str>>,
}

/// [`OnInvalid`] with what it needs.
enum Action {
    Tag,
    Reject,
    Divert(Arc<str>),
    Pass,
}

impl Validate {
    fn new(settings: Settings, context: &Context) -> Result<Self, SettingsError> {
        let Settings { on_invalid, divert_to, copy_to } = settings;
        let on_invalid = match (on_invalid, divert_to) {
            (OnInvalid::Divert, Some(to)) => Action::Divert(to.into()),
            (OnInvalid::Divert, None) => {
                let message = "is missing: `on_invalid: divert` needs the station that invalid messages go to";
                return Err(SettingsError::new("/divert_to", message));
            }
            (_, Some(_)) => {
                let message = "is only used with `on_invalid: divert`; `copy_to` goes with every mode";
                return Err(SettingsError::new("/divert_to", message));
            }
            (OnInvalid::Tag, None) => Action::Tag,
            (OnInvalid::Reject, None) => Action::Reject,
            (OnInvalid::Pass, None) => Action::Pass,
        };
        let Context { contracts, open_limit_bytes } = context;
        let (contracts, copy_to) = (Arc::clone(contracts), copy_to.map(Arc::from));
        Ok(Self { contracts, open_limit_bytes: *open_limit_bytes, on_invalid, copy_to })
    }

    fn contracts(&self, station: &str) -> Vec<Arc<Contract>> {
        let covering = self.contracts.covering(station);
        covering.iter().filter_map(|spec| spec.contract(station).cloned()).collect()
    }

    /// What an invalid record of this delivery comes to.
    fn fate(&self, delivery: &Delivery) -> Fate {
        let incoming = delivery.direction == Direction::Produce;
        let transactional = incoming && delivery.draft.header().attributes.is_transactional();
        match &self.on_invalid {
            Action::Reject if incoming && delivery.etiquette == Etiquette::Batch => Fate::RefuseBatch { because: None },
            // What is written past a transaction would stay when it is aborted.
            Action::Divert(_) if transactional => Fate::RefuseBatch { because: Some(PAST_A_TRANSACTION) },
            _ if transactional && self.copy_to.is_some() => Fate::RefuseBatch { because: Some(PAST_A_TRANSACTION) },
            Action::Divert(to) if incoming => Fate::Divert(Arc::clone(to)),
            Action::Divert(_) | Action::Reject => Fate::RefuseRecord,
            Action::Tag => Fate::Tag,
            Action::Pass => Fate::Pass,
        }
    }

    /// The station for copies of this delivery's invalid records.
    fn copies(&self, delivery: &Delivery) -> Option<&Arc<str>> {
        let transactional = delivery.draft.header().attributes.is_transactional();
        self.copy_to.as_ref().filter(|_| delivery.direction == Direction::Produce && !transactional)
    }
}

impl Middleware for Validate {
    fn handle(&self, delivery: &mut Delivery) -> Result<(), Refusal> {
        let contracts = self.contracts(&delivery.station);
        if contracts.is_empty() {
            return Ok(());
        }
        let codec = delivery.draft.original().codec();
        let copies_to = self.copies(delivery);
        let mut sorter = Sorter::new(self.fate(delivery), copies_to.is_some(), codec, self.open_limit_bytes);
        delivery.draft.visit(self.open_limit_bytes, |index, record, edit| {
            let errors = message::errors(&contracts, record);
            if errors.is_empty() { sorter.valid(record, edit) } else { sorter.invalid(index, record, edit, errors) }
        })?;

        let sorted = sorter.finish()?;
        let side = |(station, batch): (&Arc<str>, _)| Side { station: Arc::clone(station), batch };
        let copies = copies_to.zip(sorted.copies).map(side);
        if !sorted.refused.is_empty() {
            return Err(Refusal::Invalid { records: sorted.refused, copies: copies.into_iter().collect() });
        }
        delivery.marks.extend(sorted.marks);
        delivery.sides.extend(sorted.diverted);
        delivery.sides.extend(copies);
        Ok(())
    }
}
