//! `waystation consume`: messages of a station to standard output, by HTTP or by Kafka.

mod format;
mod http;

use std::io::{self, BufWriter, Write as _};
use std::str::FromStr;

use clap::Args;

use super::dial::Trust;
use super::message::Message;
use super::target::Target;
use super::{Error, Protocol, kafka};
use format::Format;

/// How many messages are taken at once.
const READY_MESSAGES: usize = 500;

/// Read messages from a station.
#[derive(Debug, Args)]
#[command(after_help = "\
Formats: `text` is the payload and a line break; `json` is a line with the whole message in JSON, base64 where bytes
are no text. Anything else is a pattern: %s payload, %k key, %h headers, %t station, %p partition, %o offset,
%T timestamp in ms, %S and %K the payload's and key's length (-1: null), %% a percent sign; \\n \\t \\r \\\\ as usual.

Examples:
  waystation consume lights
  waystation consume lights --follow --format json
  waystation consume lights --offset latest --follow
  waystation consume lights --partition 0 --offset 100 -n 10 --format '%o %k %s\\n'
  waystation consume lights --group readers --follow
  waystation consume lights --from broker.example.com:9092 --protocol kafka")]
pub struct Consume {
    /// The station; for Kafka, the topic
    station: String,
    /// Where from: host:port, http://host:port or https://host:port
    #[arg(long, visible_alias = "at", value_name = "ADDR", env = "WAYSTATION_AT", hide_env_values = true)]
    #[arg(default_value = "127.0.0.1:9092")]
    from: Target,
    /// How; the default is http, with --group kafka
    #[arg(long, value_enum)]
    protocol: Option<Protocol>,
    /// Where to begin: earliest, latest, or an offset of --partition (then 0 by default)
    #[arg(short, long, default_value = "earliest")]
    offset: Start,
    /// Only this partition
    #[arg(short, long, value_parser = clap::value_parser!(i32).range(0..))]
    partition: Option<i32>,
    /// Stop after so many messages
    #[arg(short = 'n', long, value_name = "COUNT")]
    count: Option<usize>,
    /// Wait for more at the end
    #[arg(short, long)]
    follow: bool,
    /// Stop at the end: the default
    #[arg(short, long, conflicts_with = "follow")]
    exit: bool,
    /// Read as a member of this consumer group: from where it has come to, and committing where it comes to
    #[arg(short, long, conflicts_with = "partition")]
    group: Option<String>,
    /// text, json, or a pattern such as '%k %s\n'
    #[arg(long, default_value = "text")]
    format: Format,
    #[command(flatten)]
    trust: Trust,
}

/// Where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Earliest,
    Latest,
    At(i64),
}

impl FromStr for Start {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.parse()) {
            ("earliest" | "beginning", _) => Ok(Self::Earliest),
            ("latest" | "end", _) => Ok(Self::Latest),
            (_, Ok(offset)) if offset >= 0 => Ok(Self::At(offset)),
            _ => Err("it is earliest, latest, or an offset from 0".to_owned()),
        }
    }
}

/// What to read.
pub(super) struct Wish<'a> {
    pub(super) station: &'a str,
    pub(super) partition: Option<i32>,
    pub(super) start: Start,
    pub(super) follow: bool,
}

/// Where the messages come from.
enum Source {
    Http(http::Consumer),
    Kafka(kafka::Consumer),
}

impl Source {
    /// Some messages, at least one and `most` at most; none at the end.
    async fn next(&mut self, most: usize) -> Result<Vec<Message>, Error> {
        match self {
            Self::Http(consumer) => consumer.next(most).await,
            Self::Kafka(consumer) => consumer.next(most).await,
        }
    }

    /// These were written: only now has a group come so far.
    fn taken(&self, messages: &[Message]) -> Result<(), Error> {
        match self {
            Self::Http(_) => Ok(()),
            Self::Kafka(consumer) => consumer.taken(messages),
        }
    }
}

impl Consume {
    /// Reads until the end, the count, or Ctrl-C.
    pub async fn run(self) -> Result<(), Error> {
        let mut source = self.open().await?;
        let read = write_all(&mut source, self.count.unwrap_or(usize::MAX), &self.format);
        tokio::select! {
            ended = read => ended,
            // A member of a group leaves it in order: the source is dropped, not killed.
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    }

    async fn open(&self) -> Result<Source, Error> {
        let Self { station, from, trust, protocol, offset, partition, follow, group, .. } = self;
        let standard = if group.is_some() { Protocol::Kafka } else { Protocol::Http };
        let protocol = protocol.unwrap_or(standard);
        if group.is_some() && protocol == Protocol::Http {
            return Err(Error::Misuse("consumer groups are spoken by Kafka: say --protocol kafka".to_owned()));
        }
        let partition = match offset {
            Start::At(_) if group.is_some() => {
                let message = "a group begins at what it has committed: --offset can be earliest or latest then";
                return Err(Error::Misuse(message.to_owned()));
            }
            // An offset means something in one partition only.
            Start::At(_) => Some(partition.unwrap_or(0)),
            Start::Earliest | Start::Latest => *partition,
        };
        let wish = Wish { station, partition, start: *offset, follow: *follow };
        Ok(match protocol {
            Protocol::Http => Source::Http(http::Consumer::new(from, trust, &wish)),
            Protocol::Kafka => Source::Kafka(kafka::Consumer::open(from, trust, &wish, group.as_deref()).await?),
        })
    }
}

async fn write_all(source: &mut Source, mut left: usize, format: &Format) -> Result<(), Error> {
    let mut out = BufWriter::new(io::stdout());
    while left > 0 {
        let messages = source.next(left.min(READY_MESSAGES)).await?;
        if messages.is_empty() {
            break;
        }
        for message in &messages {
            format.write(message, &mut out)?;
        }
        left = left.saturating_sub(messages.len());
        out.flush()?;
        source.taken(&messages)?;
    }
    Ok(())
}
