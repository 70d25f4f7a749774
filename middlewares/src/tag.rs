//! `tag`: adds headers to every message. It looks at none: their values say where a message came from and went to.

use std::collections::BTreeMap;
use std::fmt::Write;

use bytes::Bytes;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::Value;

use crate::budget::Budget;
use crate::catalogue::{Built, Context, Entry, SettingsError, inspect, settings};
use crate::{Delivery, Middleware, Refusal, timestamp};

/// The catalogue's entry.
pub const ENTRY: Entry = Entry {
    name: "tag",
    schema: || schema_for!(Settings),
    build,
    // In a configuration file `$${` is how a literal `${` is written; that has been read by now.
    example: "headers:\n  from: ${principal} by ${protocol}\n  site: lab\nreplace: true\n",
};

/// Adds headers to every message.
///
/// A value may have these parts, which in the configuration file are written with two dollars (`$${station}`) because
/// `${NAME}` there is an environment variable: `${station}`, `${protocol}` (kafka, http, websocket), `${principal}`
/// (the authenticated name, or anonymous), `${client_id}` (Kafka's client id, HTTP's user agent; may be empty),
/// `${peer}` (the client's IP address) and `${timestamp}` (when the message passed here: RFC 3339 with nanoseconds, in
/// UTC).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Header names and values.
    #[schemars(length(min = 1))]
    headers: BTreeMap<String, String>,
    /// Whether headers that a message already has under one of these names go, so that nobody can forge them. If not,
    /// the new one is added behind them. Default: true
    #[serde(default = "yes")]
    replace: bool,
}

fn yes() -> bool {
    true
}

fn build(node: &Value, context: &Context) -> Result<Built, SettingsError> {
    Ok(inspect(Tag::new(settings(node)?, context)?))
}

#[derive(Debug)]
struct Tag {
    headers: Vec<(Bytes, Template)>,
    replace: bool,
    open_limit_bytes: usize,
}

impl Tag {
    fn new(settings: Settings, context: &Context) -> Result<Self, SettingsError> {
        let Settings { headers, replace } = settings;
        if headers.is_empty() {
            return Err(SettingsError::new("/headers", "is empty: name at least one header to add"));
        }
        let headers = headers.into_iter().map(|(name, value)| {
            let template = Template::parse(&value).map_err(|message| {
                SettingsError::new(format!("/headers/{}", name.replace('~', "~0").replace('/', "~1")), message)
            })?;
            Ok((Bytes::from(name), template))
        });
        let open_limit_bytes = context.open_limit_bytes;
        Ok(Self { headers: headers.collect::<Result<_, _>>()?, replace, open_limit_bytes })
    }
}

impl Middleware for Tag {
    fn handle(&self, delivery: &mut Delivery) -> Result<(), Refusal> {
        // The same for every record: written once, then shared.
        let headers: Vec<(Bytes, Bytes)> =
            self.headers.iter().map(|(name, template)| (name.clone(), template.render(delivery))).collect();
        let bytes_each = headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        let mut budget = Budget::new(self.open_limit_bytes);
        delivery.draft.visit(self.open_limit_bytes, |_, _, edit| {
            if !budget.allows(bytes_each) {
                return;
            }
            for (name, value) in &headers {
                if self.replace {
                    edit.remove_header(name.clone());
                }
                edit.add_header(name.clone(), Some(value.clone()));
            }
        })?;
        Ok(budget.check()?)
    }
}

/// A text with places to fill in.
#[derive(Debug)]
struct Template(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Text(String),
    Fill(Place),
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Station,
    Protocol,
    Principal,
    ClientId,
    Peer,
    Timestamp,
}

impl Place {
    const NAMES: &[(&str, Place)] = &[
        ("station", Place::Station),
        ("protocol", Place::Protocol),
        ("principal", Place::Principal),
        ("client_id", Place::ClientId),
        ("peer", Place::Peer),
        ("timestamp", Place::Timestamp),
    ];
}

