//! The header by which an invalid message tells what is wrong with it, as the AsyncAPI event gateway wrote it.

use std::cell::OnceCell;

use bytes::Bytes;
use serde::Serialize;

use crate::timestamp;

/// The name of the header. Its value is JSON with exactly these keys, in this order: `ts`, when the message was
/// checked (RFC 3339 with nanoseconds, in UTC), and `errors`, a list of texts.
pub const ERROR_HEADER: &str = "_asyncapi_eg_validation_error";

/// Makes the values of one delivery, all of the same time.
#[derive(Debug, Default)]
pub(super) struct ErrorHeader {
    ts: OnceCell<String>,
}

#[derive(Serialize)]
struct Value<'a> {
    ts: &'a str,
    errors: &'a [String],
}

impl ErrorHeader {
    pub(super) fn value(&self, errors: &[String]) -> Bytes {
        let ts = self.ts.get_or_init(timestamp::now);
        // Texts alone always have a JSON form.
        serde_json::to_vec(&Value { ts, errors }).unwrap_or_default().into()
    }
}
