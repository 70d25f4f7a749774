//! Where a value came from: a line and column of the file, an environment variable, or a flag of the command line.
//!
//! Not *what* is wrong there; that is [`crate::Problem`].

use std::cmp::Ordering;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// A configuration file as it was read: its name for people, its text for snippets.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// What a value was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    File(Arc<File>),
    /// In words: `environment variable WAYSTATION__DATA`, or `--listen`.
    Outside(Arc<str>),
}

/// A place a person can go to: `gateway.yaml:3:5`, `environment variable WAYSTATION__DATA` or `--listen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    source: Source,
    /// Line from 1; 0 means the source as a whole.
    line: usize,
    /// Column from 1, in characters.
    column: usize,
    /// Characters to underline.
    width: usize,
}

impl Place {
    pub(crate) fn in_file(file: &Arc<File>, line: usize, column: usize, width: usize) -> Self {
        Self { source: Source::File(file.clone()), line, column, width }
    }

    pub(crate) fn outside(words: &str) -> Self {
        Self { source: Source::Outside(words.into()), line: 0, column: 0, width: 0 }
    }

    /// The line, from 1, or `None` for a value that no file holds.
    pub fn line(&self) -> Option<usize> {
        (self.line > 0).then_some(self.line)
    }

    /// The column, from 1 and in characters, or `None` for a value that no file holds.
    pub fn column(&self) -> Option<usize> {
        (self.line > 0).then_some(self.column)
    }

    /// The folder that relative paths written here start from: the file's, or the working directory
    /// (an empty path) for a value from the environment or the command line.
    pub(crate) fn folder(&self) -> &Path {
        match &self.source {
            Source::File(file) => Path::new(&file.name).parent().unwrap_or(Path::new("")),
            Source::Outside(_) => Path::new(""),
        }
    }

    /// The line of the file with its text and the columns to underline (first, width), where there is a file.
    pub(crate) fn snippet(&self) -> Option<(usize, &str, usize, usize)> {
        let Source::File(file) = &self.source else {
            return None;
        };
        let text = file.text.lines().nth(self.line.checked_sub(1)?)?;
        Some((self.line, text, self.column.saturating_sub(1), self.width.max(1)))
    }

    /// Files first, top to bottom; then the rest by name.
    fn rank(&self) -> (bool, &str, usize, usize) {
        match &self.source {
            Source::File(file) => (false, &file.name, self.line, self.column),
            Source::Outside(words) => (true, words, 0, 0),
        }
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::File(file) if self.line > 0 => {
                write!(f, "{}:{}:{}", file.name, self.line, self.column)
            }
            Source::File(file) => f.write_str(&file.name),
            Source::Outside(words) => f.write_str(words),
        }
    }
}
