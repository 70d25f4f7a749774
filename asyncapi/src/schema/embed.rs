//! One schema of a document made to stand on its own: every `$ref` is resolved, by the document's rules, and what
//! they lead to is carried along under [`CONTAINER`]. Nothing is left for a validator to fetch.
//!
//! A `#...` reference is read from the nearest enclosing schema that has an `$id`, as JSON Schema has it, and if
//! that leads nowhere from the root of the file, as AsyncAPI has it.

use std::collections::HashMap;

use jsonschema::Draft;
use serde_json::{Map as JsonMap, Value as Json};

use super::format::draft_of;
use super::keywords::{Holds, holds};
use super::paths::{self, Link, Links};
use crate::limits;
use crate::problem::{Problem, Problems};
use crate::refs::Library;
use crate::tree::{Node, Origin, Value, pointer};

/// The keyword, unknown to every draft, under which the schemas that are referred to travel.
pub(super) const CONTAINER: &str = "x-waystation-schemas";

/// A schema that stands on its own, still in pieces.
pub(super) struct Embedded<'a> {
    /// The schema itself, then those for the container, and where each was written.
    pub(super) schemas: Vec<(&'a Node, Json)>,
}

impl Embedded<'_> {
    /// The pieces put together.
    pub(super) fn joined(self) -> Json {
        let mut schemas = self.schemas.into_iter().map(|(_, json)| json);
        let mut schema = schemas.next().unwrap_or(Json::Bool(true));
        let others: JsonMap<String, Json> = schemas.enumerate().map(|(i, s)| ((i + 1).to_string(), s)).collect();
        if let (Json::Object(map), false) = (&mut schema, others.is_empty()) {
            map.insert(CONTAINER.into(), Json::Object(others));
        }
        schema
    }
}

/// Embeds the schema at `root`, at the expense of a budget.
///
/// # Errors
/// Every reference that leads nowhere, and every schema that only leads back to itself.
pub(super) fn embed<'a>(
    library: &'a Library,
    root: &'a Node,
    draft: Draft,
    nodes_left: &mut usize,
) -> Result<Embedded<'a>, Problems> {
    let mut embedder = Embedder {
        library,
        siblings_count: !matches!(draft, Draft::Draft4 | Draft::Draft6 | Draft::Draft7),
        targets: vec![Target { node: root, resource: resource_of(root, None), links: Links::default() }],
        numbers: HashMap::from([(root.origin, 0)]),
        nodes_left,
        problems: Problems::default(),
    };
    let mut schemas = Vec::new();
    while let Some(&Target { node, resource, .. }) = embedder.targets.get(schemas.len()) {
        let place = Place { of: schemas.len(), same_value: true, steps: 0, depth: 0, resource };
        schemas.push((node, embedder.schema(node, place)));
    }
    embedder.refuse_paths();
    embedder.problems.into_result(Embedded { schemas })
}

struct Embedder<'a, 'b> {
    library: &'a Library,
    /// Whether the draft heeds what stands beside a `$ref` (2019-09 and later do).
    siblings_count: bool,
    targets: Vec<Target<'a>>,
    numbers: HashMap<Origin, usize>,
    nodes_left: &'b mut usize,
    problems: Problems,
}

/// A schema that something refers to.
struct Target<'a> {
    node: &'a Node,
    /// The nearest enclosing schema with an `$id`; `None` is the file's root.
    resource: Option<&'a Node>,
    links: Links,
}

/// Where in a target a schema stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The target's number.
    of: usize,
    /// Whether it speaks about the value that the target itself speaks about.
    same_value: bool,
    /// Keywords around it that speak about the same value as it.
    steps: usize,
    /// Schemas around it.
    depth: usize,
    /// What its references are read from, see [`Target::resource`].
    resource: Option<&'a Node>,
}

