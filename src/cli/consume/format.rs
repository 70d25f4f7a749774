//! How a message is written: its payload, JSON, or a pattern like that of kcat's `-f`.

use std::io::{self, Write};
use std::str::FromStr;

use crate::cli::message::Message;
use crate::gateway::message::Raw;

/// How each message is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Pattern(Vec<Piece>),
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Literal(String),
    Payload,
    Key,
    Headers,
    Station,
    Partition,
    Offset,
    TimestampMs,
    PayloadBytes,
    KeyBytes,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            pattern if pattern.contains('%') => pieces(pattern).map(Self::Pattern),
            other => Err(format!("{other:?} is neither text nor json, nor a pattern such as '%k %s\\n'")),
        }
    }
}

fn pieces(pattern: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        let piece = match letter {
            '\\' => {
                literal.push(match letters.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('0') => '\0',
                    Some(other) => other,
                    None => '\\',
                });
                continue;
            }
            '%' => match letters.next() {
                Some('s') => Piece::Payload,
                Some('k') => Piece::Key,
                Some('h') => Piece::Headers,
                Some('t') => Piece::Station,
                Some('p') => Piece::Partition,
                Some('o') => Piece::Offset,
                Some('T') => Piece::TimestampMs,
                Some('S') => Piece::PayloadBytes,
                Some('K') => Piece::KeyBytes,
                Some('%') => {
                    literal.push('%');
                    continue;
                }
                Some(other) => return Err(format!("%{other} is not known; %s %k %h %t %p %o %T %S %K and %% are")),
                None => return Err("the pattern ends in a lone %; a percent sign is %%".to_owned()),
            },
            letter => {
                literal.push(letter);
                continue;
            }
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
        }
        pieces.push(piece);
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(pieces)
}

impl Format {
    /// Writes a message; only patterns say themselves where a line ends.
    pub(super) fn write(&self, message: &Message, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Text => {
                out.write_all(message.raw.value.as_deref().unwrap_or_default())?;
                out.write_all(b"\n")
            }
            Self::Json => writeln!(out, "{}", message.to_json().map_err(io::Error::other)?),
            Self::Pattern(pieces) => pieces.iter().try_for_each(|piece| piece.write(message, out)),
        }
    }
}

impl Piece {
    fn write(&self, message: &Message, out: &mut impl Write) -> io::Result<()> {
        let Message { station, partition, offset, raw: Raw { key, value, headers, timestamp_ms } } = message;
        let length = |bytes: &Option<bytes::Bytes>| bytes.as_ref().map_or("-1".to_owned(), |b| b.len().to_string());
        match self {
            Self::Literal(text) => out.write_all(text.as_bytes()),
            Self::Payload => out.write_all(value.as_deref().unwrap_or_default()),
            Self::Key => out.write_all(key.as_deref().unwrap_or_default()),
            Self::Headers => write_headers(headers, out),
            Self::Station => out.write_all(station.as_bytes()),
            Self::Partition => write!(out, "{partition}"),
            Self::Offset => write!(out, "{offset}"),
            Self::TimestampMs => write!(out, "{}", timestamp_ms.unwrap_or(-1)),
            Self::PayloadBytes => out.write_all(length(value).as_bytes()),
            Self::KeyBytes => out.write_all(length(key).as_bytes()),
        }
    }
}

/// `a=1,b=2`, a null value as `NULL`: as kcat writes them.
fn write_headers(headers: &[(bytes::Bytes, Option<bytes::Bytes>)], out: &mut impl Write) -> io::Result<()> {
    for (index, (name, value)) in headers.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        out.write_all(name)?;
        out.write_all(b"=")?;
        out.write_all(value.as_deref().unwrap_or(b"NULL"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: &str) -> String {
        let headers = vec![("origin".into(), Some("readme".into())), ("empty".into(), None)];
        let raw = Raw { key: Some("lamp".into()), value: Some("{}".into()), headers, timestamp_ms: Some(5) };
        let message = Message { station: "lights".to_owned(), partition: 1, offset: 42, raw };
        let mut out = Vec::new();
        format.parse::<Format>().unwrap().write(&message, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_pattern_has_every_part_of_a_message() {
        assert_eq!(
            written(r"%t[%p]@%o %T %k=%s (%K,%S) %h 100%%\n"),
            "lights[1]@42 5 lamp={} (4,2) origin=readme,empty=NULL 100%\n"
        );
        assert_eq!(written("text"), "{}\n");
        assert!(written("json").ends_with("\"payload\":{},\"payload_kind\":\"json\"}\n"));
    }

    #[test]
    fn what_is_no_format_says_what_would_be() {
        for wrong in ["yaml", "%x", "100%"] {
            assert!(wrong.parse::<Format>().is_err(), "{wrong}");
        }
    }
}
