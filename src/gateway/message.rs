//! The one JSON shape of a message, everywhere: HTTP answers, NDJSON, SSE, WebSocket, and batches coming in.
//! Bytes that are not text travel as base64, and say so.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use records::Record;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A message as JSON shows it. Field order is the order on the wire.
#[derive(Debug, Serialize)]
pub struct Shown<'a> {
    /// Its station.
    pub station: &'a str,
    /// Its partition.
    pub partition: i32,
    /// Its offset; absent for one that was never stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// RFC 3339, UTC, milliseconds.
    pub timestamp: String,
    /// The key as text, base64 or null.
    pub key: Option<String>,
    /// How to read `key`.
    pub key_kind: Kind,
    /// `[name, value]` pairs in order, duplicates kept; a value that is no text has a third element, `"base64"`.
    pub headers: Vec<Header>,
    /// The payload: JSON as it came, text, base64 or null.
    pub payload: Option<Box<RawValue>>,
    /// How to read `payload`.
    pub payload_kind: Kind,
    /// What a validator found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// In watch frames: what became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
}

/// How a JSON value stands for bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A JSON value; the bytes are its text.
    Json,
    /// A string; the bytes are its UTF-8.
    Text,
    /// A string in base64 (RFC 4648 section 4).
    Base64,
    /// No bytes at all: a tombstone, or no key.
    Null,
}

/// A header as JSON shows it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Header {
    /// Name and text, or null.
    Text(String, Option<String>),
    /// Name, base64, and the word `base64`.
    Base64(String, String, &'static str),
}

impl<'a> Shown<'a> {
    /// Shows a stored record.
    pub fn of(station: &'a str, partition: i32, offset: Option<i64>, record: &Record<'_>) -> Self {
        let (key, key_kind) = match record.key {
            None => (None, Kind::Null),
            Some(bytes) => text_or_base64(bytes),
        };
        let (payload, payload_kind) = payload(record.value);
        Self {
            station,
            partition,
            offset,
            timestamp: timestamp(record.timestamp_ms),
            key,
            key_kind,
            headers: record.headers().map(|(name, value)| header(name, value)).collect(),
            payload,
            payload_kind,
            errors: errors_in(record),
            outcome: None,
        }
    }
}

/// RFC 3339 in UTC with milliseconds; a time beyond year 9999 or before year 1 is shown as 1970.
pub fn timestamp(timestamp_ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(timestamp_ms) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .format(&Rfc3339)
        .unwrap_or_default()
}

/// Milliseconds since 1970 of an RFC 3339 time.
pub fn timestamp_ms(text: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok()
}

fn text_or_base64(bytes: &[u8]) -> (Option<String>, Kind) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Some(text.to_owned()), Kind::Text),
        Err(_) => (Some(BASE64.encode(bytes)), Kind::Base64),
    }
}

fn payload(value: Option<&[u8]>) -> (Option<Box<RawValue>>, Kind) {
    let Some(bytes) = value else { return (None, Kind::Null) };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return (raw_string(&BASE64.encode(bytes)), Kind::Base64);
    };
    // A line break can only stand between tokens of JSON, where a space says the same; a frame must stay one line.
    let on_one_line = || text.replace(['\n', '\r'], " ");
    match serde_json::from_str::<&RawValue>(text) {
        Ok(_) => match RawValue::from_string(on_one_line()) {
            Ok(raw) => (Some(raw), Kind::Json),
            Err(_) => (raw_string(text), Kind::Text),
        },
        Err(_) => (raw_string(text), Kind::Text),
    }
}

fn raw_string(text: &str) -> Option<Box<RawValue>> {
    serde_json::value::to_raw_value(text).ok()
}

fn header(name: &[u8], value: Option<&[u8]>) -> Header {
    let name = String::from_utf8_lossy(name).into_owned();
    match value.map(text_or_base64) {
        None => Header::Text(name, None),
        Some((text, Kind::Base64)) => Header::Base64(name, text.unwrap_or_default(), "base64"),
        Some((text, _)) => Header::Text(name, text),
    }
}

