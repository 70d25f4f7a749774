//! Upstreams and middlewares: sections with a name, whose kind has an owner elsewhere. Only the kind is read here.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check;
use crate::tree::Node;
use crate::{Place, Problem, Problems};

/// The name of the built-in store where an upstream is named.
pub const BUILT_IN: &str = "stations";

/// A section whose owner reads its settings: `contract: {type: validate, on_invalid: tag}` is of kind `validate`, with
/// the settings `{on_invalid: tag}`; `main: {kafka: {...}}` is of kind `kafka`, with the settings `{...}`.
#[derive(Clone, Debug)]
pub struct Section {
    /// The word that chooses the owner.
    pub kind: String,
    /// What the owner reads, by [`Node::read`].
    pub settings: Node,
    /// Where the kind is written.
    place: Place,
    path: String,
}

impl Section {
    /// The problem to tell when no owner of that kind is `known`.
    pub fn unknown_kind<'a>(&self, known: impl IntoIterator<Item = &'a str>) -> Problem {
        Problem::new(self.place.clone(), self.path.clone(), check::unknown_word(&self.kind, known))
    }
}

/// What every middleware has; the rest is its type's.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = true))]
pub(crate) struct Written {
    /// Which middleware this is.
    #[serde(rename = "type")]
    kind: String,
}

/// The names that a section has, whether or not what they name could be read: a name with problems of its own is not
/// missing as well.
pub(super) fn names<'a>(tree: &'a Node, section: &str) -> Vec<&'a str> {
    tree.get(section).into_iter().flat_map(Node::entries).map(|(name, _)| name).collect()
}

pub(super) fn middlewares(tree: &Node, problems: &mut Problems) -> BTreeMap<String, Section> {
    named(tree, "middlewares", problems, |_, node, problems| {
        let Written { kind } = node.read(problems)?;
        let word = node.get("type")?;
        let (place, path) = (word.place.clone(), word.path.clone());
        Some(Section { kind, settings: node.without("type"), place, path })
    })
}

pub(super) fn upstreams(tree: &Node, problems: &mut Problems) -> BTreeMap<String, Section> {
    named(tree, "upstreams", problems, |name, node, problems| {
        if name == BUILT_IN {
            problems.push(node.problem(format!("{BUILT_IN:?} is the built-in store's own name: choose another")));
        }
        let [entry] = node.map() else {
            problems.push(node.problem("expected a mapping with one key that says what it is, such as kafka: {...}"));
            return None;
        };
        let (place, path) = (entry.place.clone(), entry.node.path.clone());
        Some(Section { kind: entry.key.clone(), settings: entry.node.clone(), place, path })
    })
}

fn named(
    tree: &Node,
    section: &str,
    problems: &mut Problems,
    read: impl Fn(&str, &Node, &mut Problems) -> Option<Section>,
) -> BTreeMap<String, Section> {
    let Some(node) = tree.get(section).filter(|node| !node.is_null()) else {
        return BTreeMap::new();
    };
    if node.read::<BTreeMap<String, serde_json::Value>>(problems).is_none() {
        return BTreeMap::new();
    }
    node.entries().filter_map(|(name, node)| Some((name.to_owned(), read(name, node, problems)?))).collect()
}
