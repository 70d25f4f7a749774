//! `waystation produce`: messages from standard input, files or the command line into a station, by HTTP or by Kafka.
//! What is refused is told message by message; what is tagged, too.

mod http;
mod input;
mod report;

use std::path::PathBuf;

use bytes::Bytes;
use clap::{Args, ValueEnum};

use super::dial::Trust;
use super::target::Target;
use super::{Error, Protocol, kafka};
use crate::gateway::message::Raw;
use input::{Input, Source};
use report::Report;

/// How many messages are sent at once, and about how many bytes: well below what a station takes in a batch.
const BATCH_MESSAGES: usize = 500;
const BATCH_BYTES: usize = 512 << 10;

/// Send messages to a station.
#[derive(Debug, Args)]
#[command(after_help = "\
Every message is acknowledged as durably as its station asks (acks=all). By HTTP each refused or tagged message is
told with its errors; Kafka refuses whole batches, and tells only that it did: use it for other brokers, or to see
what a Kafka client sees. Exit code 1 if any message was refused.

Examples:
  echo '{\"lumens\": 100}' | waystation produce lights
  waystation produce lights -m '{\"lumens\": 100}' -k lamp-1 -H origin=readme
  waystation produce lights --key-separator : measured.txt
  waystation produce pictures --format raw cat.jpg
  waystation consume lights --format json | waystation produce lights-copy --format json
  waystation produce lights --to broker.example.com:9092 --protocol kafka measured.txt")]
pub struct Produce {
    /// The station; for Kafka, the topic
    station: String,
    /// Files with messages; - is standard input, and the default
    #[arg(value_name = "FILE", conflicts_with = "messages")]
    files: Vec<PathBuf>,
    /// A message; may be given several times
    #[arg(short, long = "message", value_name = "TEXT", conflicts_with = "format")]
    messages: Vec<String>,
    /// Where to: host:port, http://host:port or https://host:port
    #[arg(long, visible_alias = "at", value_name = "ADDR", env = "WAYSTATION_AT", hide_env_values = true)]
    #[arg(default_value = "127.0.0.1:9092")]
    to: Target,
    /// How
    #[arg(long, value_enum, default_value_t = Protocol::Http)]
    protocol: Protocol,
    /// What a message is in the input
    #[arg(long, value_enum, default_value_t = Format::Line)]
    format: Format,
    /// The key of every message
    #[arg(short, long, value_name = "KEY", conflicts_with = "key_separator")]
    key: Option<String>,
    /// What stands between key and payload in a line
    #[arg(short = 'K', long, value_name = "TEXT")]
    key_separator: Option<String>,
    /// A header of every message; may be given several times
    #[arg(short = 'H', long = "header", value_name = "NAME=VALUE", value_parser = header)]
    headers: Vec<(String, String)>,
    /// Send an empty line as a message without payload (a tombstone)
    #[arg(long)]
    null: bool,
    /// Stop after so many messages
    #[arg(short = 'n', long, value_name = "COUNT")]
    count: Option<usize>,
    #[command(flatten)]
    trust: Trust,
}

/// What a message is in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line
    Line,
    /// A whole file
    Raw,
    /// A line with a message in JSON, as `consume --format json` writes it: with its key and headers
    #[value(alias = "ndjson", alias = "message")]
    Json,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// Stored as it is.
    Stored,
    /// Stored, with what is wrong with it.
    Tagged(Vec<String>),
    /// Not stored.
    Refused(Vec<String>),
    /// A middleware let it fall, or sent it elsewhere: the word for it, and why.
    Elsewhere(String, Vec<String>),
}

/// Where the messages go.
enum Sink {
    Http(http::Producer),
    Kafka(kafka::Producer),
}

impl Sink {
    /// Sends a batch; the answer has a fate for each message, in order.
    async fn send(&mut self, batch: &[Raw]) -> Result<Vec<Fate>, Error> {
        match self {
            Self::Http(producer) => producer.send(batch).await,
            Self::Kafka(producer) => producer.send(batch).await,
        }
    }
}

impl Produce {
    /// Sends everything, and tells how it went.
    pub async fn run(self) -> Result<(), Error> {
        let Self { station, files, messages, to, protocol, format, .. } = &self;
        let source = if !messages.is_empty() {
            Source::Texts(messages.clone())
        } else if files.is_empty() {
            Source::Files(vec![PathBuf::from("-")])
        } else {
            Source::Files(files.clone())
        };
        let mut sink = match protocol {
            Protocol::Http => Sink::Http(http::Producer::new(to, &self.trust, station)),
            Protocol::Kafka => Sink::Kafka(kafka::Producer::open(to, &self.trust, station).await?),
        };
        let mut report = Report::new(station, source.size_bytes());
        let dress = input::Dress {
            format: *format,
            key: self.key.clone().map(Bytes::from),
            separator: self.key_separator.clone().filter(|text| !text.is_empty()),
            headers: self.headers.iter().map(|(name, value)| (name.clone().into(), value.clone().into())).collect(),
            null: self.null,
        };
        let ended = send_all(Input::open(source, dress), self.count, &mut sink, &mut report).await;
        let told = report.finish();
        ended?;
        told
    }
}

async fn send_all(mut input: Input, count: Option<usize>, sink: &mut Sink, report: &mut Report) -> Result<(), Error> {
    let mut left = count.unwrap_or(usize::MAX);
    while left > 0 {
        let batch = input.next_batch(BATCH_MESSAGES.min(left), BATCH_BYTES).await;
        let (places, messages): (Vec<_>, Vec<_>) = batch.messages.into_iter().unzip();
        if !messages.is_empty() {
            left -= messages.len();
            let fates = sink.send(&messages).await?;
            report.tell(&places, &fates, batch.bytes);
        }
        match batch.error {
            Some(error) => return Err(error),
            None if messages.is_empty() => return Ok(()),
            None => {}
        }
    }
    Ok(())
}

fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a header looks like NAME=VALUE".to_owned()),
    }
}
