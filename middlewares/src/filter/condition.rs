//! One condition on a message: as it is written in the settings, and compiled.

use std::cell::OnceCell;

use records::RecordView;
use regex::bytes::{Regex, RegexBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::SettingsError;
use crate::budget::record_bytes;

/// What one compiled regular expression may take, and again what its search caches may.
const REGEX_BYTES: usize = 1 << 20;

/// One condition on a message.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Condition {
    /// On a header. Where a message has several of that name, one of them is enough.
    Header(HeaderCondition),
    /// On the key.
    Key(KeyCondition),
    /// On a field of a JSON payload. A payload that is not JSON has no fields.
    Field(FieldCondition),
    /// The key, the payload and the headers together are longer than so many bytes.
    SizeOverBytes(usize),
}

/// A condition on a header; one of `equals`, `matches` and `exists`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderCondition {
    /// The header's name, in this case. Over HTTP, names arrive in lower case.
    name: String,
    /// It has exactly this value.
    equals: Option<String>,
    /// This regular expression is found in its value; `^` and `$` tie it to both ends. Read in linear time, without
    /// look-around and back-references.
    matches: Option<String>,
    /// It is there (true), or not (false).
    exists: Option<bool>,
}

/// A condition on the key; one of `equals`, `matches` and `exists`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyCondition {
    /// It is exactly this text.
    equals: Option<String>,
    /// This regular expression is found in it.
    matches: Option<String>,
    /// There is a key (true), or none (false). An empty key is a key.
    exists: Option<bool>,
}

/// A condition on a field; one of `equals`, `matches` and `exists`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldCondition {
    /// Which field: a JSON Pointer (RFC 6901) such as `/light/lumens` or `/items/0`. The empty text is the whole
    /// payload.
    pointer: String,
    /// It has this value, of any JSON type. 1 and 1.0 are the same.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Value")]
    equals: Option<Value>,
    /// It is a text in which this regular expression is found.
    matches: Option<String>,
    /// It is there (true; it may be null), or not (false).
    exists: Option<bool>,
}

/// A null that is given is a value, not nothing.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A message while it is looked at: its payload is parsed once at most, and only if a condition asks.
pub(super) struct Subject<'a> {
    record: &'a RecordView<'a>,
    json: OnceCell<Option<Value>>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(record: &'a RecordView<'a>) -> Self {
        Self { record, json: OnceCell::new() }
    }

    fn field(&self, pointer: &str) -> Option<&Value> {
        let parse = || serde_json::from_slice(self.record.value?).ok();
        self.json.get_or_init(parse).as_ref()?.pointer(pointer)
    }
}

/// A condition, compiled.
#[derive(Debug)]
pub(super) enum Check {
    Header(String, Test<String>),
    Key(Test<String>),
    Field(String, Test<Value>),
    SizeOver(usize),
}

/// What is asked of a value.
#[derive(Debug)]
pub(super) enum Test<T> {
    Equals(T),
    Matches(Regex),
    Exists(bool),
}

impl Check {
    /// `pointer` is where the condition is written.
    pub(super) fn new(condition: Condition, pointer: &str) -> Result<Self, SettingsError> {
        Ok(match condition {
            Condition::Header(HeaderCondition { name, equals, matches, exists }) => {
                Self::Header(name, Test::new(equals, matches, exists, &format!("{pointer}/header"))?)
            }
            Condition::Key(KeyCondition { equals, matches, exists }) => {
                Self::Key(Test::new(equals, matches, exists, &format!("{pointer}/key"))?)
            }
            Condition::Field(FieldCondition { pointer: field, equals, matches, exists }) => {
                if !field.is_empty() && !field.starts_with('/') {
                    let message = format!("{field:?} is no JSON Pointer: one begins with a slash, as in \"/{field}\"");
                    return Err(SettingsError::new(format!("{pointer}/field/pointer"), message));
                }
                Self::Field(field, Test::new(equals, matches, exists, &format!("{pointer}/field"))?)
            }
            Condition::SizeOverBytes(bytes) => Self::SizeOver(bytes),
        })
    }

    pub(super) fn holds(&self, subject: &Subject<'_>) -> bool {
        let record = subject.record;
        match self {
            Self::Header(name, test) => {
                let mut named = record.headers().filter(|(other, _)| *other == name.as_bytes()).map(|(_, value)| value);
                match test {
                    Test::Exists(expected) => named.next().is_some() == *expected,
                    test => named.flatten().any(|value| test.holds_for_text(Some(value))),
                }
            }
            Self::Key(test) => test.holds_for_text(record.key),
            Self::Field(pointer, test) => test.holds_for_json(subject.field(pointer)),
            Self::SizeOver(bytes) => record_bytes(record) > *bytes,
        }
    }
}

impl<T> Test<T> {
    fn new(
        equals: Option<T>,
        matches: Option<String>,
        exists: Option<bool>,
        pointer: &str,
    ) -> Result<Self, SettingsError> {
        match (equals, matches, exists) {
            (Some(value), None, None) => Ok(Self::Equals(value)),
            (None, Some(pattern), None) => {
                let compiled = RegexBuilder::new(&pattern).size_limit(REGEX_BYTES).dfa_size_limit(REGEX_BYTES).build();
                compiled
                    .map(Self::Matches)
                    .map_err(|error| SettingsError::new(format!("{pointer}/matches"), error.to_string()))
            }
            (None, None, Some(expected)) => Ok(Self::Exists(expected)),
            _ => Err(SettingsError::new(pointer, "needs one of `equals`, `matches` and `exists`, and only one")),
        }
    }
}

impl Test<String> {
    fn holds_for_text(&self, text: Option<&[u8]>) -> bool {
        match self {
            Self::Equals(expected) => text == Some(expected.as_bytes()),
            Self::Matches(regex) => text.is_some_and(|text| regex.is_match(text)),
            Self::Exists(expected) => text.is_some() == *expected,
        }
    }
}

impl Test<Value> {
    fn holds_for_json(&self, value: Option<&Value>) -> bool {
        match self {
            Self::Equals(expected) => value.is_some_and(|value| same(value, expected)),
            Self::Matches(regex) => value.and_then(Value::as_str).is_some_and(|text| regex.is_match(text.as_bytes())),
            Self::Exists(expected) => value.is_some() == *expected,
        }
    }
}

fn same(a: &Value, b: &Value) -> bool {
    // Only where a fraction is written: whole numbers beyond 2^53 are not the same as their neighbours.
    let as_fractions = || (a.is_f64() || b.is_f64()) && a.is_number() && a.as_f64() == b.as_f64();
    a == b || as_fractions()
}
