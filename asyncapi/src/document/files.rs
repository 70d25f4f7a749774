//! Where the bytes behind a `$ref` to another file come from. No I/O here: whoever owns a disk implements the trait.

use std::borrow::Cow;

/// Gives the bytes of the other files that a document refers to.
pub trait Files {
    /// The bytes at `location`: a path relative to the document's folder, with `/` between folders and no leading
    /// `/`; or, when the document refers to one, an absolute URL without its fragment. A `..` is only ever at the
    /// start, where the path leads out of the folder: whoever reads a disk decides how far that may go.
    ///
    /// An error is a sentence for the document's author; it becomes the problem of every `$ref` that needs the file.
    fn read(&self, location: &str) -> Result<Cow<'_, [u8]>, String>;
}

/// No other file may be referred to.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, location: &str) -> Result<Cow<'_, [u8]>, String> {
        Err(format!(
            "`{location}` was not given along with the document, and is not fetched"
        ))
    }
}
