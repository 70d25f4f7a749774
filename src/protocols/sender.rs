//! Messages that come one by one (not in a client's own batches), on their way through the door: packed into batches,
//! and each told what became of it. How a message looks on the wire, and how the answer does, are the protocols' own.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use ::http::HeaderMap;
use ::http::header::USER_AGENT;
use middlewares::{Delivery, Direction, Etiquette, Mark, Origin, Outcome, Placement, Receipt, Refusal};
use records::{Batch, Builder, Codec, Draft};
use serde::Serialize;
use serde_json::value::RawValue;
use time::OffsetDateTime;

use super::Facts;
use super::problem::{Kind, Problem};
use crate::gateway::message::{Given, Raw};
use crate::gateway::{self, Door};
use crate::identity::Principal;

/// What a record takes in a batch beside its bytes, at most; and so each of its headers.
const OVERHEAD_BYTES: usize = 48;

/// Sends messages to one station.
pub struct Sender {
    door: Door,
    origin: Arc<Origin>,
    station: Arc<str>,
    placement: Placement,
    max_message_bytes: usize,
}

/// A message that was accepted: where it is, and what else became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Its partition; none when it was not stored in this station.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition: Option<i32>,
    /// Its offset there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// `tagged`, `dropped` or `diverted`; none when it was simply stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
    /// The station that it was diverted to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub station: Option<Arc<str>>,
    /// What was wrong with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
}

impl Sender {
    /// A sender to a station, which is made if it is not there (and the configuration allows that). Without a
    /// partition, each message goes where its key says.
    pub async fn new(
        door: Door,
        origin: Arc<Origin>,
        station: &str,
        partition: Option<i32>,
    ) -> Result<Self, gateway::Error> {
        let info = door.ensure(station).await?;
        let placement = partition.map_or(Placement::ByKey, Placement::At);
        let max_message_bytes = info.settings.max_message_bytes;
        Ok(Self { door, origin, station: station.into(), placement, max_message_bytes })
    }

    /// The largest batch that the station takes, and so the largest message.
    pub fn max_message_bytes(&self) -> usize {
        self.max_message_bytes
    }

    /// Sends one message. Messages of which the futures are first polled in some order are stored in that order.
    pub fn send(&self, message: &Raw) -> impl Future<Output = Result<Sent, Problem>> + Send + use<> {
        let mut builder = Builder::new(Codec::None);
        push(&mut builder, message);
        let sending = builder.build().map(|batch| self.door.produce(self.delivery(batch)));
        async move {
            let sending = sending.map_err(|error| Problem::new(Kind::TooLarge, error.to_string()))?;
            let receipt = sending.await.map_err(alone)?;
            outcomes(&receipt, 1).pop().unwrap_or_else(|| Ok(Sent::default()))
        }
    }

    /// Sends many, those that are messages at all, and says of each what became of it, in their order.
    ///
    /// # Errors
    /// What nobody's message is to blame for, if nothing was stored before it. Later on, the messages that are left
    /// get it as theirs.
    pub async fn send_all(&self, messages: Vec<Result<Raw, Problem>>) -> Result<Vec<Result<Sent, Problem>>, Problem> {
        let mut results = Vec::with_capacity(messages.len());
        let mut messages = messages.into_iter().peekable();
        // Room for what middlewares add.
        let most_bytes = self.max_message_bytes / 2;
        let mut stored = false;
        while messages.peek().is_some() {
            let mut builder = Builder::new(Codec::None);
            let mut chunk: Vec<Option<Problem>> = Vec::new();
            let fits = |builder: &Builder, message: &Result<Raw, Problem>| {
                let size_bytes = message.as_ref().map_or(0, size_bytes);
                builder.is_empty() || builder.len_bytes() + size_bytes <= most_bytes
            };
            while let Some(message) = messages.next_if(|message| fits(&builder, message)) {
                match message {
                    Ok(message) => {
                        push(&mut builder, &message);
                        chunk.push(None);
                    }
                    Err(problem) => chunk.push(Some(problem)),
                }
            }
            let sent = match self.send_batch(builder).await {
                Ok(sent) => sent,
                Err(problem) if stored || problem.kind == Kind::TooLarge => {
                    chunk.iter().filter(|problem| problem.is_none()).map(|_| Err(problem.clone())).collect()
                }
                Err(problem) => return Err(problem),
            };
            stored |= sent.iter().any(Result::is_ok);
            let mut sent = sent.into_iter();
            results.extend(chunk.into_iter().map(|problem| match problem {
                Some(problem) => Err(problem),
                None => sent.next().unwrap_or_else(|| Ok(Sent::default())),
            }));
        }
        Ok(results)
    }

