//! The door of schemas: a schema of a document in, a validator over JSON out.
//!
//! [`Validator`] is the seam: whoever checks bytes without building a tree first goes behind it, with the same
//! verdicts. What verdicts are told in is the business of `verdict`.

mod embed;
mod format;
mod keywords;
mod paths;
mod validator;

pub(crate) use format::{Format, draft_of};
pub(crate) use validator::{Reading, Validator};

use jsonschema::Draft;

use crate::limits;
use crate::problem::Problems;
use crate::refs::Library;
use crate::tree::Node;

/// Compiles the schemas of one document, within one budget for all of them.
pub(crate) struct Schemas<'a> {
    library: &'a Library,
    nodes_left: usize,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(library: &'a Library) -> Self {
        Self {
            library,
            nodes_left: limits::SCHEMA_NODES,
        }
    }

    /// Compiles the schema at `node`, in the draft that its own `$schema` names, else in `draft`.
    ///
    /// # Errors
    /// Every reference that leads nowhere; or else what the schema's compiler said first.
    pub(crate) fn compile(&mut self, node: &Node, draft: Draft) -> Result<Validator, Problems> {
        Ok(self.compile_with_properties(node, draft)?.0)
    }

    /// The same for a schema of headers, along with how each header that it declares is to be read.
    pub(crate) fn compile_with_properties(
        &mut self,
        node: &Node,
        draft: Draft,
    ) -> Result<(Validator, Vec<(String, Reading)>), Problems> {
        let own = node
            .field("$schema")
            .and_then(Node::text)
            .and_then(draft_of);
        let draft = own.unwrap_or(draft);
        let embedded = embed::embed(self.library, node, draft, self.nodes_left)?;
        self.nodes_left -= embedded.nodes;
        let readings = validator::property_readings(&embedded.schema);
        Ok((
            Validator::compile(self.library, node, embedded, draft)?,
            readings,
        ))
    }
}
