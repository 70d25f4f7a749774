//! A document as it was written: read, its files found, its structure checked; not compiled yet.

mod files;

pub use files::{Files, NoFiles};

use crate::problem::Problems;
use crate::spec::Spec;

/// An AsyncAPI document that was read without a problem.
#[derive(Debug)]
pub struct Document {}

impl Document {
    /// Reads a document of AsyncAPI 2.0 to 2.6, 3.0 or 3.1, in YAML or JSON, with the files it refers to.
    ///
    /// # Errors
    /// Every problem of its structure and references. [`Spec::parse`] also tells those of its schemas in the same go.
    pub fn parse(_text: &[u8], _files: &dyn Files) -> Result<Self, Problems> {
        Ok(Self {})
    }

    /// Compiles the channels and schemas.
    ///
    /// # Errors
    /// Every problem of those.
    pub fn compile(&self) -> Result<Spec, Problems> {
        Err(Problems::default())
    }
}
