//! A document's values as a tree, in which every value knows where it was written.
//!
//! Only values and places: what a `$ref` means is the business of `refs`.

mod origin;
pub(crate) mod pointer;
mod scalar;
mod yaml;

use std::sync::Arc;

use serde_json::Number;

pub(crate) use origin::{Origin, Origins};
pub(crate) use yaml::{Tree, read};

/// A value and the place where it was written. A copy (an alias, a merge) keeps the place of what it is a copy of.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) origin: Origin,
    pub(crate) value: Value,
}

/// What YAML and JSON have in common.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
    List(Vec<Node>),
    Map(Map),
}

/// A map in the order of the file, found in by binary search.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map {
    entries: Vec<(Arc<str>, Node)>,
    sorted: Vec<u32>,
}

impl Node {
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// A property of a map; `None` also when this is no map.
    pub(crate) fn field(&self, key: &str) -> Option<&Node> {
        self.map()?.get(key)
    }

    /// What a child is called by one step of a JSON Pointer, already unescaped.
    pub(crate) fn step(&self, step: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(map) => map.get(step),
            Value::List(items) => pointer::index(step).and_then(|i| items.get(i)),
            _ => None,
        }
    }

    /// The noun for what kind of value it is: `a list`.
    pub(crate) fn noun(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// How many values it is, with all those inside.
    pub(crate) fn size(&self) -> usize {
        1 + match &self.value {
            Value::List(items) => items.iter().map(Node::size).sum(),
            Value::Map(map) => map.iter().map(|(_, node)| node.size()).sum(),
            _ => 0,
        }
    }

    /// The same as plain JSON.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(flag) => (*flag).into(),
            Value::Number(number) => number.clone().into(),
            Value::Text(text) => text.as_ref().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(map) => map
                .iter()
                .map(|(k, v)| (k.to_string(), v.to_json()))
                .collect(),
        }
    }
}

impl Map {
    /// A map of these entries; of several with one key, the last counts.
    pub(crate) fn new(entries: Vec<(Arc<str>, Node)>) -> Self {
        let mut sorted: Vec<u32> = (0..entries.len())
            .filter_map(|i| u32::try_from(i).ok())
            .collect();
        sorted.sort_by_key(|&i| entries.get(i as usize).map(|(key, _)| Arc::clone(key)));
        Self { entries, sorted }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let after = self
            .sorted
            .partition_point(|&i| self.entry(i).is_some_and(|(k, _)| **k <= *key));
        let (found, node) = self.entry(*self.sorted.get(after.checked_sub(1)?)?)?;
        (**found == *key).then_some(node)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(key, node)| (&**key, node))
    }

    pub(crate) fn entries(&self) -> &[(Arc<str>, Node)] {
        &self.entries
    }

    pub(crate) fn into_entries(self) -> Vec<(Arc<str>, Node)> {
        self.entries
    }

    fn entry(&self, i: u32) -> Option<&(Arc<str>, Node)> {
        self.entries.get(i as usize)
    }
}
