//! `POST .../consumers/{consumer}/fetch`, and what clients say of what they fetched: `ack`, `nack`, `in-progress`,
//! `terminate`. A fetch that finds nothing waits as long as it is told; an acknowledgement is answered when it is durable.

use std::time::Duration;

use ::stations::consumers::{Fetch, Settled, Token, Verdict};
use axum::Json;
use axum::extract::State;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::time::Instant;

use super::Names;
use crate::gateway::consumers::Handed;
use crate::gateway::{Error, message};
use crate::protocols::http::client::{Client, Messages};
use crate::protocols::http::input::Whole;
use crate::protocols::http::router::App;
use crate::protocols::problem::{Kind, Problem};

/// Messages of an answer, unless the client says how many.
const USUAL_LIMIT: usize = 100;
/// However many it says; also the most tokens of one request.
const MOST: usize = 10_000;
/// However many bytes it says.
const MOST_BYTES: usize = 16 << 20;
/// However long it would wait.
const LONGEST_WAIT_MS: u64 = 60_000;
/// However long a message is to rest: a week.
const LONGEST_DELAY_MS: u64 = 7 * 86_400_000;

/// What to fetch.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Wish {
    /// At most so many messages.
    limit: Option<usize>,
    /// At most so many bytes of keys, payloads and headers; the first message however large.
    max_bytes: Option<usize>,
    /// With none there yet, wait so long for the first.
    wait_ms: Option<u64>,
}

/// What is said of deliveries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    tokens: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidNo {
    tokens: Vec<String>,
    #[serde(default)]
    delay_ms: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidNever {
    tokens: Vec<String>,
    #[serde(default)]
    reason: Option<String>,
}

/// A delivery: the one shape of a message, and what to acknowledge it with.
#[derive(Serialize)]
struct Delivered<'a> {
    #[serde(flatten)]
    message: message::Shown<'a>,
    deliveries: u32,
    token: String,
}

/// The answer to a fetch.
#[derive(Serialize)]
pub(super) struct Fetched {
    messages: Vec<Box<RawValue>>,
}

/// The answer to an acknowledgement: for each token, in order, `done` or `already`.
#[derive(Serialize)]
pub(super) struct Results {
    results: Vec<&'static str>,
}

/// `POST .../fetch`.
pub(super) async fn fetch(
    Messages(client): Messages,
    State(app): State<App>,
    Names(station, name): Names,
    Whole(body): Whole,
) -> Result<Json<Fetched>, Problem> {
    let Wish { limit, max_bytes, wait_ms } =
        if body.iter().all(u8::is_ascii_whitespace) { Wish::default() } else { read(&body)? };
    let fetch = Fetch {
        max_messages: limit.unwrap_or(USUAL_LIMIT).clamp(1, MOST),
        max_bytes: max_bytes.unwrap_or(MOST_BYTES).min(MOST_BYTES),
        wait_until: wait_ms.map(|wait_ms| Instant::now() + Duration::from_millis(wait_ms.min(LONGEST_WAIT_MS))),
    };
    // Shutting down ends the wait: what a fetch that is cut off had picked is delivered again after its ack wait.
    let fetching = client.door.fetch(&station, &name, fetch, &client.origin);
    let handed = client.facts.drain.run_until_cancelled(fetching).await.unwrap_or_else(|| Ok(Vec::new()))?;
    let open_limit_bytes = app.gateway.settings().open_limit_bytes;
    let shown = handed.iter().map(|handed| show(&station, handed, open_limit_bytes));
    Ok(Json(Fetched { messages: shown.collect::<Result<_, _>>()? }))
}

/// `POST .../ack`: the messages are done.
pub(super) async fn ack(
    Messages(client): Messages,
    Names(station, name): Names,
    Whole(body): Whole,
) -> Result<Json<Results>, Problem> {
    let Said { tokens } = read(&body)?;
    settle(&client, &station, &name, &tokens, &Verdict::Ack).await
}

/// `POST .../nack`: they are not, and are to be delivered again after a delay.
pub(super) async fn nack(
    Messages(client): Messages,
    Names(station, name): Names,
    Whole(body): Whole,
) -> Result<Json<Results>, Problem> {
    let SaidNo { tokens, delay_ms } = read(&body)?;
    let delay_ms = delay_ms.min(LONGEST_DELAY_MS);
    settle(&client, &station, &name, &tokens, &Verdict::Nack { delay_ms }).await
}

/// `POST .../in-progress`: they take longer; their ack wait begins again.
pub(super) async fn in_progress(
    Messages(client): Messages,
    Names(station, name): Names,
    Whole(body): Whole,
) -> Result<Json<Results>, Problem> {
    let Said { tokens } = read(&body)?;
    settle(&client, &station, &name, &tokens, &Verdict::InProgress).await
}

/// `POST .../terminate`: they are never to be delivered again, and go to the dead letters.
pub(super) async fn terminate(
    Messages(client): Messages,
    Names(station, name): Names,
    Whole(body): Whole,
) -> Result<Json<Results>, Problem> {
    let SaidNever { tokens, reason } = read(&body)?;
    let reason = reason.unwrap_or_else(|| "terminated".to_owned());
    settle(&client, &station, &name, &tokens, &Verdict::Terminate { reason }).await
}

async fn settle(
    client: &Client,
    station: &str,
    name: &str,
    tokens: &[String],
    verdict: &Verdict,
) -> Result<Json<Results>, Problem> {
    if tokens.len() > MOST {
        return Err(Problem::bad_request(format!("tokens: at most {MOST} in one request")));
    }
    let parsed = tokens.iter().map(|token| Ok((token.parse::<Token>()?, verdict.clone())));
    let verdicts: Vec<_> = parsed.collect::<Result<_, ::stations::consumers::Error>>().map_err(Error::from)?;
    let settled = client.door.settle(station, name, &verdicts).await?;
    let word = |settled| match settled {
        Settled::Done => "done",
        Settled::Already => "already",
    };
    Ok(Json(Results { results: settled.into_iter().map(word).collect() }))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::bad_request(format!("the body: {error}")))
}

fn show(station: &str, handed: &Handed, open_limit_bytes: usize) -> Result<Box<RawValue>, Problem> {
    let Handed { partition, batch, deliveries, token } = handed;
    let unreadable = |error: records::Error| Problem::from(Error::from(middlewares::Refusal::from(error)));
    let opened = batch.open(open_limit_bytes).map_err(unreadable)?;
    let missing = || Problem::new(Kind::Damaged, format!("the message of {token} does not open"));
    let record = opened.records().next().ok_or_else(missing)?.map_err(unreadable)?;
    let message = message::Shown::of(station, *partition, Some(record.offset), &record);
    let delivered = Delivered { message, deliveries: *deliveries, token: token.to_string() };
    serde_json::value::to_raw_value(&delivered).map_err(|error| Problem::new(Kind::Unavailable, error.to_string()))
}
