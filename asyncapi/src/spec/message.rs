//! One message of a document compiled: its traits merged in, its schemas made validators.

use std::collections::HashMap;
use std::sync::Arc;

use super::traits::Merger;
use crate::document::Version;
use crate::problem::{Problem, Problems};
use crate::refs::Library;
use crate::schema::{Format, Schemas, Validator};
use crate::tree::{Node, Origin};
use crate::verdict::{Checks, HeaderCheck, Payload};

/// Compiles the messages of one document, each of them once.
pub(super) struct Messages<'a> {
    library: &'a Library,
    default_content_type: &'a str,
    merger: Merger<'a>,
    schemas: Schemas<'a>,
    done: HashMap<Origin, Option<Arc<Checks>>>,
    validators: HashMap<(Origin, Format), Option<Arc<Validator>>>,
}

impl<'a> Messages<'a> {
    pub(super) fn new(library: &'a Library, version: Version, default_content_type: Option<&'a str>) -> Self {
        Self {
            library,
            default_content_type: default_content_type.unwrap_or("application/json"),
            merger: Merger::new(library, version),
            schemas: Schemas::new(library),
            done: HashMap::new(),
            validators: HashMap::new(),
        }
    }

    /// Compiles a message; `None` when that failed, and why is among the problems.
    pub(super) fn compile(
        &mut self,
        node: &'a Node,
        name: Option<String>,
        problems: &mut Problems,
        notes: &mut Problems,
    ) -> Option<Arc<Checks>> {
        if let Some(done) = self.done.get(&node.origin) {
            return done.clone();
        }
        if problems.is_full() {
            return None;
        }
        let checks = match self.merger.merged(node) {
            Ok(merged) => self.checks(&merged, name, problems, notes).map(Arc::new),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        self.done.insert(node.origin, checks.clone());
        checks
    }

    fn checks(
        &mut self,
        message: &Node,
        name: Option<String>,
        problems: &mut Problems,
        notes: &mut Problems,
    ) -> Option<Checks> {
        let text = |field: &str| message.field(field).and_then(Node::text).map(str::to_owned);
        let name = text("messageId")
            .or(name)
            .or_else(|| text("name"))
            .or_else(|| text("title"))
            .or_else(|| self.library.last_step(message.origin))
            .unwrap_or_default();
        let content_type = text("contentType").unwrap_or_else(|| self.default_content_type.to_owned());
        let payload = match message.field("payload") {
            None => Payload::Free,
            Some(payload) => {
                let declared = message.field("schemaFormat").and_then(Node::text);
                match self.validator(payload, declared, problems) {
                    Ok(Some(validator)) => match kind_of(&content_type) {
                        ContentKind::Json => Payload::Json(validator),
                        ContentKind::Text => Payload::Text(validator),
                        ContentKind::Other => {
                            let why = format!(
                                "payloads of `{name}` are not checked: its content type `{content_type}` is not read"
                            );
                            notes.push(self.library.problem(message, why));
                            Payload::Unchecked
                        }
                    },
                    Ok(None) => return None,
                    Err(format) => {
                        let why =
                            format!("payloads of `{name}` are not checked: its schema format `{format}` is not read");
                        let hint = Some("AsyncAPI and JSON Schema are".to_owned());
                        notes.push(Problem { hint, ..self.library.problem(payload, why) });
                        Payload::Unchecked
                    }
                }
            }
        };
        let headers = match message.field("headers") {
            None => None,
            Some(headers) => self.headers(headers, &name, problems, notes)?,
        };
        let kafka = message.field("bindings").and_then(|node| self.library.follow(node).ok());
        let key = kafka.and_then(|node| self.library.follow(node.field("kafka")?).ok()?.field("key"));
        let key = match key.map(|key| self.validator(key, None, problems)) {
            Some(Ok(None)) => return None,
            Some(Ok(validator)) => validator,
            Some(Err(_)) | None => None,
        };
        Some(Checks { name, content_type, payload, headers, key })
    }

    /// The validator of a schema, compiled once; `Ok(None)` when there are problems, an error when its format is of
    /// those that are not read.
    fn validator(
        &mut self,
        node: &Node,
        declared: Option<&str>,
        problems: &mut Problems,
    ) -> Result<Option<Arc<Validator>>, String> {
        let (schema, declared) = match unwrapped(self.library, node, declared) {
            Ok(unwrapped) => unwrapped,
            Err(problem) => {
                problems.push(problem);
                return Ok(None);
            }
        };
        let format @ Format::Json(draft) = Format::of(declared.as_deref()) else {
            return Err(declared.unwrap_or_default());
        };
        if let Some(done) = self.validators.get(&(schema.origin, format)) {
            return Ok(done.clone());
        }
        let compiled = match self.schemas.compile(schema, draft) {
            Ok(validator) => Some(Arc::new(validator)),
            Err(more) => {
                problems.append(more);
                None
            }
        };
        self.validators.insert((schema.origin, format), compiled.clone());
        Ok(compiled)
    }

    /// `Ok(None)` inside of `Some` is a format that is not read; `None` is a problem.
    fn headers(
        &mut self,
        node: &Node,
        name: &str,
        problems: &mut Problems,
        notes: &mut Problems,
    ) -> Option<Option<HeaderCheck>> {
        let (schema, declared) = match unwrapped(self.library, node, None) {
            Ok(unwrapped) => unwrapped,
            Err(problem) => {
                problems.push(problem);
                return None;
            }
        };
        let Format::Json(draft) = Format::of(declared.as_deref()) else {
            let declared = declared.unwrap_or_default();
            let why = format!("headers of `{name}` are not checked: their schema format `{declared}` is not read");
            notes.push(self.library.problem(node, why));
            return Some(None);
        };
        match self.schemas.compile(schema, draft) {
            Ok(validator) => {
                let declared = validator.property_readings();
                Some(Some(HeaderCheck { validator: Arc::new(validator), declared }))
            }
            Err(more) => {
                problems.append(more);
                None
            }
        }
    }
}

/// A schema out of its wrapping (3.x Multi Format Schema Object), and the format that is announced for it.
/// `$ref`s in other languages than JSON Schema lead to files that are not read as a tree, so they are left alone.
fn unwrapped<'n>(
    library: &'n Library,
    node: &'n Node,
    declared: Option<&str>,
) -> Result<(&'n Node, Option<String>), Problem> {
    if Format::of(declared) == Format::Other {
        return Ok((node, declared.map(str::to_owned)));
    }
    let target = library.follow(node)?;
    match (target.field("schemaFormat").and_then(Node::text), target.field("schema")) {
        (Some(format), Some(schema)) if Format::of(Some(format)) == Format::Other => {
            Ok((schema, Some(format.to_owned())))
        }
        (Some(format), Some(schema)) => Ok((library.follow(schema)?, Some(format.to_owned()))),
        _ => Ok((target, declared.map(str::to_owned))),
    }
}

enum ContentKind {
    Json,
    Text,
    Other,
}

fn kind_of(content_type: &str) -> ContentKind {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.split_once('/') {
        Some((_, "json")) => ContentKind::Json,
        Some((_, subtype)) if subtype.ends_with("+json") => ContentKind::Json,
        Some(("text", "xml")) => ContentKind::Other,
        Some(("text", _)) => ContentKind::Text,
        _ => ContentKind::Other,
    }
}
