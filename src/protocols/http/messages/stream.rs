//! `GET .../messages` answered by a stream that goes on for as long as the client stays and the gateway runs:
//! server-sent events, each with an id to resume from (WHATWG HTML section 9.2), or NDJSON. A client that reads slowly
//! is read for slowly: nothing is queued for it.

use std::convert::Infallible;
use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap};
use tokio::time::Instant;

use super::Wish;
use super::cursor::Cursor;
use super::reader::Reader;
use crate::gateway::message::Shown;
use crate::protocols::problem::Problem;

/// Messages of one piece of the stream.
const PIECE: usize = 500;
/// How long a stream may be silent: proxies cut off what is silent for longer.
const SILENCE: Duration = Duration::from_secs(15);

/// How a stream looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Sse,
    Ndjson,
}

impl Format {
    pub(super) const ALL: [Self; 2] = [Self::Sse, Self::Ndjson];

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Sse => "text/event-stream",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// Writing into memory does not fail.
    fn message(self, out: &mut Vec<u8>, message: &Shown<'_>, after: &Cursor) {
        match self {
            Self::Sse => {
                let _ = write!(out, "id: {after}\ndata: ");
                let _ = serde_json::to_writer(&mut *out, message);
                out.extend_from_slice(b"\n\n");
            }
            Self::Ndjson => {
                let _ = serde_json::to_writer(&mut *out, message);
                out.push(b'\n');
            }
        }
    }

    /// The last thing that a stream says, if it fails.
    fn problem(self, problem: &Problem) -> Vec<u8> {
        let json = problem.to_json();
        match self {
            Self::Sse => format!("event: problem\ndata: {json}\n\n").into_bytes(),
            Self::Ndjson => format!("{json}\n").into_bytes(),
        }
    }

    /// What says only that the stream is still there. NDJSON has no such thing.
    fn sign_of_life(self) -> &'static [u8] {
        match self {
            Self::Sse => b":\n\n",
            Self::Ndjson => b"",
        }
    }
}

/// A stream begins with what is yet to come, unless the client says where, or where it was before it lost touch.
pub(super) fn resumed(wish: Wish, headers: &HeaderMap) -> Wish {
    let last_id = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    match (last_id, wish) {
        (Some(id), wish) => Wish { offset: Some(id), time: None, ..wish },
        (None, wish) if wish.offset.is_none() && wish.time.is_none() => {
            Wish { offset: Some("latest".to_owned()), ..wish }
        }
        (None, wish) => wish,
    }
}

/// Streams until the client leaves, `limit` is reached, the gateway shuts down, or reading fails.
pub(super) fn answer(reader: Reader, format: Format, limit: Option<usize>) -> Response {
    let left = limit.unwrap_or(usize::MAX);
    let pieces = stream::unfold((Some(reader), left), move |(reader, left)| async move {
        let mut reader = reader.filter(|_| left > 0)?;
        let (piece, shown) = match piece(&mut reader, format, left).await {
            Ok(Some(piece)) => piece,
            Ok(None) => return None,
            Err(problem) => return Some((Ok::<_, Infallible>(Bytes::from(format.problem(&problem))), (None, 0))),
        };
        Some((Ok(Bytes::from(piece)), (Some(reader), left - shown)))
    });
    let headers = [(CONTENT_TYPE, format.media_type()), (CACHE_CONTROL, "no-store")];
    (headers, Body::from_stream(pieces)).into_response()
}

/// The next piece, and how many messages it has; `None` when the gateway shuts down.
async fn piece(reader: &mut Reader, format: Format, left: usize) -> Result<Option<(Vec<u8>, usize)>, Problem> {
    let drain = reader.drain();
    loop {
        if drain.is_cancelled() {
            return Ok(None);
        }
        let (mut piece, mut shown) = (Vec::new(), 0);
        let silent_until = Instant::now() + SILENCE;
        let show = |message: Shown<'_>, after: &Cursor| {
            format.message(&mut piece, &message, after);
            shown += 1;
        };
        reader.page(left.min(PIECE), Some(silent_until), show).await?;
        if shown == 0 && !drain.is_cancelled() {
            piece.extend_from_slice(format.sign_of_life());
        }
        if !piece.is_empty() {
            return Ok(Some((piece, shown)));
        }
    }
}
