//! Producing by the native HTTP API: batches as NDJSON, an answer for each message.

use bytes::Bytes;
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

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
    #[serde(default)]
    status: Option<u16>,
    #[serde(flatten)]
    problem: Problem,
}

impl Producer {
    /// A producer that connects with its first batch.
    pub(super) fn new(to: &Target, trust: &Trust, station: &str) -> Self {
        let path = format!("/api/v1/stations/{}/messages", encode(station));
        Self { client: Client::new(to.clone(), trust.clone()), path }
    }

    /// Sends a batch.
    pub(super) async fn send(&mut self, batch: &[Raw]) -> Result<Vec<Fate>, Error> {
        let mut lines = String::new();
        for message in batch {
            lines.push_str(&line(message).to_string());
            lines.push('\n');
        }
        let body = Body { content_type: "application/x-ndjson", bytes: lines.into() };
        let answer = self.client.call(Method::POST, &self.path, body).await?;
        let Answer { results } = self.client.parse(&answer)?;
        if results.len() != batch.len() {
            let message = format!("{} results for {} messages", results.len(), batch.len());
            return Err(self.client.broken(&message));
        }
        Ok(results.into_iter().map(fate).collect())
    }
}

fn fate(answered: Answered) -> Fate {
    let Answered { outcome, status, problem } = answered;
    match outcome.as_deref() {
        _ if status.is_some() => Fate::Refused(problem.lines()),
        Some("tagged") => Fate::Tagged(problem.lines()),
        None | Some("stored") => Fate::Stored,
        Some(word) => Fate::Elsewhere(word.to_owned(), problem.lines()),
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
        let read = |json| fate(serde_json::from_str(json).unwrap());
        assert_eq!(read(r#"{"partition": 0, "offset": 1}"#), Fate::Stored);
        let tagged = r#"{"partition": 0, "offset": 1, "outcome": "tagged", "errors": ["no"]}"#;
        assert_eq!(read(tagged), Fate::Tagged(vec!["no".to_owned()]));
        let refused = r#"{"status": 422, "title": "Invalid", "errors": ["no", "never"]}"#;
        assert_eq!(read(refused), Fate::Refused(vec!["no".to_owned(), "never".to_owned()]));
    }
}
