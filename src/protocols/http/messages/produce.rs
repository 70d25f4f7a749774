//! `POST .../messages`: one message raw under its content type, its key and headers in request headers; or a batch in
//! the one JSON shape. Each message is accepted or refused by itself.

use axum::Json;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName};
use serde::{Deserialize, Serialize};

use crate::gateway::message::Raw;
use crate::protocols::http::client::Messages;
use crate::protocols::http::input::{Name, Query, Whole, media_type};
use crate::protocols::problem::{Kind, Problem};
use crate::protocols::sender::{self, Sender, Sent};

const KEY: HeaderName = HeaderName::from_static("waystation-key");
/// What follows it is the name of a header of the message.
const HEADER_PREFIX: &str = "waystation-header-";
/// What curl says of a body whose kind it was not told; so it says nothing.
const CURLS_DEFAULT: &str = "application/x-www-form-urlencoded";
const NDJSON: &str = "application/x-ndjson";
const JSON_ARRAY: &str = "application/vnd.waystation.batch+json";
/// Messages in one batch: each takes memory for its answer.
const MOST_MESSAGES: usize = 100_000;

/// Where to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::protocols::http) struct To {
    /// Without it, each message goes where its key says.
    partition: Option<i32>,
}

/// `POST .../messages`.
pub(in crate::protocols::http) async fn post(
    Messages(client): Messages,
    Name(name): Name,
    Query(To { partition }): Query<To>,
    headers: HeaderMap,
    Whole(body): Whole,
) -> Result<Response, Problem> {
    let batch = match media_type(&headers).as_deref() {
        Some(NDJSON) => Some(lines(&body)),
        Some(JSON_ARRAY) => Some(sender::given_array(&body)?),
        _ => None,
    };
    if batch.as_ref().is_some_and(|messages| messages.len() > MOST_MESSAGES) {
        return Err(Problem::new(Kind::TooLarge, format!("a batch may have at most {MOST_MESSAGES} messages")));
    }
    let sender = Sender::new(client.door, client.origin, &name, partition).await?;
    match batch {
        None => Ok(Json(sender.send(&raw(&headers, body)).await?).into_response()),
        Some(messages) => Ok(results(sender.send_all(messages).await?)),
    }
}

/// The message of a request: its body as it is, and what its headers say of it. Names come in lower case; of several
/// headers of one name all are kept, in their order, where the first of them stood.
pub(in crate::protocols::http) fn raw(headers: &HeaderMap, body: Bytes) -> Raw {
    let bytes = |text: &[u8]| Bytes::copy_from_slice(text);
    let mut kept: Vec<(Bytes, Option<Bytes>)> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().strip_prefix(HEADER_PREFIX)?, value)))
        .map(|(name, value)| (bytes(name.as_bytes()), Some(bytes(value.as_bytes()))))
        .collect();
    let says_itself = kept.iter().any(|(name, _)| name.as_ref() == CONTENT_TYPE.as_str().as_bytes());
    let content_type = headers.get(CONTENT_TYPE).filter(|_| !says_itself);
    if let Some(value) = content_type.filter(|_| media_type(headers).as_deref() != Some(CURLS_DEFAULT)) {
        kept.push((bytes(CONTENT_TYPE.as_str().as_bytes()), Some(bytes(value.as_bytes()))));
    }
    let key = headers.get(KEY).map(|key| bytes(key.as_bytes()));
    Raw { key, value: Some(body), headers: kept, timestamp_ms: None }
}

/// A message a line; empty lines are none.
fn lines(body: &[u8]) -> Vec<Result<Raw, Problem>> {
    let lines = body.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    // One more than are taken is enough to say so.
    lines.take(MOST_MESSAGES + 1).map(sender::given).collect()
}

/// 200 if all were accepted, else 207 (RFC 4918 section 13).
fn results(results: Vec<Result<Sent, Problem>>) -> Response {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Item {
        Sent(Sent),
        Problem(Problem),
    }
    #[derive(Serialize)]
    struct Results {
        results: Vec<Item>,
    }
    let all = results.iter().all(Result::is_ok);
    let status = if all { StatusCode::OK } else { StatusCode::MULTI_STATUS };
    let item = |result: Result<Sent, Problem>| result.map_or_else(Item::Problem, Item::Sent);
    let results = results.into_iter().map(item).collect();
    (status, Json(Results { results })).into_response()
}