/// What a validator wrote into the message's error header, on its way in.
fn errors_in(record: &Record<'_>) -> Vec<String> {
    #[derive(Deserialize)]
    struct Found {
        errors: Vec<String>,
    }
    record
        .headers()
        .find(|(name, _)| *name == middlewares::validate::ERROR_HEADER.as_bytes())
        .and_then(|(_, value)| serde_json::from_slice::<Found>(value?).ok())
        .map(|found| found.errors)
        .unwrap_or_default()
}

/// A message coming in, in the same shape; everything but the payload may be left out, and what a message gets
/// from its station (`station`, `partition`, `offset`, `errors`, `outcome`) is ignored.
#[derive(Debug, Deserialize)]
pub struct Given<'a> {
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    key_kind: Option<Kind>,
    #[serde(default)]
    headers: Vec<Vec<Option<String>>>,
    /// Not optional: an object that is no message at all would pass for a tombstone.
    #[serde(borrow)]
    payload: &'a RawValue,
    #[serde(default)]
    payload_kind: Option<Kind>,
    #[serde(default)]
    timestamp: Option<String>,
}

/// A message's own bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw {
    /// The key.
    pub key: Option<Bytes>,
    /// The payload; `None` is a tombstone.
    pub value: Option<Bytes>,
    /// Names and values in order.
    pub headers: Vec<(Bytes, Option<Bytes>)>,
    /// Milliseconds since 1970, where the message says so itself.
    pub timestamp_ms: Option<i64>,
}

impl Given<'_> {
    /// The bytes that it stands for; an error says which field and why.
    pub fn into_raw(self) -> Result<Raw, String> {
        let timestamp_ms = match self.timestamp.as_deref() {
            None => None,
            Some(text) => Some(timestamp_ms(text).ok_or_else(|| format!("timestamp: {text:?} is no RFC 3339 time"))?),
        };
        let key = match (self.key, self.key_kind) {
            (None, _) | (_, Some(Kind::Null)) => None,
            (Some(key), Some(Kind::Base64)) => Some(base64("key", &key)?),
            (Some(key), _) => Some(key.into()),
        };
        let headers = self.headers.into_iter().map(given_header).collect::<Result<_, _>>()?;
        Ok(Raw { key, value: given_payload(self.payload, self.payload_kind)?, headers, timestamp_ms })
    }
}

/// Without a kind, a JSON string is text, null is no payload, and everything else is JSON.
fn given_payload(raw: &RawValue, kind: Option<Kind>) -> Result<Option<Bytes>, String> {
    let text = || serde_json::from_str::<String>(raw.get()).map_err(|_| "payload: is no string".to_owned());
    let kind = kind.unwrap_or(match raw.get().as_bytes().first() {
        Some(b'"') => Kind::Text,
        Some(b'n') => Kind::Null,
        _ => Kind::Json,
    });
    Ok(match kind {
        Kind::Null => None,
        Kind::Json => Some(Bytes::copy_from_slice(raw.get().as_bytes())),
        Kind::Text => Some(text()?.into()),
        Kind::Base64 => Some(base64("payload", &text()?)?),
    })
}

fn given_header(parts: Vec<Option<String>>) -> Result<(Bytes, Option<Bytes>), String> {
    let wrong = || "headers: each is [name, value] or [name, value, \"base64\"]".to_owned();
    let mut parts = parts.into_iter();
    let name = parts.next().flatten().ok_or_else(wrong)?;
    let value = parts.next().ok_or_else(wrong)?;
    let value = match (value, parts.next().flatten().as_deref(), parts.next()) {
        (None, None, None) => None,
        (Some(text), None | Some("text"), None) => Some(text.into()),
        (Some(text), Some("base64"), None) => Some(base64("headers", &text)?),
        _ => return Err(wrong()),
    };
    Ok((name.into(), value))
}

fn base64(field: &str, text: &str) -> Result<Bytes, String> {
    BASE64.decode(text).map(Bytes::from).map_err(|error| format!("{field}: is no base64: {error}"))
}
