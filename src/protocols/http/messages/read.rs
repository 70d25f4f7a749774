//! `GET .../messages` answered in JSON: `{"messages": [...], "next": cursor}`, at once or, with `wait_ms`, as soon as
//! there is something.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use hyper::header::CONTENT_TYPE;
use tokio::time::Instant;

use super::Wish;
use super::reader::Reader;
use crate::protocols::problem::Problem;

/// Messages of an answer, unless the client says how many.
const USUAL_LIMIT: usize = 100;
/// However many it says.
const MOST: usize = 10_000;
/// However long it would wait.
const LONGEST_WAIT_MS: u64 = 60_000;

/// Reads one page. A limit beyond what is given counts as that; `next` goes on where the page ended.
pub(super) async fn answer(mut reader: Reader, wish: &Wish) -> Result<Response, Problem> {
    let limit = wish.limit.unwrap_or(USUAL_LIMIT).clamp(1, MOST);
    let wait = wish.wait_ms.map(|wait_ms| Duration::from_millis(wait_ms.min(LONGEST_WAIT_MS)));
    let mut json = b"{\"messages\":[".to_vec();
    let start_bytes = json.len();
    reader
        .page(limit, wait.map(|wait| Instant::now() + wait), |message, _| {
            if json.len() > start_bytes {
                json.push(b',');
            }
            // Writing JSON into memory does not fail.
            let _ = serde_json::to_writer(&mut json, &message);
        })
        .await?;
    json.extend_from_slice(format!("],\"next\":\"{}\"}}\n", reader.cursor()).as_bytes());
    Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
}
