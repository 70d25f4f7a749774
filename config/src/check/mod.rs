//! A located tree against a JSON Schema as schemars derives it (draft 2020-12): every difference, each at its place.
//!
//! Not a general validator: it knows the keywords that schemars writes for serde types, and is stricter in one thing:
//! a schema that names properties and says nothing of others has no others.

mod branches;
mod object;
mod scalar;
mod suggest;

use std::collections::HashMap;

use schemars::Schema;
use serde_json::Value as Json;

use crate::tree::{Node, Value};
use crate::{Problem, Problems};

pub(crate) use scalar::kind;
pub use suggest::{did_you_mean, unknown_word};

/// The keyword by which a text type of [`crate::text`] names itself in a schema, so that its own parser checks it.
pub(crate) const READS_AS: &str = "x-reads-as";

/// A `$ref` to a `$ref` to ... ends here, should a schema go in circles.
const MAX_REFERENCES: usize = 32;

/// Adds every difference to `problems`; without any, the value as JSON, ready to be deserialized.
pub(crate) fn check(node: &Node, schema: &Schema, problems: &mut Problems) -> Option<Json> {
    let mut findings = Findings::default();
    Walker { root: schema.as_value() }.walk(node, schema.as_value(), Keys::Closed, &mut findings);
    let fine = findings.problems.is_empty() && !findings.unread;
    problems.extend(findings.problems);
    fine.then(|| to_json(node, &findings.typed))
}

/// Whether keys that a schema does not name are problems here, or are looked after by the schema around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Closed,
    Open,
}

#[derive(Default)]
struct Findings {
    problems: Vec<Problem>,
    /// By path: scalars from the environment, whose type is what the schema wants them to be.
    typed: HashMap<String, Value>,
    /// Whether there is a [`Value::Unread`]: then all may fit, but cannot be read.
    unread: bool,
}

impl Findings {
    fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn append(&mut self, other: Findings) {
        self.problems.extend(other.problems);
        self.typed.extend(other.typed);
        self.unread |= other.unread;
    }
}

struct Walker<'a> {
    /// The schema that `$ref`s start from.
    root: &'a Json,
}

impl<'a> Walker<'a> {
    fn walk(&self, node: &Node, schema: &'a Json, keys: Keys, findings: &mut Findings) {
        if matches!(node.value, Value::Unread) {
            findings.unread = true;
            return;
        }
        let schema = self.resolve(schema);
        if schema == &Json::Bool(false) {
            return findings.add(node.problem("nothing may be given here"));
        }
        let typed = scalar::typed_as(node, schema);
        let node = typed.as_ref().unwrap_or(node);
        if typed.is_some() {
            findings.typed.insert(node.path.clone(), node.value.clone());
        }
        if !scalar::kind_fits(node, schema) {
            let message = format!("expected {}, found {}", scalar::expected(&[schema]), kind(node));
            return findings.add(node.problem(message));
        }
        let parts = self.parts(schema);
        // What is beside a choice describes the same mapping: only together do they know all its keys.
        let within = if parts.is_empty() { keys } else { Keys::Open };
        scalar::check(node, schema, findings);
        match &node.value {
            Value::List(items) => self.list(node, items, schema, findings),
            Value::Map(_) => self.object(node, schema, within, findings),
            _ => {}
        }
        let mixed = schema.get("properties").is_some();
        let part_keys = if mixed { Keys::Open } else { keys };
        for part in &parts {
            match part {
                Part::All(schema) => self.walk(node, schema, Keys::Open, findings),
                Part::Choice(branches) => self.choice(node, branches, part_keys, findings),
            }
        }
        let all_of = parts.iter().any(|part| matches!(part, Part::All(_)));
        if (mixed || all_of) && !parts.is_empty() && keys == Keys::Closed {
            self.unknown_keys(node, schema, findings);
        }
    }

    fn list(&self, node: &Node, items: &[Node], schema: &'a Json, findings: &mut Findings) {
        let first = schema.get("prefixItems").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        for (index, item) in items.iter().enumerate() {
            if let Some(schema) = first.get(index).or(schema.get("items")) {
                self.walk(item, schema, Keys::Closed, findings);
            }
            let again = schema.get("uniqueItems") == Some(&Json::Bool(true))
                && items.iter().take(index).any(|earlier| earlier.to_json() == item.to_json());
            if again {
                findings.add(item.problem("this is in the list already"));
            }
        }
        let bound = |keyword| schema.get(keyword).and_then(Json::as_u64);
        if let Some(least) = bound("minItems").filter(|least| (items.len() as u64) < *least) {
            findings.add(node.problem(format!("at least {least} wanted here, found {}", items.len())));
        }
        if let Some(most) = bound("maxItems").filter(|most| (items.len() as u64) > *most) {
            findings.add(node.problem(format!("at most {most} wanted here, found {}", items.len())));
        }
    }

    fn resolve(&self, mut schema: &'a Json) -> &'a Json {
        for _ in 0..MAX_REFERENCES {
            let target =
                schema.get("$ref").and_then(Json::as_str).and_then(|to| self.root.pointer(to.strip_prefix('#')?));
            match target {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    fn parts(&self, schema: &'a Json) -> Vec<Part<'a>> {
        let list = |keyword| schema.get(keyword).and_then(Json::as_array);
        let all = list("allOf").into_iter().flatten().map(Part::All);
        let choices = ["oneOf", "anyOf"]
            .into_iter()
            .filter_map(list)
            .map(|branches| Part::Choice(branches.iter().map(|branch| self.resolve(branch)).collect()));
        all.chain(choices).collect()
    }
}

/// What a schema is put together from.
enum Part<'a> {
    All(&'a Json),
    Choice(Vec<&'a Json>),
}

fn to_json(node: &Node, typed: &HashMap<String, Value>) -> Json {
    match typed.get(&node.path).unwrap_or(&node.value) {
        Value::List(items) => items.iter().map(|item| to_json(item, typed)).collect(),
        Value::Map(entries) => entries.iter().map(|e| (e.key.clone(), to_json(&e.node, typed))).collect(),
        scalar => Node::new(scalar.clone(), node.place.clone()).to_json(),
    }
}

#[cfg(test)]
mod tests;
