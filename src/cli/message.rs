//! A message with where it lies, whichever protocol it came by, and the one JSON shape of it both ways.

use records::{Builder, Codec};
use serde::Deserialize;

use crate::gateway::message::{Given, Raw, Shown};

/// Messages that a client has read are opened whole, however large they are: they are in memory already.
const OPEN_LIMIT_BYTES: usize = usize::MAX;

/// A message that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// Its station.
    pub station: String,
    /// Its partition.
    pub partition: i32,
    /// Its offset.
    pub offset: i64,
    /// Its own bytes.
    pub raw: Raw,
}

#[derive(Deserialize)]
struct Place {
    station: String,
    #[serde(default)]
    partition: i32,
    #[serde(default)]
    offset: i64,
}

impl Message {
    /// Reads the JSON shape.
    pub(super) fn from_json(json: &str) -> Result<Self, String> {
        let Place { station, partition, offset } = serde_json::from_str(json).map_err(|error| error.to_string())?;
        Ok(Self { station, partition, offset, raw: raw_from_json(json)? })
    }

    /// The JSON shape, on one line.
    pub(super) fn to_json(&self) -> Result<String, String> {
        let Raw { key, value, headers, timestamp_ms } = &self.raw;
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_ref(), value.as_deref())).collect();
        let mut batch = Builder::new(Codec::None);
        batch.push(timestamp_ms.unwrap_or(0), key.as_deref(), value.as_deref(), &headers);
        let words = |error: records::Error| error.to_string();
        let opened = batch.build().map_err(words)?.open(OPEN_LIMIT_BYTES).map_err(words)?;
        let record = opened.records().next().ok_or("an empty batch")?.map_err(words)?;
        let shown = Shown::of(&self.station, self.partition, Some(self.offset), &record);
        serde_json::to_string(&shown).map_err(|error| error.to_string())
    }
}

/// The bytes that the JSON shape stands for.
pub(super) fn raw_from_json(json: &str) -> Result<Raw, String> {
    let given: Given<'_> = serde_json::from_str(json).map_err(|error| error.to_string())?;
    given.into_raw()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_as_json_is_shown_as_the_same_json() {
        let json = concat!(
            r#"{"station":"lights","partition":2,"offset":7,"timestamp":"2024-05-17T20:30:00Z","key":"a","#,
            r#""key_kind":"text","headers":[["origin","readme"],["origin",null],["raw","/w==","base64"]],"#,
            r#""payload":{"lumens":100},"payload_kind":"json"}"#
        );
        let message = Message::from_json(json).unwrap();
        assert_eq!(message.raw.value.as_deref(), Some(br#"{"lumens":100}"#.as_slice()));
        assert_eq!(message.to_json().unwrap(), json);
    }
}
