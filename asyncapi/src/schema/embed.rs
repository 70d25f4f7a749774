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
use crate::limits;
use crate::problem::{Problem, Problems};
use crate::refs::Library;
use crate::tree::{Node, Origin, Value, pointer};

/// The keyword, unknown to every draft, under which the schemas that are referred to travel.
pub(super) const CONTAINER: &str = "x-waystation-schemas";

/// A schema that stands on its own.
pub(super) struct Embedded {
    pub(super) schema: Json,
    /// Where the schema itself (0) and those in the container (their number) were written.
    pub(super) origins: Vec<Origin>,
    /// What it cost, in values.
    pub(super) nodes: usize,
}

/// Embeds the schema at `root`.
///
/// # Errors
/// Every reference that leads nowhere, and every schema that only leads back to itself.
pub(super) fn embed(
    library: &Library,
    root: &Node,
    draft: Draft,
    nodes_left: usize,
) -> Result<Embedded, Problems> {
    let mut embedder = Embedder {
        library,
        siblings_count: !matches!(draft, Draft::Draft4 | Draft::Draft6 | Draft::Draft7),
        targets: vec![Target {
            node: root,
            resource: resource_of(root, None),
            links: Vec::new(),
        }],
        numbers: HashMap::from([(root.origin, 0)]),
        nodes_left,
        problems: Problems::default(),
    };
    let mut schemas = Vec::new();
    while let Some(&Target { node, resource, .. }) = embedder.targets.get(schemas.len()) {
        let number = schemas.len();
        schemas.push(embedder.schema(node, number, resource, true));
    }
    embedder.refuse_circles();
    if !embedder.problems.is_empty() {
        return Err(embedder.problems);
    }
    let nodes = nodes_left - embedder.nodes_left;
    let origins = embedder
        .targets
        .iter()
        .map(|target| target.node.origin)
        .collect();
    let mut schemas = schemas.into_iter();
    let mut schema = schemas.next().unwrap_or(Json::Bool(true));
    let others: JsonMap<String, Json> = schemas
        .enumerate()
        .map(|(i, s)| ((i + 1).to_string(), s))
        .collect();
    if let (Json::Object(map), false) = (&mut schema, others.is_empty()) {
        map.insert(CONTAINER.into(), Json::Object(others));
    }
    Ok(Embedded {
        schema,
        origins,
        nodes,
    })
}

struct Embedder<'a> {
    library: &'a Library,
    /// Whether the draft heeds what stands beside a `$ref` (2019-09 and later do).
    siblings_count: bool,
    targets: Vec<Target<'a>>,
    numbers: HashMap<Origin, usize>,
    nodes_left: usize,
    problems: Problems,
}

/// A schema that something refers to.
struct Target<'a> {
    node: &'a Node,
    /// The nearest enclosing schema with an `$id`; `None` is the file's root.
    resource: Option<&'a Node>,
    links: Vec<Link>,
}

#[derive(Clone, Copy)]
struct Link {
    to: usize,
    /// Whether the schema referred to speaks about the same value again, rather than one inside of it.
    same_value: bool,
}

impl<'a> Embedder<'a> {
    /// Rewrites the schema at `node`, which is a part of target number `of`.
    fn schema(
        &mut self,
        node: &'a Node,
        of: usize,
        resource: Option<&'a Node>,
        same_value: bool,
    ) -> Json {
        if !self.spend() {
            return Json::Bool(true);
        }
        let map = match &node.value {
            Value::Map(map) => map,
            Value::Bool(flag) => return Json::Bool(*flag),
            _ => {
                let message = format!(
                    "is {} where a schema is expected, which is a map (or a boolean)",
                    node.noun()
                );
                self.problems.push(self.library.problem(node, message));
                return Json::Bool(true);
            }
        };
        let resource = resource_of(node, resource);
        let mut json = JsonMap::new();
        if let Some(reference) = map.get("$ref").and_then(Node::text) {
            match self.link(node, reference, of, resource, same_value) {
                Ok(rewritten) => json.insert("$ref".into(), rewritten.into()),
                Err(problem) => return self.refuse(problem),
            };
            if !self.siblings_count {
                return Json::Object(json);
            }
        }
        for (keyword, value) in map.iter() {
            // Identifiers are not needed any more, and a `$schema` below the root would change the draft halfway.
            if matches!(
                keyword,
                "$ref" | "$id" | "id" | "$anchor" | "$schema" | "definitions" | "$defs"
            ) {
                continue;
            }
            let (kind, in_place) = holds(keyword);
            let same_value = same_value && in_place;
            let rewritten = match (kind, &value.value) {
                (Holds::Schema | Holds::SchemaOrList, Value::Map(_) | Value::Bool(_)) => {
                    self.schema(value, of, resource, same_value)
                }
                (Holds::List | Holds::SchemaOrList, Value::List(items)) => items
                    .iter()
                    .map(|item| self.schema(item, of, resource, same_value))
                    .collect(),
                (Holds::Map, Value::Map(schemas)) => Json::Object(
                    schemas
                        .iter()
                        .map(|(k, s)| (k.to_owned(), self.schema(s, of, resource, same_value)))
                        .collect(),
                ),
                (Holds::Dependencies, Value::Map(schemas)) => Json::Object(
                    schemas
                        .iter()
                        .map(|(k, s)| {
                            let names = s.list().is_some();
                            let json = if names {
                                self.data(s)
                            } else {
                                self.schema(s, of, resource, same_value)
                            };
                            (k.to_owned(), json)
                        })
                        .collect(),
                ),
                // Also a schema keyword that holds something else: compiling tells what is wrong with it.
                _ => self.data(value),
            };
            json.insert(keyword.to_owned(), rewritten);
        }
        Json::Object(json)
    }

