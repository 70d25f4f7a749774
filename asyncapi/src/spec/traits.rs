//! Traits merged into what they are of, by JSON Merge Patch (RFC 7396), in the order they are listed.
//!
//! In 2.x a trait's value wins over the object's (each is applied *to* the object); in 3.x the object's own wins.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Version;
use crate::limits;
use crate::problem::Problem;
use crate::refs::{Library, reference};
use crate::tree::{Map, Node, Value};

/// Merges traits, within one budget for a whole document.
pub(super) struct Merger<'a> {
    library: &'a Library,
    version: Version,
    nodes_left: usize,
}

impl<'a> Merger<'a> {
    pub(super) fn new(library: &'a Library, version: Version) -> Self {
        Self {
            library,
            version,
            nodes_left: limits::MERGED_NODES,
        }
    }

    /// An object with its traits merged in; itself when it has none.
    ///
    /// # Errors
    /// A trait that cannot be found, or one merge too many.
    pub(super) fn merged(&mut self, node: &'a Node) -> Result<Cow<'a, Node>, Problem> {
        let traits = node
            .field("traits")
            .and_then(Node::list)
            .unwrap_or_default();
        if traits.is_empty() {
            return Ok(Cow::Borrowed(node));
        }
        let mut base = Node {
            origin: node.origin,
            value: Value::Map(Map::default()),
        };
        let object_first = self.version.major == 2;
        if object_first {
            base = self.patch(base, node)?;
        }
        for one in traits {
            let one = self.library.follow(one)?;
            base = self.patch(base, one)?;
        }
        if !object_first {
            base = self.patch(base, node)?;
        }
        Ok(Cow::Owned(base))
    }

    /// `target` with `patch` applied. Where both have a map, `$ref`s are followed first: they are merged by what they
    /// stand for.
    fn patch(&mut self, target: Node, patch: &Node) -> Result<Node, Problem> {
        let Some(patch_map) = patch.map() else {
            return self.copied(patch);
        };
        let (origin, entries) = match target.value {
            Value::Map(map) => (target.origin, map.into_entries()),
            _ => (patch.origin, Vec::new()),
        };
        self.spend(entries.len(), patch)?;
        let mut merged: BTreeMap<Arc<str>, Node> = entries.into_iter().collect();
        for (key, value) in patch_map.entries() {
            let old = merged.remove(key);
            let new = match (old, &value.value) {
                (_, Value::Null) => continue,
                (Some(old), Value::Map(_)) if old.map().is_some() => self.patched(old, value)?,
                _ => self.copied(value)?,
            };
            merged.insert(Arc::clone(key), new);
        }
        Ok(Node {
            origin,
            value: Value::Map(Map::new(merged.into_iter().collect())),
        })
    }

    fn patched(&mut self, old: Node, new: &Node) -> Result<Node, Problem> {
        let old = match reference(&old) {
            Some(_) => {
                let target = self.library.follow(&old).cloned()?;
                self.copied(&target)?
            }
            None => old,
        };
        let new = self.library.follow(new)?;
        self.patch(old, new)
    }

    fn copied(&mut self, node: &Node) -> Result<Node, Problem> {
        self.spend(node.size(), node)?;
        Ok(node.clone())
    }

    fn spend(&mut self, nodes: usize, at: &Node) -> Result<(), Problem> {
        self.nodes_left = self.nodes_left.checked_sub(nodes).ok_or_else(|| {
            self.library.problem(
                at,
                format!(
                    "merging traits makes more than {} values",
                    limits::MERGED_NODES
                ),
            )
        })?;
        Ok(())
    }
}
