//! From a channel's address to the names of the stations it covers.
//!
//! A station's name has letters, digits, `.`, `_` and `-`, as a Kafka topic's. So in an address `/` stands for `.`
//! (one at its start or end is left out), and any other character that a name cannot have for `_`: `light/measured`
//! covers the station `light.measured`. The address as it is written is covered too, for a backend that allows it.
//!
//! A `{parameter}` stands for one or more characters other than `/` and `.`; one with an `enum` for those values.

use regex::{Regex, RegexBuilder};

use crate::limits;

/// The names of the stations that a channel covers.
#[derive(Debug, Clone)]
pub struct StationPattern {
    text: String,
    regex: Option<Regex>,
    /// Characters that are given, not left to a parameter: of two patterns the one with more is the more exact.
    literal: usize,
}

/// A parameter of an address: its name, and its values if only some are allowed.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) values: Vec<String>,
}

impl StationPattern {
    /// The pattern of an address.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub(super) fn new(address: &str, parameters: &[Parameter]) -> Result<Self, String> {
        // A WebSocket channel may carry a query; it is no part of the name.
        let path = address.split_once('?').map_or(address, |(path, _)| path);
        let path = path.trim_start_matches('/').trim_end_matches('/');
        let (mut text, mut pattern, mut literal) = (String::new(), String::from("^/?"), 0);
        let mut is_exact = true;
        let mut rest = path;
        while let Some(c) = rest.chars().next() {
            let Some((name, after)) = parameter_at(rest)? else {
                let mapped = mapped(c);
                text.push(mapped);
                is_exact &= mapped == c;
                pattern += &either(c, mapped);
                literal += 1;
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
                continue;
            };
            is_exact = false;
            text += &format!("{{{name}}}");
            let values = parameters
                .iter()
                .find(|p| p.name == name)
                .map(|p| p.values.as_slice())
                .unwrap_or_default();
            let alternatives: Vec<String> = values
                .iter()
                .map(|value| value.chars().map(|c| either(c, mapped(c))).collect())
                .collect();
            pattern += &match alternatives.as_slice() {
                [] => "[^/.]+".to_owned(),
                some => format!("(?:{})", some.join("|")),
            };
            rest = after;
        }
        if text.is_empty() {
            return Err(format!(
                "the address `{}` has nothing that could name a station",
                crate::words::cut(address, 80)
            ));
        }
        pattern += "/?$";
        let regex = match is_exact {
            true => None,
            false => Some(
                RegexBuilder::new(&pattern)
                    .size_limit(limits::PATTERN_BYTES)
                    .dot_matches_new_line(true)
                    .build()
                    .map_err(|_| {
                        "the address and its parameters' values are too long to match by".to_owned()
                    })?,
            ),
        };
        Ok(Self {
            text,
            regex,
            literal,
        })
    }

    /// The address as a station's name, parameters in braces.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a station of this name is covered.
    pub fn matches(&self, station: &str) -> bool {
        self.text == station
            || self
                .regex
                .as_ref()
                .is_some_and(|regex| regex.is_match(station))
    }

    /// The one station it covers, where it has no parameters.
    pub(super) fn exact(&self) -> Option<&str> {
        (!self.text.contains('{')).then_some(&self.text)
    }

    /// Whether it covers more than the name that it is written as.
    pub(super) fn has_more_than_one_name(&self) -> bool {
        self.regex.is_some()
    }

    pub(super) fn literal(&self) -> usize {
        self.literal
    }
}

/// The names of the parameters in an address, in its order.
pub(super) fn parameters_in(address: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = address;
    while let Some(c) = rest.chars().next() {
        match parameter_at(rest)? {
            Some((name, after)) => {
                names.push(name);
                rest = after;
            }
            None => rest = rest.get(c.len_utf8()..).unwrap_or_default(),
        }
    }
    Ok(names)
}

/// The parameter that an address goes on with, and what comes after it.
fn parameter_at(rest: &str) -> Result<Option<(&str, &str)>, String> {
    if rest.starts_with('}') {
        return Err("the address has a `}` without a `{` before it".into());
    }
    let Some(inside) = rest.strip_prefix('{') else {
        return Ok(None);
    };
    match inside.split_once('}') {
        Some(("", _)) => Err("the address has a parameter without a name, `{}`".into()),
        Some((name, _)) if name.contains('{') => {
            Err(format!("the address has a `{{` inside of `{{{name}}}`"))
        }
        Some(split) => Ok(Some(split)),
        None => Err("the address has a `{` that no `}` closes".into()),
    }
}

fn mapped(c: char) -> char {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' => c,
        '/' => '.',
        _ => '_',
    }
}

/// The regular expression for a character as it is written or as it is mapped.
fn either(c: char, mapped: char) -> String {
    let written = regex::escape(c.encode_utf8(&mut [0; 4]));
    if c == mapped {
        written
    } else {
        format!(
            "(?:{written}|{})",
            regex::escape(mapped.encode_utf8(&mut [0; 4]))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(address: &str) -> StationPattern {
        StationPattern::new(address, &[]).unwrap()
    }

    #[test]
    fn an_address_without_parameters_is_one_station() {
        let lights = pattern("lights");
        assert_eq!(
            (lights.as_str(), lights.exact()),
            ("lights", Some("lights"))
        );
        assert!(lights.matches("lights") && !lights.matches("lights2"));
    }

    #[test]
    fn slashes_are_dots_and_what_no_name_has_is_an_underscore() {
        let path = pattern("/light/mea sured/");
        assert_eq!(path.as_str(), "light.mea_sured");
        for name in ["light.mea_sured", "light/mea sured", "/light/mea sured"] {
            assert!(path.matches(name), "{name}");
        }
        assert!(!path.matches("lightxmea_sured"));
        assert_eq!(pattern("chat?token=x").as_str(), "chat");
        assert!(StationPattern::new("/", &[]).is_err());
    }

    #[test]
    fn a_parameter_is_one_level_and_never_empty() {
        let event = pattern("event.{streetlightId}.lighting.measured");
        assert!(event.matches("event.42.lighting.measured"));
        assert!(!event.matches("event..lighting.measured"));
        assert!(!event.matches("event.4.2.lighting.measured"));
        assert!(
            pattern("room/{id}").matches("room.7") && !pattern("room/{id}").matches("room.7.x")
        );
    }

    #[test]
    fn an_enum_narrows_a_parameter() {
        let only = Parameter {
            name: "v".into(),
            values: vec!["1.0".into(), "2".into()],
        };
        let versioned = StationPattern::new("api.{v}.x", &[only]).unwrap();
        assert!(
            versioned.matches("api.1.0.x")
                && versioned.matches("api.2.x")
                && !versioned.matches("api.3.x")
        );
    }

    #[test]
    fn braces_must_pair() {
        for address in ["a{b", "a}b", "a{}", "a{b{c}}"] {
            assert!(StationPattern::new(address, &[]).is_err(), "{address}");
        }
    }
}
