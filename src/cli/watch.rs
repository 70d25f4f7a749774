//! `waystation watch`: messages as they pass, and what is wrong with them, over the gateway's WebSocket.

use std::io::{self, Write as _};

use clap::Args;
use clap::builder::styling::Style;
use config::Glob;
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::{self, Message};

use super::client::At;
use super::dial::dial;
use super::target::encode;
use super::terminal::{self, tame};
use super::{Error, client};

/// See messages as they pass, with what is wrong with them.
#[derive(Debug, Args)]
#[command(after_help = "\
A line is a message: when, what became of it, where it lies, its key and its payload; then a line for each error.
Whoever watches too slowly misses messages, and is told how many.

Examples:
  waystation watch
  waystation watch --station 'lights*' --invalid
  waystation watch --json | jq .payload")]
pub struct Watch {
    /// Only stations of this name; * is any run of characters, ? any one
    #[arg(short, long, value_name = "GLOB")]
    station: Option<Glob>,
    /// Only messages with something wrong
    #[arg(long)]
    invalid: bool,
    /// The messages in JSON, one a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    at: At,
}

/// So many messages were not told.
#[derive(Deserialize)]
struct Missed {
    missed: u64,
}

/// A message; see `gateway::message` for the shape.
#[derive(Deserialize)]
struct Seen {
    station: String,
    partition: i32,
    #[serde(default)]
    offset: Option<i64>,
    timestamp: String,
    key: Option<String>,
    #[serde(default)]
    payload: Option<Box<RawValue>>,
    #[serde(default)]
    errors: Vec<String>,
    #[serde(default)]
    outcome: String,
}

impl Watch {
    /// Watches until the gateway ends, or this process.
    pub async fn run(self) -> Result<(), Error> {
        let target = self.at.at.clone();
        let broken = |message: &dyn ToString| Error::Conversation {
            target: target.clone(),
            protocol: "WebSocket",
            message: message.to_string(),
        };
        let url = format!("ws://{}/ws{}", target.authority(), self.query());
        let io = dial(&target, &self.at.trust).await?;
        let (mut frames, _) = match client_async(url, io).await {
            Ok(accepted) => accepted,
            Err(tungstenite::Error::Http(answer)) => {
                let body = answer.body().as_deref().unwrap_or_default();
                return Err(Error::Problem(client::Problem::read(answer.status(), answer.headers(), body)));
            }
            Err(error) => return Err(broken(&error)),
        };
        while let Some(frame) = frames.next().await {
            match frame.map_err(|error| broken(&error))? {
                Message::Text(text) => self.show(&text)?,
                Message::Close(close) => {
                    let why = close.map(|close| close.reason.to_string()).filter(|why| !why.is_empty());
                    return Err(broken(&format!("it closed: {}", why.unwrap_or_else(|| "no reason given".to_owned()))));
                }
                _ => {}
            }
        }
        Err(broken(&"the connection ended"))
    }

    fn query(&self) -> String {
        let station = self.station.as_ref().map(|glob| format!("station={}", encode(&glob.to_string())));
        let invalid = self.invalid.then(|| "invalid=true".to_owned());
        let query: Vec<String> = station.into_iter().chain(invalid).collect();
        if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) }
    }

    fn show(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        if self.json {
            return writeln!(out, "{text}");
        }
        if let Ok(seen) = serde_json::from_str::<Seen>(text) {
            return out.write_all(seen.lines(terminal::stdout()).as_bytes());
        }
        if let Ok(Missed { missed }) = serde_json::from_str(text) {
            let style = terminal::stdout().warning();
            return writeln!(out, "{style}missed {missed} message(s): they came faster than they were read{style:#}");
        }
        // A gateway newer than this tells of something else.
        writeln!(out, "{}", tame(text))
    }
}

impl Seen {
    fn lines(&self, palette: terminal::Palette) -> String {
        let Self { station, partition, offset, timestamp, key, payload, errors, outcome } = self;
        let word: Style = match outcome.as_str() {
            "stored" => palette.good(),
            "refused" => palette.error(),
            _ => palette.warning(),
        };
        let (faint, name) = (palette.faint(), palette.name());
        let place = offset.map(|offset| format!("[{partition}]@{offset}")).unwrap_or_default();
        let key = key.as_ref().map(|key| format!(" {faint}{}{faint:#}", tame(key))).unwrap_or_default();
        let payload = payload.as_ref().map_or("null", |payload| payload.get());
        let station = tame(station);
        let mut lines = format!(
            "{faint}{timestamp}{faint:#} {word}{outcome:8}{word:#} {name}{station}{name:#}{place}{key} {}\n",
            tame(payload)
        );
        for error in errors {
            lines.push_str(&format!("    {word}{}{word:#}\n", tame(error)));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_line_and_its_errors_are_below() {
        let frame = r#"{"station":"lights","partition":0,"offset":3,"timestamp":"2024-05-17T20:30:00Z","key":"a",
            "key_kind":"text","headers":[],"payload":{"lumens":true},"payload_kind":"json",
            "errors":["lumens: a boolean where an integer is expected"],"outcome":"tagged"}"#;
        let seen: Seen = serde_json::from_str(frame).unwrap();
        assert_eq!(
            seen.lines(terminal::Palette::plain()),
            "2024-05-17T20:30:00Z tagged   lights[0]@3 a {\"lumens\":true}\n    \
             lumens: a boolean where an integer is expected\n"
        );
    }
}
