//! A message while it is being judged: its payload is parsed once at most, and only if somebody asks.

use std::cell::OnceCell;

use serde_json::Value as Json;

use super::{Headers, MessageView};

/// A message, and what has been worked out about it so far.
pub(super) struct Parts<'m> {
    message: &'m MessageView<'m>,
    json: OnceCell<Result<Json, serde_json::Error>>,
}

impl<'m> Parts<'m> {
    pub(super) fn new(message: &'m MessageView<'m>) -> Self {
        Self {
            message,
            json: OnceCell::new(),
        }
    }

    pub(super) fn payload(&self) -> Option<&'m [u8]> {
        self.message.payload
    }

    pub(super) fn key(&self) -> Option<&'m [u8]> {
        self.message.key
    }

    pub(super) fn headers(&self) -> &'m dyn Headers {
        self.message.headers
    }

    pub(super) fn content_type(&self) -> Option<&'m str> {
        self.message.content_type
    }

    /// The payload as JSON; of a tombstone, null.
    pub(super) fn json(&self) -> &Result<Json, serde_json::Error> {
        self.json
            .get_or_init(|| serde_json::from_slice(self.message.payload.unwrap_or(b"null")))
    }
}
