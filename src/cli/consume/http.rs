//! Consuming by the native HTTP API: page after page, each beginning where the one before ended.

use std::collections::VecDeque;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Start, Wish};
use crate::cli::Error;
use crate::cli::client::Client;
use crate::cli::dial::Trust;
use crate::cli::message::Message;
use crate::cli::target::{Target, encode};

/// How long the gateway may wait for the next message before it answers with none.
const WAIT_MS: u32 = 20_000;

/// A consumer of one station.
pub(super) struct Consumer {
    client: Client,
    path: String,
    partition: Option<i32>,
    offset: String,
    follow: bool,
}

#[derive(Deserialize)]
struct Page {
    messages: VecDeque<Box<RawValue>>,
    /// Where the next page begins.
    next: Value,
}

impl Consumer {
    /// A consumer that connects with its first page.
    pub(super) fn new(from: &Target, trust: &Trust, wish: &Wish<'_>) -> Self {
        let offset = match wish.start {
            Start::Earliest => "earliest".to_owned(),
            Start::Latest => "latest".to_owned(),
            Start::At(offset) => offset.to_string(),
        };
        Self {
            client: Client::new(from.clone(), trust.clone()),
            path: format!("/api/v1/stations/{}/messages", encode(wish.station)),
            partition: wish.partition,
            offset,
            follow: wish.follow,
        }
    }

    /// A page of `most` messages at most; an empty one at the end.
    pub(super) async fn next(&mut self, most: usize) -> Result<Vec<Message>, Error> {
        loop {
            let Page { messages, next } = self.page(most).await?;
            self.offset = next.as_str().map_or_else(|| next.to_string(), str::to_owned);
            if !messages.is_empty() || !self.follow {
                let read = |json: Box<RawValue>| {
                    Message::from_json(json.get()).map_err(|error| self.client.broken(&format!("a message: {error}")))
                };
                return messages.into_iter().map(read).collect();
            }
        }
    }

    async fn page(&mut self, limit: usize) -> Result<Page, Error> {
        let mut path = format!("{}?limit={limit}&offset={}", self.path, encode(&self.offset));
        if let Some(partition) = self.partition {
            path.push_str(&format!("&partition={partition}"));
        }
        if self.follow {
            path.push_str(&format!("&wait_ms={WAIT_MS}"));
        }
        self.client.get(&path).await
    }
}
