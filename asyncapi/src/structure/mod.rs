//! The shape of a document: which objects have which fields, of what kind, since which version.
//!
//! The tables of [`v2`] and [`v3`] say it; this walks a document along them and tells everything that does not fit.
//! What the fields mean is the business of `spec`, and schemas and bindings have rules of their own.

mod v2;
mod v3;

use std::collections::HashSet;

use crate::document::Version;
use crate::problem::{Problem, Problems};
use crate::refs::Library;
use crate::suggest;
use crate::tree::{Map, Node, Origin, Value};

/// An object of the specification.
struct Shape {
    /// As the specification calls it.
    name: &'static str,
    fields: &'static [Field],
}

struct Field {
    name: &'static str,
    kind: Kind,
    required: bool,
    /// The minor version that brought it.
    since: u8,
}

/// What a field holds.
#[derive(Clone, Copy)]
enum Kind {
    Anything,
    Text,
    /// A text, or null.
    TextOrNull,
    /// A list of texts.
    Texts,
    List,
    Object(&'static Shape),
    /// An object or a `$ref` to one.
    Part(&'static Shape),
    /// A map of those by name.
    Parts(&'static Shape),
    /// A list of those.
    PartList(&'static Shape),
    /// A map whatever is in it.
    AnyMap,
    /// A map or boolean: a schema, which its own compiler judges.
    Schema,
    /// One message, or several under `oneOf` (2.x).
    MessageOrOneOf(&'static Shape),
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: false,
        since: 0,
    }
}

const fn required(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: true,
        since: 0,
    }
}

const fn since(since: u8, name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: false,
        since,
    }
}

/// Tells everything that does not have the shape the document's version gives it.
pub(crate) fn check(library: &Library, version: Version, problems: &mut Problems) {
    let shape = if version.major == 2 {
        &v2::DOCUMENT
    } else {
        &v3::DOCUMENT
    };
    let mut walk = Walk {
        library,
        version,
        problems,
        seen: HashSet::new(),
    };
    if let Some(root) = library.root() {
        walk.object(root, shape);
    }
}

struct Walk<'a> {
    library: &'a Library,
    version: Version,
    problems: &'a mut Problems,
    /// What was looked at as what, since `$ref`s lead to one place from many, and in circles.
    seen: HashSet<(Origin, &'static str)>,
}

impl<'a> Walk<'a> {
    fn object(&mut self, node: &'a Node, shape: &'static Shape) {
        if !self.seen.insert((node.origin, shape.name)) {
            return;
        }
        let Some(map) = node.map() else {
            return self.add(
                node,
                format!(
                    "is {} where a map is expected ({})",
                    node.noun(),
                    shape.name
                ),
                None,
            );
        };
        for (key, value) in map.iter().filter(|(key, _)| !key.starts_with("x-")) {
            match shape.fields.iter().find(|field| field.name == key) {
                Some(field) if field.since > self.version.minor => {
                    let Version { major, minor } = self.version;
                    let message = format!(
                        "`{key}` came with AsyncAPI {major}.{}, and this is {major}.{minor}",
                        field.since
                    );
                    self.add(value, message, None);
                }
                Some(field) => self.value(value, field.kind),
                None => {
                    let known = shape
                        .fields
                        .iter()
                        .filter(|f| f.since <= self.version.minor)
                        .map(|f| f.name);
                    let hint = suggest::closest(key, known)
                        .unwrap_or_else(|| "extensions have names that begin with `x-`".into());
                    self.add(
                        value,
                        format!("`{key}` is no field of {}", shape.name),
                        Some(hint),
                    );
                }
            }
        }
        for field in shape
            .fields
            .iter()
            .filter(|field| field.required && map.get(field.name).is_none())
        {
            self.add(
                node,
                format!(
                    "`{}` is missing, and {} must have it",
                    field.name, shape.name
                ),
                None,
            );
        }
    }

    fn value(&mut self, node: &'a Node, kind: Kind) {
        let expected = match (kind, &node.value) {
            (Kind::Anything, _)
            | (Kind::Text | Kind::TextOrNull, Value::Text(_))
            | (Kind::TextOrNull, Value::Null)
            | (Kind::AnyMap, Value::Map(_))
            | (Kind::List, Value::List(_))
            | (Kind::Schema, Value::Map(_) | Value::Bool(_)) => return,
            (Kind::Object(shape), _) => return self.object(node, shape),
            (Kind::Part(shape), _) => return self.part(node, shape),
            (Kind::Parts(shape), Value::Map(parts)) => {
                return parts.iter().for_each(|(_, p)| self.part(p, shape));
            }
            (Kind::PartList(shape), Value::List(parts)) => {
                return parts.iter().for_each(|p| self.part(p, shape));
            }
            (Kind::MessageOrOneOf(shape), Value::Map(map)) => {
                return self.message(node, map, shape);
            }
            (Kind::Texts, Value::List(items)) => {
                return items.iter().for_each(|item| self.value(item, Kind::Text));
            }
            (Kind::Text, _) => "a text",
            (Kind::TextOrNull, _) => "a text or null",
            (Kind::Texts, _) => "a list of texts",
            (Kind::List | Kind::PartList(_), _) => "a list",
            (Kind::AnyMap | Kind::Parts(_) | Kind::MessageOrOneOf(_), _) => "a map",
            (Kind::Schema, _) => "a schema (a map, or a boolean)",
        };
        let hint = match (kind, &node.value) {
            (Kind::Text, Value::Number(_) | Value::Bool(_)) => Some("put it in quotes".to_owned()),
            _ => None,
        };
        self.add(
            node,
            format!("is {} where {expected} is expected", node.noun()),
            hint,
        );
    }

    /// An object, here or where its `$ref` leads.
    fn part(&mut self, node: &'a Node, shape: &'static Shape) {
        match self.library.follow(node) {
            Ok(target) => self.object(target, shape),
            Err(problem) => self.problems.push(problem),
        }
    }

    fn message(&mut self, node: &'a Node, map: &'a Map, shape: &'static Shape) {
        match map.get("oneOf") {
            Some(messages) => self.value(messages, Kind::PartList(shape)),
            None => self.part(node, shape),
        }
    }

    fn add(&mut self, node: &Node, message: String, hint: Option<String>) {
        self.problems.push(Problem {
            hint,
            ..self.library.problem(node, message)
        });
    }
}