impl Template {
    /// The error is a message for a person.
    fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').ok_or("has a `${` without its `}`")?;
            let Some((_, place)) = Place::NAMES.iter().find(|(known, _)| *known == name) else {
                let names: Vec<_> = Place::NAMES.iter().map(|(name, _)| *name).collect();
                return Err(format!("knows no `${{{name}}}`; there are: {}", names.join(", ")));
            };
            pieces.extend([Piece::Text(before.to_owned()), Piece::Fill(*place)]);
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    fn render(&self, delivery: &Delivery) -> Bytes {
        let origin = &delivery.origin;
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Fill(Place::Station) => out.push_str(&delivery.station),
                Piece::Fill(Place::Protocol) => out.push_str(origin.protocol),
                Piece::Fill(Place::Principal) => out.push_str(&origin.principal),
                Piece::Fill(Place::ClientId) => out.push_str(origin.client_id.as_deref().unwrap_or_default()),
                // Writing into a String does not fail.
                Piece::Fill(Place::Peer) => drop(write!(out, "{}", origin.peer.ip())),
                Piece::Fill(Place::Timestamp) => out.push_str(&timestamp::now()),
            }
        }
        out.into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::{self, Lights, batch, context, headers_of, record};

    fn tagged(settings: serde_json::Value, mut delivery: Delivery) -> Delivery {
        let tag = Tag::new(serde_json::from_value(settings).unwrap(), &context(Lights::default())).unwrap();
        tag.handle(&mut delivery).unwrap();
        delivery
    }

    #[test]
    fn every_record_gets_the_headers_filled_in() {
        let settings = json!({"headers": {"via": "${protocol}://${principal}@${peer}/${station}?${client_id}"}});
        let delivery = tagged(settings, testing::produce(batch(&[record("a"), record("b")])));
        let via = ("via".to_owned(), Some("kafka://anonymous@127.0.0.1/lights?test".to_owned()));
        assert_eq!(headers_of(delivery), [vec![via.clone()], vec![via]]);
    }

    #[test]
    fn a_timestamp_is_rfc_3339() {
        let delivery = tagged(json!({"headers": {"at": "${timestamp}"}}), testing::produce(batch(&[record("a")])));
        let headers = headers_of(delivery);
        let at = headers[0][0].1.as_deref().unwrap();
        assert!(time::OffsetDateTime::parse(at, &time::format_description::well_known::Rfc3339).is_ok(), "{at}");
    }

    #[test]
    fn a_header_of_the_client_is_replaced_unless_told_otherwise() {
        let forged = || testing::produce(batch(&[record("a").with("site", "forged").with("x", "1").with("x", "2")]));
        let header = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
        let (x1, x2) = (header("x", "1"), header("x", "2"));

        let replaced = tagged(json!({"headers": {"site": "lab"}}), forged());
        assert_eq!(headers_of(replaced), [vec![x1.clone(), x2.clone(), header("site", "lab")]]);

        let beside = tagged(json!({"headers": {"site": "lab"}, "replace": false}), forged());
        assert_eq!(headers_of(beside), [vec![header("site", "forged"), x1, x2, header("site", "lab")]]);
    }

    #[test]
    fn an_unknown_place_is_named_with_those_there_are() {
        let settings = serde_json::from_value(json!({"headers": {"a/b": "${pear}"}})).unwrap();
        let error = Tag::new(settings, &context(Lights::default())).unwrap_err();
        assert_eq!(error.pointer, "/headers/a~1b");
        assert_eq!(
            error.message,
            "knows no `${pear}`; there are: station, protocol, principal, client_id, peer, timestamp"
        );
    }

    #[test]
    fn many_tiny_records_do_not_become_gigabytes() {
        let tiny: Vec<_> = (0..10_000).map(|_| record("")).collect();
        let settings = json!({"headers": {"a": "b"}});
        let tag = Tag::new(
            serde_json::from_value(settings).unwrap(),
            &crate::Context { open_limit_bytes: 1 << 20, ..context(Lights::default()) },
        )
        .unwrap();
        let refusal = tag.handle(&mut testing::produce(batch(&tiny))).unwrap_err();
        assert!(matches!(refusal, Refusal::Unreadable(records::Error::TooLarge { .. })), "{refusal}");
    }
}
