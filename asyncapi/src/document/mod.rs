//! A document as it was written: read, its files found, its structure checked; not compiled yet.

mod files;
mod version;

pub use files::{Files, NoFiles};
pub(crate) use version::Version;

use crate::problem::{Problem, Problems};
use crate::refs::Library;
use crate::spec::Spec;
use crate::structure;

/// An AsyncAPI document that was read without a problem.
#[derive(Debug)]
pub struct Document {
    pub(crate) library: Library,
    pub(crate) version: Version,
}

impl Document {
    /// Reads a document of AsyncAPI 2.0 to 2.6, 3.0 or 3.1, in YAML or JSON, with the files it refers to.
    ///
    /// # Errors
    /// Every problem of its structure and references. [`Spec::parse`] also tells those of its schemas in the same go.
    pub fn parse(text: &[u8], files: &dyn Files) -> Result<Self, Problems> {
        let (document, problems) = Self::read(text, files)?;
        problems.into_result(document)
    }

    /// Compiles the channels and schemas.
    ///
    /// # Errors
    /// Every problem of those.
    pub fn compile(&self) -> Result<Spec, Problems> {
        let mut problems = Problems::default();
        let spec = Spec::compile(self, &mut problems);
        problems.into_result(spec)
    }

    /// A document, and what is wrong with it without making it unreadable.
    pub(crate) fn read(text: &[u8], files: &dyn Files) -> Result<(Self, Problems), Problems> {
        let library = Library::load(text, files)?;
        let mut problems = Problems::default();
        match version_of(&library) {
            Ok(version) => {
                structure::check(&library, version, &mut problems);
                Ok((Self { library, version }, problems))
            }
            Err(problem) => {
                problems.push(*problem);
                Err(problems)
            }
        }
    }
}

fn version_of(library: &Library) -> Result<Version, Box<Problem>> {
    let Some(root) = library.root() else {
        return Err(Box::default());
    };
    let hint = |node, message: String, hint: &str| {
        Box::new(Problem {
            hint: Some(hint.into()),
            ..library.problem(node, message)
        })
    };
    if root.map().is_none() {
        return Err(hint(
            root,
            format!("is {}, and an AsyncAPI document is a map", root.noun()),
            "begin with `asyncapi: 3.0.0`",
        ));
    }
    let Some(field) = root.field("asyncapi") else {
        let word = if root.field("openapi").is_some() {
            "this is an OpenAPI document; "
        } else {
            ""
        };
        return Err(hint(
            root,
            format!("{word}`asyncapi` is missing"),
            "say the version: `asyncapi: 3.0.0`",
        ));
    };
    let Some(text) = field.text() else {
        return Err(hint(
            field,
            format!("is {} where a version is expected", field.noun()),
            "put it in quotes: '3.0.0'",
        ));
    };
    Version::parse(text).map_err(|message| Box::new(library.problem(field, message)))
}
