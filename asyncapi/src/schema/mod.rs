//! The door of schemas: a schema of a document in, a validator over JSON out.
//!
//! [`Validator`] is the seam: whoever checks bytes without building a tree first goes behind it, with the same
//! verdicts. What verdicts are told in is the business of `verdict`.

mod embed;
mod format;
mod keywords;
mod meta;
mod paths;
mod validator;

pub(crate) use format::{Format, draft_of};
pub(crate) use validator::{Reading, Validator};

use std::collections::HashSet;

use jsonschema::Draft;

use crate::limits;
use crate::problem::Problems;
use crate::refs::Library;
use crate::tree::{Node, Origin};

/// Compiles the schemas of one document, within one budget for all of them.
pub(crate) struct Schemas<'a> {
    library: &'a Library,
    nodes_left: usize,
    /// What was held to its meta-schema before: the components that many messages refer to.
    sound: HashSet<(Origin, Draft)>,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(library: &'a Library) -> Self {
        Self { library, nodes_left: limits::SCHEMA_NODES, sound: HashSet::new() }
    }

    /// Compiles the schema at `node`, in the draft that its own `$schema` names, else in `draft`.
    ///
    /// # Errors
    /// Every reference that leads nowhere, and everything that is no valid schema.
    pub(crate) fn compile(&mut self, node: &Node, draft: Draft) -> Result<Validator, Problems> {
        let own = node.field("$schema").and_then(Node::text).and_then(draft_of);
        let draft = own.unwrap_or(draft);
        let embedded = embed::embed(self.library, node, draft, &mut self.nodes_left)?;
        let mut problems = Problems::default();
        for (at, json) in &embedded.schemas {
            if self.sound.insert((at.origin, draft)) {
                meta::check(self.library, at, json, draft, &mut problems);
            }
        }
        problems.into_result(())?;
        Validator::compile(self.library, embedded, draft)
    }
}
