//! `/api/v1/stations/{station}/messages`: one resource, sent to by POST and read by GET in three ways.
//!
//! - `produce`: one message raw, or a batch.
//! - `cursor`: a place in a station; `reader`: the messages from there on, all partitions merged by time.
//! - `read`: an answer in JSON, at once or by long poll. `stream`: SSE and NDJSON, for as long as the client stays.

mod cursor;
pub(super) mod produce;
mod read;
mod reader;
mod stream;

use axum::extract::State;
use axum::response::Response;
use hyper::header::HeaderMap;
use serde::Deserialize;

use super::client::Messages;
use super::input::{Name, Query, accepts};
use super::router::App;
use crate::protocols::problem::Problem;
use reader::Reader;
use stream::Format;

/// Where to begin, and how far to go.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    /// Only this partition; without it, all are merged by time.
    partition: Option<i32>,
    /// `earliest`, `latest`, an offset (of partition 0, if none is named), or a cursor from an earlier answer.
    offset: Option<String>,
    /// The first message not before: RFC 3339, or milliseconds since 1970.
    time: Option<String>,
    /// At most so many messages.
    limit: Option<usize>,
    /// With none there yet, wait so long for one.
    wait_ms: Option<u64>,
}

/// `GET .../messages`.
pub(super) async fn get(
    Messages(client): Messages,
    State(app): State<App>,
    Name(name): Name,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let open_limit_bytes = app.gateway.settings().open_limit_bytes;
    let format = Format::ALL.into_iter().find(|format| accepts(&headers, format.media_type()));
    match format {
        None => read::answer(Reader::open(client, &name, &wish, open_limit_bytes).await?, &wish).await,
        Some(format) => {
            let wish = stream::resumed(wish, &headers);
            let limit = wish.limit;
            let reader = Reader::open(client, &name, &wish, open_limit_bytes).await?;
            Ok(stream::answer(reader, format, limit))
        }
    }
}