    fn data(&mut self, node: &Node) -> Json {
        if self.spend_many(node.size()) {
            node.to_json()
        } else {
            Json::Null
        }
    }

    /// The reference to use instead of the one written at `node`.
    fn link(
        &mut self,
        node: &'a Node,
        reference: &str,
        of: usize,
        resource: Option<&'a Node>,
        same_value: bool,
    ) -> Result<String, Problem> {
        if draft_of(reference).is_some() {
            return Ok(reference.to_owned());
        }
        let target = self.find(node, reference, resource)?;
        let number = match self.numbers.get(&target.origin) {
            Some(&number) => number,
            None => {
                let number = self.targets.len();
                let resource = if target.origin.file == node.origin.file {
                    resource
                } else {
                    None
                };
                self.targets.push(Target {
                    node: target,
                    resource: resource_of(target, resource),
                    links: Vec::new(),
                });
                self.numbers.insert(target.origin, number);
                number
            }
        };
        if let Some(target) = self.targets.get_mut(of) {
            target.links.push(Link {
                to: number,
                same_value,
            });
        }
        Ok(if number == 0 {
            "#".into()
        } else {
            format!("#/{CONTAINER}/{number}")
        })
    }

    fn find(
        &self,
        node: &'a Node,
        reference: &str,
        resource: Option<&'a Node>,
    ) -> Result<&'a Node, Problem> {
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
        Ok(
            match (target.field("schemaFormat"), target.field("schema")) {
                (Some(_), Some(schema)) => schema,
                _ => target,
            },
        )
    }

    /// Refuses schemas that lead back to themselves without going deeper into the message, which no validator could
    /// ever finish, and paths of references too long to descend along.
    fn refuse_circles(&mut self) {
        let chains = Chains::new(&self.targets);
        for (number, target) in self.targets.iter().enumerate() {
            if chains.is_circular(number) {
                let message =
                    "is a schema that leads back to itself without going deeper into the message";
                self.problems
                    .push(self.library.problem(target.node, message));
            }
        }
        if chains.longest > limits::SCHEMA_CHAIN
            && let Some(root) = self.targets.first()
        {
            let message = format!(
                "leads to other schemas over a path of more than {} `$ref`s",
                limits::SCHEMA_CHAIN
            );
            self.problems.push(self.library.problem(root.node, message));
        }
    }

    fn refuse(&mut self, problem: Problem) -> Json {
        self.problems.push(problem);
        Json::Bool(true)
    }

    fn spend(&mut self) -> bool {
        self.spend_many(1)
    }

    fn spend_many(&mut self, nodes: usize) -> bool {
        match self.nodes_left.checked_sub(nodes) {
            Some(left) => {
                self.nodes_left = left;
                true
            }
            None => {
                let message = format!(
                    "the schemas have more than {} values in all",
                    limits::SCHEMA_NODES
                );
                if let Some(root) = self.targets.first() {
                    self.problems.push(self.library.problem(root.node, message));
                }
                false
            }
        }
    }
}

/// What following the links between targets comes to.
struct Chains {
    circular: Vec<bool>,
    longest: usize,
}

impl Chains {
    /// Walks the links depth first, without recursion, since a hostile document chooses how deep they go.
    fn new(targets: &[Target<'_>]) -> Self {
        let mut circular = vec![false; targets.len()];
        let mut longest = 0;
        for same_value_only in [true, false] {
            // Open targets with the next of their links to follow; `depth` is 0 until a target is done.
            let mut depth = vec![0_usize; targets.len()];
            let mut is_open = vec![false; targets.len()];
            for start in 0..targets.len() {
                let mut path = vec![(start, 0)];
                while let Some((at, next)) = path.last_mut() {
                    let at = *at;
                    if depth.get(at).is_some_and(|&d| d > 0) {
                        path.pop();
                        continue;
                    }
                    set(&mut is_open, at, true);
                    let links = targets
                        .get(at)
                        .map(|target| target.links.as_slice())
                        .unwrap_or_default();
                    match links.get(*next) {
                        Some(link) => {
                            *next += 1;
                            let to = link.to;
                            if same_value_only && !link.same_value {
                                continue;
                            }
                            if is_open.get(to) == Some(&true) {
                                if same_value_only {
                                    set(&mut circular, to, true);
                                }
                            } else {
                                path.push((to, 0));
                            }
                        }
                        None => {
                            let below = links.iter().filter_map(|link| depth.get(link.to)).max();
                            let here = below.copied().unwrap_or(0) + 1;
                            set(&mut depth, at, here);
                            set(&mut is_open, at, false);
                            longest = longest.max(here);
                            path.pop();
                        }
                    }
                }
            }
        }
        Self { circular, longest }
    }

    fn is_circular(&self, number: usize) -> bool {
        self.circular.get(number) == Some(&true)
    }
}

fn set<T>(list: &mut [T], index: usize, value: T) {
    if let Some(slot) = list.get_mut(index) {
        *slot = value;
    }
}

/// The resource that references inside of a schema are read from: the schema itself where it has an `$id` of its own.
fn resource_of<'a>(node: &'a Node, enclosing: Option<&'a Node>) -> Option<&'a Node> {
    let id = node.field("$id").and_then(Node::text);
    if id.is_some_and(|id| !id.starts_with('#')) {
        Some(node)
    } else {
        enclosing
    }
}

/// The schema in a resource that has this anchor: `$anchor`, or before 2019-09 an `$id` of `#name`.
fn anchored<'a>(resource: &'a Node, name: &str) -> Option<&'a Node> {
    let has_it = |node: &Node| {
        node.field("$anchor").and_then(Node::text) == Some(name)
            || node
                .field("$id")
                .and_then(Node::text)
                .and_then(|id| id.strip_prefix('#'))
                == Some(name)
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
