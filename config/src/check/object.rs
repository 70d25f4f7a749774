//! A mapping against a schema: each key's value, unknown keys, missing keys.

use serde_json::{Map, Value as Json};

use super::{Findings, Keys, Part, Walker, suggest};
use crate::Problem;
use crate::tree::{Node, key_path};

impl<'a> Walker<'a> {
    pub(super) fn object(&self, node: &Node, schema: &'a Json, keys: Keys, findings: &mut Findings) {
        let known = properties(schema);
        let others = schema.get("additionalProperties");
        for entry in node.map() {
            if let Some(schema) = known.and_then(|known| known.get(&entry.key)).or(others.filter(|o| o.is_object())) {
                self.walk(&entry.node, schema, Keys::Closed, findings);
            }
        }
        if keys == Keys::Closed {
            self.unknown_keys(node, schema, findings);
        }
        self.missing_keys(node, schema, findings);
    }

    /// Keys that neither the schema nor any part of it names.
    pub(super) fn unknown_keys(&self, node: &Node, schema: &'a Json, findings: &mut Findings) {
        let Some(known) = self.known_keys(schema) else {
            return;
        };
        for entry in node.map().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let free: Vec<&str> = known.iter().copied().filter(|key| node.get(key).is_none()).collect();
            let list = if known.is_empty() {
                "there are none here".into()
            } else {
                format!("known here: {}", known.join(", "))
            };
            let message = format!("unknown key{}", suggest::hint(&entry.key, &free, &list));
            findings.add(Problem::new(entry.place.clone(), key_path(&node.path, &entry.key), message));
        }
    }

    fn missing_keys(&self, node: &Node, schema: &'a Json, findings: &mut Findings) {
        let known = self.known_keys(schema).unwrap_or_default();
        let required = schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        for key in required.filter(|key| node.get(key).is_none()) {
            // Told once: the mistyped key says what it should have been.
            let mistyped = node.map().iter().any(|entry| {
                !known.contains(&entry.key.as_str()) && suggest::did_you_mean(&entry.key, [key]).is_some()
            });
            if !mistyped {
                findings.add(node.problem(format!("key {key:?} is missing")));
            }
        }
    }

    /// Every key that may be there, or `None` where any may.
    fn known_keys(&self, schema: &'a Json) -> Option<Vec<&'a str>> {
        let mut keys: Vec<&str> =
            properties(schema).into_iter().flat_map(|known| known.keys().map(String::as_str)).collect();
        let others = schema.get("additionalProperties").or(schema.get("unevaluatedProperties"));
        let parts = self.parts(schema);
        match others {
            Some(Json::Bool(false)) => {}
            Some(_) => return None,
            None if properties(schema).is_none() && parts.is_empty() => return None,
            None => {}
        }
        for part in parts {
            let schemas = match part {
                Part::All(schema) => vec![self.resolve(schema)],
                Part::Choice(branches) => branches,
            };
            for schema in schemas {
                keys.extend(self.known_keys(schema).into_iter().flatten());
            }
        }
        Some(keys)
    }
}

pub(super) fn properties(schema: &Json) -> Option<&Map<String, Json>> {
    schema.get("properties").and_then(Json::as_object)
}