impl<'a> Embedder<'a, '_> {
    /// Rewrites the schema at `node`, which stands at `place`.
    fn schema(&mut self, node: &'a Node, place: Place<'a>) -> Json {
        if self.problems.is_full() || !self.spend(1) {
            return Json::Bool(true);
        }
        let map = match &node.value {
            Value::Map(map) => map,
            Value::Bool(flag) => return Json::Bool(*flag),
            _ => {
                let message = format!("is {} where a schema is expected, which is a map (or a boolean)", node.noun());
                return self.refuse(self.library.problem(node, message));
            }
        };
        if let Some(target) = self.targets.get_mut(place.of) {
            target.links.steps = target.links.steps.max(place.steps);
            target.links.depth = target.links.depth.max(place.depth);
        }
        let place = Place { resource: resource_of(node, place.resource), ..place };
        let mut json = JsonMap::new();
        if let Some(reference) = map.get("$ref").and_then(Node::text) {
            match self.link(node, reference, place) {
                Ok(rewritten) => json.insert("$ref".into(), rewritten.into()),
                Err(problem) => return self.refuse(problem),
            };
            if !self.siblings_count {
                return Json::Object(json);
            }
        }
        for (keyword, value) in map.iter() {
            // Identifiers are not needed any more, and a `$schema` below the root would change the draft halfway.
            if !matches!(keyword, "$ref" | "$id" | "id" | "$anchor" | "$schema" | "definitions" | "$defs") {
                let rewritten = self.keyword(keyword, value, place);
                json.insert(keyword.to_owned(), rewritten);
            }
        }
        Json::Object(json)
    }

    /// Rewrites what a keyword holds. A schema keyword that holds something else is copied: compiling tells why not.
    fn keyword(&mut self, keyword: &str, value: &'a Node, place: Place<'a>) -> Json {
        let (kind, in_place) = holds(keyword);
        let inside = match in_place {
            true => Place { steps: place.steps + 1, depth: place.depth + 1, ..place },
            false => Place { steps: 0, same_value: false, depth: place.depth + 1, ..place },
        };
        match (kind, &value.value) {
            (Holds::Schema | Holds::SchemaOrList, Value::Map(_) | Value::Bool(_)) => self.schema(value, inside),
            (Holds::List | Holds::SchemaOrList, Value::List(items)) => {
                items.iter().map(|item| self.schema(item, inside)).collect()
            }
            (Holds::Map | Holds::Dependencies, Value::Map(schemas)) => {
                let mut json = JsonMap::new();
                for (name, schema) in schemas.iter() {
                    let is_names = kind == Holds::Dependencies && schema.list().is_some();
                    let rewritten = if is_names { self.data(schema) } else { self.schema(schema, inside) };
                    json.insert(name.to_owned(), rewritten);
                }
                Json::Object(json)
            }
            _ => self.data(value),
        }
    }

    fn data(&mut self, node: &Node) -> Json {
        if self.spend(node.size()) { node.to_json() } else { Json::Null }
    }

    /// The reference to use instead of the one written at `node`.
    fn link(&mut self, node: &'a Node, reference: &str, place: Place<'a>) -> Result<String, Problem> {
        if draft_of(reference).is_some() {
            return Ok(reference.to_owned());
        }
        let target = self.find(node, reference, place.resource)?;
        let next = self.targets.len();
        let number = *self.numbers.entry(target.origin).or_insert(next);
        if number == next {
            let enclosing = if target.origin.file == node.origin.file { place.resource } else { None };
            let resource = resource_of(target, enclosing);
            self.targets.push(Target { node: target, resource, links: Links::default() });
        }
        if let Some(target) = self.targets.get_mut(place.of) {
            let Place { same_value, steps, depth, .. } = place;
            target.links.list.push(Link { to: number, same_value, steps, depth });
        }
        Ok(if number == 0 { "#".into() } else { format!("#/{CONTAINER}/{number}") })
    }

    fn find(&self, node: &'a Node, reference: &str, resource: Option<&'a Node>) -> Result<&'a Node, Problem> {
        if let (Some(fragment), Some(resource)) = (reference.strip_prefix('#'), resource) {
            let fragment = pointer::percent_decoded(fragment);
            let found = match pointer::steps(&fragment) {
                Some(mut steps) => steps.try_fold(resource, |at, step| at.step(&step)),
                None => anchored(resource, &fragment),
            };
            if let Some(found) = found {
                return Ok(found);
            }
        }
        let target = self.library.target(node, reference)?;
        // A schema wrapped up with its format (3.x Multi Format Schema Object) stands for the schema inside.
        Ok(match (target.field("schemaFormat"), target.field("schema")) {
            (Some(_), Some(schema)) => schema,
            _ => target,
        })
    }

    fn refuse_paths(&mut self) {
        let links: Vec<&Links> = self.targets.iter().map(|target| &target.links).collect();
        for (number, message) in paths::faults(&links) {
            if let Some(target) = self.targets.get(number) {
                self.problems.push(self.library.problem(target.node, message));
            }
        }
    }

    fn refuse(&mut self, problem: Problem) -> Json {
        self.problems.push(problem);
        Json::Bool(true)
    }

    fn spend(&mut self, nodes: usize) -> bool {
        match self.nodes_left.checked_sub(nodes) {
            Some(left) => {
                *self.nodes_left = left;
                true
            }
            None => {
                let message = format!("the schemas have more than {} values in all", limits::SCHEMA_NODES);
                if let Some(root) = self.targets.first() {
                    self.problems.push(self.library.problem(root.node, message));
                }
                false
            }
        }
    }
}

/// The resource that references inside of a schema are read from: the schema itself where it has an `$id` of its own.
fn resource_of<'a>(node: &'a Node, enclosing: Option<&'a Node>) -> Option<&'a Node> {
    let id = node.field("$id").and_then(Node::text);
    if id.is_some_and(|id| !id.starts_with('#')) { Some(node) } else { enclosing }
}

/// The schema in a resource that has this anchor: `$anchor`, or before 2019-09 an `$id` of `#name`.
fn anchored<'a>(resource: &'a Node, name: &str) -> Option<&'a Node> {
    let has_it = |node: &Node| {
        node.field("$anchor").and_then(Node::text) == Some(name)
            || node.field("$id").and_then(Node::text).and_then(|id| id.strip_prefix('#')) == Some(name)
    };
    if has_it(resource) {
        return Some(resource);
    }
    match &resource.value {
        Value::List(items) => items.iter().find_map(|item| anchored(item, name)),
        Value::Map(map) => map.iter().find_map(|(_, child)| anchored(child, name)),
        _ => None,
    }
}
