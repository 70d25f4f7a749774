//! A compiled schema. Regular expressions run in linear time where they can; those that look around get a bounded
//! number of steps. Formats are asserted. Nothing is ever fetched.

use std::error::Error;

use jsonschema::{Draft, PatternOptions, Retrieve, Uri, ValidationError, ValidationOptions};
use serde_json::Value as Json;

use super::embed::{CONTAINER, Embedded};
use crate::limits;
use crate::problem::Problems;
use crate::refs::Library;
use crate::words;

/// A compiled schema, and where each part of it was written.
#[derive(Debug)]
pub(crate) struct Validator {
    compiled: jsonschema::Validator,
    /// What was compiled, for what can be told from it about an error.
    schema: Json,
    /// JSON Pointers in the document: of the schema, then of those it refers to.
    pointers: Vec<String>,
    reading: Reading,
}

/// How bytes that are no JSON document by nature (a header, a key, a text) are read for a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As a text: the schema allows texts, or does not say.
    Text,
    /// As JSON where they are JSON (`17`, `true`), since the schema wants something else than a text.
    Json,
}

impl Validator {
    /// Compiles schemas that are sound by their meta-schema.
    ///
    /// # Errors
    /// What the compiler says first: a regular expression that is none, or too large.
    pub(super) fn compile(library: &Library, embedded: Embedded<'_>, draft: Draft) -> Result<Self, Problems> {
        let linear = PatternOptions::regex().size_limit(limits::PATTERN_BYTES).dfa_size_limit(limits::PATTERN_BYTES);
        let looking_around = PatternOptions::fancy_regex()
            .backtrack_limit(limits::PATTERN_STEPS)
            .size_limit(limits::PATTERN_BYTES)
            .dfa_size_limit(limits::PATTERN_BYTES);
        let root = embedded.schemas.first().map(|(node, _)| *node);
        let pointers: Vec<String> = embedded.schemas.iter().map(|(node, _)| library.pointer(node.origin)).collect();
        let schema = embedded.joined();
        let compiled = options(draft)
            .with_pattern_options(linear)
            .build(&schema)
            .or_else(|_| options(draft).with_pattern_options(looking_around).build(&schema))
            .map_err(|error| {
                let mut problems = Problems::default();
                let message = format!("is no valid schema: {}", words::of(&error).message);
                if let Some(root) = root {
                    problems.push(library.problem(root, message));
                }
                problems
            })?;
        let reading = reading_of(&schema, &schema);
        Ok(Self { compiled, schema, pointers, reading })
    }

    /// How bytes that need not be JSON are to be read.
    pub(crate) fn reading(&self) -> Reading {
        self.reading
    }

    /// How the properties are to be read that a schema of headers declares.
    pub(crate) fn property_readings(&self) -> Vec<(String, Reading)> {
        property_readings(&self.schema)
    }

    /// Whether a value is valid; allocates nothing of its own accord.
    pub(crate) fn accepts(&self, value: &Json) -> bool {
        self.compiled.is_valid(value)
    }

    /// The rules that a value breaks, in the order of the schema.
    pub(crate) fn broken<'v>(&'v self, value: &'v Json) -> impl Iterator<Item = ValidationError<'v>> {
        self.compiled.iter_errors(value)
    }

    /// The names of the properties that the schema declares in which the broken rule stands.
    pub(crate) fn properties_beside(&self, error: &ValidationError<'_>) -> impl Iterator<Item = &str> {
        let path = error.schema_path().as_str();
        let schema = path.rsplit_once('/').and_then(|(schema, _)| self.schema.pointer(schema));
        let properties = schema.and_then(|schema| schema.get("properties")).and_then(Json::as_object);
        properties.into_iter().flatten().map(|(name, _)| name.as_str())
    }

    /// The pointer in the document of the rule that an error is about.
    pub(crate) fn pointer_of(&self, error: &ValidationError<'_>) -> String {
        place(error.schema_path().as_str(), &self.pointers)
    }
}

/// Refuses to fetch: whatever a schema refers to was embedded before, or is a published meta-schema.
struct FetchNothing;

impl Retrieve for FetchNothing {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Json, Box<dyn Error + Send + Sync>> {
        Err(format!("`{uri}` is not part of the document, and is not fetched").into())
    }
}

fn options(draft: Draft) -> ValidationOptions<'static> {
    jsonschema::options().with_draft(draft).should_validate_formats(true).with_retriever(FetchNothing)
}

/// A pointer into an embedded schema as one into the document.
fn place(path: &str, pointers: &[String]) -> String {
    let inside = path.strip_prefix('/').and_then(|p| p.strip_prefix(CONTAINER)).and_then(|p| p.strip_prefix('/'));
    let (number, rest) = match inside {
        Some(inside) => {
            let (number, rest) = inside.split_at(inside.find('/').unwrap_or(inside.len()));
            (number.parse().unwrap_or(0), rest)
        }
        None => (0_usize, path),
    };
    format!("{}{rest}", pointers.get(number).map(String::as_str).unwrap_or_default())
}

/// How the properties that a schema of headers declares are to be read.
fn property_readings(root: &Json) -> Vec<(String, Reading)> {
    let mut readings = Vec::new();
    let mut collect = |schema: &Json| {
        let properties = schema.get("properties").and_then(Json::as_object);
        readings.extend(properties.into_iter().flatten().map(|(name, s)| (name.clone(), reading_of(s, root))));
    };
    let schema = referred(root, root);
    collect(schema);
    schema.get("allOf").and_then(Json::as_array).into_iter().flatten().for_each(|s| collect(referred(s, root)));
    readings
}

/// A schema's reading; its `type` decides, or those of the values it allows.
fn reading_of(schema: &Json, root: &Json) -> Reading {
    let schema = referred(schema, root);
    let is_text = |name: &Json| name == "string";
    let allows_text = match (schema.get("type"), schema.get("const"), schema.get("enum")) {
        (Some(Json::Array(types)), ..) => types.iter().any(is_text),
        (Some(single), ..) => is_text(single),
        (None, Some(value), _) => value.is_string(),
        (None, None, Some(Json::Array(values))) => values.iter().any(Json::is_string),
        _ => true,
    };
    if allows_text { Reading::Text } else { Reading::Json }
}

/// What an embedded `$ref` points to; a few steps are enough to find a type.
fn referred<'s>(schema: &'s Json, root: &'s Json) -> &'s Json {
    let mut current = schema;
    for _ in 0..limits::REFERENCE_CHAIN {
        let pointer = current.get("$ref").and_then(Json::as_str).and_then(|reference| reference.strip_prefix('#'));
        match pointer.and_then(|pointer| root.pointer(pointer)) {
            Some(next) => current = next,
            None => break,
        }
    }
    current
}
