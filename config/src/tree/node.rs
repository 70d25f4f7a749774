//! A value of the configuration that knows where it was written.
//!
//! Not typed: its owner says by a schema what it should be ([`Node::read`]).

use std::fmt;

use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::check;
use crate::{Place, Problem, Problems};

/// A value with its place. A section's owner checks and reads it into its own struct, adding whatever is wrong to one
/// list, so that a person mends everything in one go.
#[derive(Clone)]
pub struct Node {
    pub(crate) value: Value,
    pub(crate) place: Place,
    /// From the top of the configuration: `listeners[0].tls`. Set once the tree is complete.
    pub(crate) path: String,
    /// The text of a scalar that came from the environment or a secret's file: it has no type of its own (a password
    /// may be all digits), and no message may repeat it.
    pub(crate) given: Option<String>,
}

#[derive(Clone)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
    /// What should be here could not be read (an unset variable, a secret's file). It has been told, so this fits
    /// everywhere; but nothing is made of it.
    Unread,
}

/// A key of a mapping, its place, and what it holds. Keys are unique within a mapping.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) place: Place,
    pub(crate) node: Node,
}

impl Node {
    pub(crate) fn new(value: Value, place: Place) -> Self {
        Self { value, place, path: String::new(), given: None }
    }

    /// Where it is written.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Its path from the top of the configuration, for people: `middlewares.contract.on_invalid`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether nothing is written here (`key:` without a value, or `null`).
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Its text, if text is what it is.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list; of anything else, none.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The keys and values of a mapping in the order of the file; of anything else, none.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.map().iter().map(|entry| (entry.key.as_str(), &entry.node))
    }

    /// The value of a mapping's key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().find_map(|(name, node)| (name == key).then_some(node))
    }

    /// The value at a JSON pointer (RFC 6901) below this one: `/tls/certificate`, `/servers/0`; the empty pointer is
    /// this node.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        steps(pointer).try_fold(self, |node, step| node.child(&step))
    }

    /// As plain JSON, without places.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null | Value::Unread => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(value) => Json::Number(value.clone()),
            Value::Text(value) => Json::String(value.clone()),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries.iter().map(|e| (e.key.clone(), e.node.to_json())).collect(),
        }
    }

    /// A problem with this value.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.place.clone(), self.path.clone(), message)
    }

    /// A problem with the value at a JSON pointer below; where the pointer leads nowhere (a key that is missing),
    /// with the nearest value above it.
    pub fn problem_at(&self, pointer: &str, message: impl Into<String>) -> Problem {
        let mut nearest = self;
        for step in steps(pointer) {
            let Some(child) = nearest.child(&step) else {
                break;
            };
            nearest = child;
        }
        nearest.problem(message)
    }

    /// Adds to `problems` everything in which this value differs from `schema`, a JSON Schema as schemars derives it.
    /// Keys that the schema does not name are problems even where it forgets to say so. The answer, if nothing was
    /// wrong, is the value in JSON with the types that the schema wants: a number from the environment is a number.
    pub fn check(&self, schema: &Schema, problems: &mut Problems) -> Option<Json> {
        check::check(self, schema, problems)
    }

    /// Checks this value against `T`'s own schema, then reads it. `None` if anything was wrong; what was, is in
    /// `problems`.
    pub fn read<T: DeserializeOwned + JsonSchema>(&self, problems: &mut Problems) -> Option<T> {
        let json = check::check(self, &schemars::schema_for!(T), problems)?;
        match serde_path_to_error::deserialize(json) {
            Ok(value) => Some(value),
            Err(error) => {
                problems.push(self.problem_at(&pointer(error.path()), error.inner().to_string()));
                None
            }
        }
    }

    /// The same mapping without one key: what a section's owner reads once the key that chose the owner is taken off.
    pub(crate) fn without(&self, key: &str) -> Node {
        let mut rest = self.clone();
        if let Value::Map(entries) = &mut rest.value {
            entries.retain(|entry| entry.key != key);
        }
        rest
    }

    pub(crate) fn map(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Gives every node its path, once no more keys come or go.
    pub(crate) fn settle(&mut self, path: String) {
        match &mut self.value {
            Value::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    item.settle(format!("{path}[{index}]"));
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    entry.node.settle(key_path(&path, &entry.key));
                }
            }
            _ => {}
        }
        self.path = path;
    }

    fn child(&self, step: &str) -> Option<&Node> {
        match &self.value {
            Value::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => self.get(step),
        }
    }
}

/// Only the place and the kind: a configuration holds passwords, and debug output ends up in logs.
impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({}: {}: {})", self.place, self.path, check::kind(self))
    }
}

/// `path.key`, or `path["a key"]` where a dot would mislead.
pub(crate) fn key_path(path: &str, key: &str) -> String {
    let simple = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    match (simple, path.is_empty()) {
        (true, true) => key.to_owned(),
        (true, false) => format!("{path}.{key}"),
        (false, _) => format!("{path}[{key:?}]"),
    }
}

/// The steps of a JSON pointer, unescaped.
fn steps(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}
