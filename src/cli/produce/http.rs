//! Producing by the native HTTP API: batches as NDJSON, an answer for each message.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Fate;
use crate::cli::Error;
use crate::cli::client::{Body, Client, Problem};
use crate::cli::dial::Trust;
use crate::cli::target::{Target, encode};
use crate::gateway::message::{Raw, timestamp};

/// A producer to one station.
pub(super) struct Producer {
    client: Client,
    path: String,
}

#[derive(Deserialize)]
struct Answer {
    results: Vec<Answered>,
}

/// `{"partition", "offset"}`, perhaps with an outcome and errors; or a problem.
#[derive(Deserialize)]
struct Answered {
    #[serde(default)]
    outcome: Option<String>,
    /// Where it went instead.
    #[serde(default)]
    station: Option<String>,
    #[serde(flatten)]
    problem: Problem,
}

impl Producer {
    /// A producer that connects with its first batch.
    pub(super) fn new(to: &Target, trust: &Trust, station: &str) -> Self {
        let path = format!("/api/v1/stations/{}/messages", encode(station));
        Self { client: Client::new(to.clone(), trust.clone()), path }
    }

    /// Sends a batch. What the gateway finds too much at once is sent again when it may be.
    pub(super) async fn send(&mut self, batch: &[Raw]) -> Result<Vec<Fate>, Error> {
        let mut fates: Vec<Option<Fate>> = vec![None; batch.len()];
        while fates.contains(&None) {
            let left = batch.iter().zip(&fates).filter(|(_, fate)| fate.is_none()).map(|(message, _)| message);
            let wait = match self.post(left.collect()).await {
                Ok(results) => {
                    let waiting = fates.iter_mut().filter(|fate| fate.is_none());
                    waiting.zip(&results).for_each(|(fate, answered)| *fate = answered.fate());
                    Duration::from_secs(1)
                }
                Err(Error::Problem(problem)) if problem.is_throttled() => problem.retry_after(),
                Err(error) => return Err(error),
            };
            if fates.contains(&None) {
                tokio::time::sleep(wait).await;
            }
        }
        Ok(fates.into_iter().flatten().collect())
    }

    async fn post(&mut self, messages: Vec<&Raw>) -> Result<Vec<Answered>, Error> {
        let mut lines = String::new();
        for message in &messages {
            lines.push_str(&line(message).to_string());
            lines.push('\n');
        }
        let body = Body { content_type: "application/x-ndjson", bytes: lines.into() };
        let answer = self.client.call(Method::POST, &self.path, body).await?;
        let Answer { results } = self.client.parse(&answer)?;
        if results.len() == messages.len() {
            return Ok(results);
        }
        Err(self.client.broken(&format!("{} results for {} messages", results.len(), messages.len())))
    }
}

impl Answered {
    /// `None`: it may be sent again.
    fn fate(&self) -> Option<Fate> {
        let Self { outcome, station, problem } = self;
        Some(match outcome.as_deref() {
            _ if problem.is_throttled() => return None,
            _ if problem.status.is_some() => Fate::Refused(problem.lines()),
            Some("tagged") => Fate::Tagged(problem.lines()),
            None | Some("stored") => Fate::Stored,
            Some(word) => {
                let to = station.as_ref().map(|station| format!(" to {station}")).unwrap_or_default();
                Fate::Elsewhere(format!("{word}{to}"), problem.lines())
            }
        })
    }
}

/// The one JSON shape, kinds said: a text that looks like JSON keeps its every byte.
fn line(message: &Raw) -> Value {
    let Raw { key, value, headers, timestamp_ms } = message;
    let (key, key_kind) = shown(key.as_ref());
    let (payload, payload_kind) = shown(value.as_ref());
    let headers: Vec<Value> = headers
        .iter()
        .map(|(name, value)| match (String::from_utf8_lossy(name), shown(value.as_ref())) {
            (name, (value, "base64")) => json!([name, value, "base64"]),
            (name, (value, _)) => json!([name, value]),
        })
        .collect();
    let mut line = json!({
        "key": key, "key_kind": key_kind, "headers": headers, "payload": payload, "payload_kind": payload_kind,
    });
    if let (Some(at), Some(line)) = (timestamp_ms, line.as_object_mut()) {
        line.insert("timestamp".to_owned(), timestamp(*at).into());
    }
    line
}

fn shown(bytes: Option<&Bytes>) -> (Option<String>, &'static str) {
    match bytes.map(|bytes| (str::from_utf8(bytes), bytes)) {
        None => (None, "null"),
        Some((Ok(text), _)) => (Some(text.to_owned()), "text"),
        Some((Err(_), bytes)) => (Some(BASE64.encode(bytes)), "base64"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::message::raw_from_json;

    #[test]
    fn every_byte_of_a_message_arrives() {
        let raw = Raw {
            key: Some(Bytes::from_static(b"\xff")),
            value: Some(Bytes::from_static(b" {\"lumens\":  1.0} ")),
            headers: vec![
                (Bytes::from_static(b"a"), None),
                (Bytes::from_static(b"a"), Some(Bytes::from_static(b"\xfe"))),
                (Bytes::from_static(b"b"), Some(Bytes::from_static(b""))),
            ],
            timestamp_ms: Some(1_700_000_000_123),
        };
        assert_eq!(raw_from_json(&line(&raw).to_string()), Ok(raw));
    }

    #[test]
    fn results_say_what_became_of_each_message() {
        let read = |json| serde_json::from_str::<Answered>(json).unwrap().fate();
        assert_eq!(read(r#"{"partition": 0, "offset": 1}"#), Some(Fate::Stored));
        let tagged = r#"{"partition": 0, "offset": 1, "outcome": "tagged", "errors": ["no"]}"#;
        assert_eq!(read(tagged), Some(Fate::Tagged(vec!["no".to_owned()])));
        let diverted = r#"{"outcome": "diverted", "station": "bad", "errors": ["no"]}"#;
        assert_eq!(read(diverted), Some(Fate::Elsewhere("diverted to bad".to_owned(), vec!["no".to_owned()])));
        assert_eq!(read(r#"{"outcome": "dropped"}"#), Some(Fate::Elsewhere("dropped".to_owned(), Vec::new())));
        let refused = r#"{"status": 422, "title": "Invalid", "detail": "no", "errors": ["no", "never"]}"#;
        assert_eq!(read(refused), Some(Fate::Refused(vec!["no".to_owned(), "never".to_owned()])));
        assert_eq!(read(r#"{"status": 429, "title": "Too much"}"#), None);
    }
}
