//! `oneOf` and `anyOf`: enums and options. Which alternative was meant, so that the problems told are those of that
//! one and not of all.

use serde_json::Value as Json;

use super::{Findings, Keys, Walker, object, scalar, suggest};
use crate::Problem;
use crate::tree::{Node, Value, key_path};

impl<'a> Walker<'a> {
    pub(super) fn choice(&self, node: &Node, branches: &[&'a Json], keys: Keys, findings: &mut Findings) {
        if let Some(allowed) = words(branches) {
            return scalar::allowed_values(node, &allowed, findings);
        }
        let of_kind: Vec<&Json> = branches.iter().copied().filter(|branch| self.takes(node, branch)).collect();
        if of_kind.is_empty() {
            let message = format!("expected {}, found {}", scalar::expected(branches), scalar::kind(node));
            return findings.add(node.problem(message));
        }
        // An option, most often: there is nothing to choose.
        if let [only] = of_kind[..] {
            return self.walk(node, only, keys, findings);
        }
        let named: Vec<&Json> = of_kind.iter().copied().filter(|branch| is_named(node, branch)).collect();
        if named.is_empty() {
            return findings.add(unnamed(node, &of_kind));
        }
        let tried = named.into_iter().map(|branch| {
            let mut found = Findings::default();
            self.walk(node, branch, keys, &mut found);
            found
        });
        if let Some(best) = tried.min_by_key(|found| found.problems.len()) {
            findings.append(best);
        }
    }

    fn takes(&self, node: &Node, schema: &Json) -> bool {
        scalar::kind_fits(node, schema) || scalar::typed_as(node, schema).is_some()
    }
}

/// All values, where every alternative is a fixed one: an enum of words.
fn words<'a>(branches: &[&'a Json]) -> Option<Vec<&'a Json>> {
    let fixed = branches.iter().map(|branch| scalar::constants(branch));
    fixed.collect::<Option<Vec<_>>>().map(|words| words.into_iter().flatten().collect())
}

/// Whether a mapping says that it is this variant: by the fixed value of its tag (`type: tcp`), or by the one key that
/// the variant is named for (`tcp: {...}`). What is no mapping needs no name.
fn is_named(node: &Node, branch: &Json) -> bool {
    if !matches!(node.value, Value::Map(_)) {
        return true;
    }
    match tag(branch) {
        Some((key, value)) => node.get(key).is_some_and(|node| node.to_json() == *value),
        None => variant_key(branch).is_none_or(|key| node.get(key).is_some()),
    }
}

/// No variant is named: by a tag that is missing or unknown, or by a key that is none of theirs.
fn unnamed(node: &Node, branches: &[&Json]) -> Problem {
    let tags: Vec<(&str, &Json)> = branches.iter().filter_map(|branch| tag(branch)).collect();
    if let Some((key, _)) = tags.first() {
        let allowed: Vec<&Json> = tags.iter().map(|(_, value)| *value).collect();
        let mut findings = Findings::default();
        if let Some(given) = node.get(key) {
            scalar::allowed_values(given, &allowed, &mut findings);
        }
        let words: Vec<&str> = allowed.iter().filter_map(|word| word.as_str()).collect();
        let missing = || node.problem(format!("key {key:?} is missing: one of {}", words.join(", ")));
        return findings.problems.pop().unwrap_or_else(missing);
    }
    let keys: Vec<&str> = branches.iter().filter_map(|branch| variant_key(branch)).collect();
    let list = format!("one of {}", keys.join(", "));
    match node.map().first() {
        None => node.problem(format!("a key is missing: {list}")),
        Some(entry) => {
            let message = format!("unknown key{}", suggest::hint(&entry.key, &keys, &list));
            Problem::new(entry.place.clone(), key_path(&node.path, &entry.key), message)
        }
    }
}

/// The property with a fixed value: the tag of an internally tagged enum.
fn tag(branch: &Json) -> Option<(&str, &Json)> {
    object::properties(branch)?.iter().find_map(|(key, schema)| Some((key.as_str(), schema.get("const")?)))
}

/// The only key of an externally tagged variant.
fn variant_key(branch: &Json) -> Option<&str> {
    let required = branch.get("required")?.as_array()?;
    match (required.as_slice(), object::properties(branch)?.len()) {
        ([key], 1) => key.as_str(),
        _ => None,
    }
}