    async fn send_batch(&self, builder: Builder) -> Result<Vec<Result<Sent, Problem>>, Problem> {
        let count = builder.record_count();
        if count == 0 {
            return Ok(Vec::new());
        }
        let batch = builder.build().map_err(|error| Problem::new(Kind::TooLarge, error.to_string()))?;
        match self.door.produce(self.delivery(batch)).await {
            Ok(receipt) => Ok(outcomes(&receipt, count)),
            Err(gateway::Error::Refused(Refusal::Invalid { records, .. })) => {
                let because =
                    Problem::new(Kind::InvalidMessage, "not stored: other messages of its batch were refused");
                let mut results = vec![Err(because); count];
                for record in records {
                    if let Some(result) = results.get_mut(record.index) {
                        *result = Err(Problem::invalid_message(&record.errors));
                    }
                }
                Ok(results)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn delivery(&self, batch: Batch) -> Delivery {
        Delivery {
            station: Arc::clone(&self.station),
            placement: self.placement,
            direction: Direction::Produce,
            origin: Arc::clone(&self.origin),
            etiquette: Etiquette::Record,
            draft: Draft::new(batch),
            marks: Vec::new(),
            sides: Vec::new(),
            throttle_ms: 0,
        }
    }
}

/// Who sends, as the headers of an HTTP request and its connection tell.
pub fn origin(protocol: &'static str, facts: &Facts, principal: Principal, headers: &HeaderMap) -> Arc<Origin> {
    let text = |value: &::http::HeaderValue| value.to_str().ok().map(Arc::from);
    Arc::new(Origin {
        protocol,
        peer: facts.peer,
        principal: principal.0,
        client_id: headers.get(USER_AGENT).and_then(text),
        traceparent: headers.get("traceparent").and_then(text),
    })
}

/// A message out of the one JSON shape; the problem says which field is wrong.
pub fn given(json: &[u8]) -> Result<Raw, Problem> {
    // serde would take an array for the fields in their order.
    if json.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::bad_request("this is no message in JSON: a message is an object".to_owned()));
    }
    let given: Given<'_> = serde_json::from_slice(json)
        .map_err(|error| Problem::bad_request(format!("this is no message in JSON: {error}")))?;
    given.into_raw().map_err(Problem::bad_request)
}

/// The items of a JSON array of messages.
pub fn given_array(json: &[u8]) -> Result<Vec<Result<Raw, Problem>>, Problem> {
    let items: Vec<&RawValue> = serde_json::from_slice(json)
        .map_err(|error| Problem::bad_request(format!("this is no JSON array of messages: {error}")))?;
    Ok(items.into_iter().map(|item| given(item.get().as_bytes())).collect())
}

fn push(builder: &mut Builder, message: &Raw) {
    let Raw { key, value, headers, timestamp_ms } = message;
    let now_ms = || i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_ref(), value.as_deref())).collect();
    builder.push(timestamp_ms.unwrap_or_else(now_ms), key.as_deref(), value.as_deref(), &headers);
}

/// An upper bound of what a message takes in a batch.
fn size_bytes(message: &Raw) -> usize {
    let Raw { key, value, headers, timestamp_ms: _ } = message;
    let header = |(name, value): &(bytes::Bytes, Option<bytes::Bytes>)| {
        OVERHEAD_BYTES + name.len() + value.as_ref().map_or(0, bytes::Bytes::len)
    };
    let length = |bytes: &Option<bytes::Bytes>| bytes.as_ref().map_or(0, bytes::Bytes::len);
    OVERHEAD_BYTES + length(key) + length(value) + headers.iter().map(header).sum::<usize>()
}

/// The error of a delivery of one message: what is said of record 0 is said of it.
fn alone(error: gateway::Error) -> Problem {
    match error {
        gateway::Error::Refused(Refusal::Invalid { records, .. }) => {
            let errors: Vec<String> = records.into_iter().flat_map(|record| record.errors).collect();
            Problem::invalid_message(&errors)
        }
        error => error.into(),
    }
}

/// What became of each of the messages of a delivery.
fn outcomes(receipt: &Receipt, count: usize) -> Vec<Result<Sent, Problem>> {
    let mut places = BTreeMap::new();
    for part in receipt.parts.iter().filter(|part| part.base_offset >= 0) {
        let offsets = part.base_offset..;
        if part.indexes.is_empty() {
            places.extend((0..count).zip(offsets).map(|(index, offset)| (index, (part.partition, offset))));
        } else {
            places.extend(part.indexes.iter().zip(offsets).map(|(index, offset)| (*index, (part.partition, offset))));
        }
    }
    let mut results: Vec<_> = (0..count)
        .map(|index| {
            let (partition, offset) = places.get(&index).copied().unzip();
            Ok(Sent { partition, offset, ..Sent::default() })
        })
        .collect();
    for Mark { index, outcome } in &receipt.marks {
        if let Some(result) = results.get_mut(*index) {
            note(result, outcome);
        }
    }
    results
}

/// Marks come in the order in which things happened.
fn note(result: &mut Result<Sent, Problem>, outcome: &Outcome) {
    let Ok(sent) = result else { return };
    match outcome {
        Outcome::Passed(_) => {}
        Outcome::Tagged(errors) => {
            sent.outcome = Some("tagged");
            sent.errors.extend(errors.iter().cloned());
        }
        Outcome::Dropped => *sent = Sent { outcome: Some("dropped"), ..Sent::default() },
        Outcome::Diverted { to, errors } => {
            let (station, errors) = (Some(Arc::clone(to)), errors.to_vec());
            *sent = Sent { outcome: Some("diverted"), station, errors, ..Sent::default() };
        }
        Outcome::Refused(errors) => *result = Err(Problem::invalid_message(errors)),
    }
}
