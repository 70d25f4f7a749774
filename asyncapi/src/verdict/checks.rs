//! What one message of a document asks of the parts of a message.

use std::sync::Arc;

use serde_json::{Map as JsonMap, Value as Json};

use super::explain::explain;
use super::field::Field;
use super::parts::Parts;
use super::{Headers, Part, Violation};
use crate::schema::{Reading, Validator};
use crate::words::{Words, cut};

/// One message of a document, compiled.
#[derive(Debug)]
pub(crate) struct Checks {
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) payload: Payload,
    pub(crate) headers: Option<HeaderCheck>,
    pub(crate) key: Option<Arc<Validator>>,
}

/// How a payload is held to its schema.
#[derive(Debug)]
pub(crate) enum Payload {
    /// It must be JSON, and valid.
    Json(Arc<Validator>),
    /// It is a text, which must be valid as one; or as JSON if the schema wants no text.
    Text(Arc<Validator>),
    /// There is no schema: anything goes.
    Free,
    /// There is a schema, in a language or for a content type that is not checked.
    Unchecked,
}

/// The headers as one object held to a schema.
#[derive(Debug)]
pub(crate) struct HeaderCheck {
    pub(crate) validator: Arc<Validator>,
    pub(crate) declared: Vec<(String, Reading)>,
}

impl Checks {
    /// Whether there is a message that this refuses.
    pub(crate) fn can_refuse(&self) -> bool {
        matches!(self.payload, Payload::Json(_) | Payload::Text(_))
            || self.headers.is_some()
            || self.key.is_some()
    }

    /// Whether a payload of any kind passes because nothing is known about it.
    pub(super) fn is_unchecked(&self) -> bool {
        matches!(self.payload, Payload::Unchecked)
    }

    /// Whether a message is valid. A tombstone's payload always is.
    pub(super) fn accepts(&self, parts: &Parts<'_>) -> bool {
        let payload = match (&self.payload, parts.payload()) {
            (_, None) | (Payload::Free | Payload::Unchecked, _) => true,
            (Payload::Json(validator), Some(_)) => parts
                .json()
                .as_ref()
                .is_ok_and(|json| validator.accepts(json)),
            (Payload::Text(validator), Some(bytes)) => {
                validator.accepts(&read(bytes, validator.reading()))
            }
        };
        payload
            && self
                .headers
                .as_ref()
                .is_none_or(|check| check.validator.accepts(&check.object(parts.headers())))
            && match (&self.key, parts.key()) {
                (Some(validator), Some(key)) => validator.accepts(&read(key, validator.reading())),
                (Some(validator), None) => validator.accepts(&Json::Null),
                (None, _) => true,
            }
    }

    /// What is wrong with a message.
    pub(super) fn explain(&self, parts: &Parts<'_>, into: &mut Vec<Violation>) {
        match (&self.payload, parts.payload()) {
            (_, None) | (Payload::Free | Payload::Unchecked, _) => {}
            (Payload::Json(validator), Some(bytes)) => match parts.json() {
                Ok(json) => explain(validator, json, Part::Payload, into),
                Err(error) => into.push(no_json(bytes, error)),
            },
            (Payload::Text(validator), Some(bytes)) => {
                explain(
                    validator,
                    &read(bytes, validator.reading()),
                    Part::Payload,
                    into,
                );
            }
        }
        if let Some(check) = &self.headers {
            explain(
                &check.validator,
                &check.object(parts.headers()),
                Part::Headers,
                into,
            );
        }
        if let Some(validator) = &self.key {
            let key = parts
                .key()
                .map_or(Json::Null, |key| read(key, validator.reading()));
            explain(validator, &key, Part::Key, into);
        }
    }
}

impl HeaderCheck {
    /// The headers as an object: of those with one name the last counts, as Kafka's `lastHeader` has it. A name that
    /// is declared in another case is taken for the declared one, since HTTP does not keep the case.
    fn object(&self, headers: &dyn Headers) -> Json {
        let mut object = JsonMap::new();
        headers.for_each(&mut |name, value| {
            let name = String::from_utf8_lossy(name);
            let declared = self.declared.iter().find(|(declared, _)| *declared == name);
            let declared = declared.or_else(|| {
                self.declared
                    .iter()
                    .find(|(declared, _)| declared.eq_ignore_ascii_case(&name))
            });
            let (name, reading) = match declared {
                Some((declared, reading)) => (declared.clone(), *reading),
                None => (name.into_owned(), Reading::Text),
            };
            object.insert(name, value.map_or(Json::Null, |value| read(value, reading)));
        });
        Json::Object(object)
    }
}

/// Bytes that need not be JSON as a value. What is no UTF-8 is shown with replacement characters.
fn read(bytes: &[u8], reading: Reading) -> Json {
    let json = match reading {
        Reading::Json => serde_json::from_slice(bytes).ok(),
        Reading::Text => None,
    };
    json.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned().into())
}

fn no_json(bytes: &[u8], error: &serde_json::Error) -> Violation {
    let found = match std::str::from_utf8(bytes) {
        _ if bytes.is_empty() => "empty".to_owned(),
        Ok(text) => format!("`{}`", cut(text, 40)),
        Err(_) => "binary data".to_owned(),
    };
    let Field { pointer, name } = Field::whole(Part::Payload);
    let Words {
        message,
        expected,
        found,
    } = Words::is_where(found, "JSON");
    let message = if bytes.is_empty() {
        message
    } else {
        format!("{message} ({error})")
    };
    let schema_pointer = String::new();
    Violation {
        part: Part::Payload,
        pointer,
        field: name,
        message,
        schema_pointer,
        expected,
        found,
    }
}
