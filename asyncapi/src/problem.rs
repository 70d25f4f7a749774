//! What is wrong with a document, and exactly where. Not what is wrong with a message: see `verdict`.

use std::fmt;

/// One thing that is wrong with (or, as a note, worth knowing about) an AsyncAPI document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// The file it is in, as its `$ref` named it (relative to the document); `None` is the document itself.
    pub file: Option<String>,
    /// JSON Pointer (RFC 6901) to the place in that file; the empty string is the whole document.
    pub pointer: String,
    /// Line of that place, counted from 1.
    pub line: usize,
    /// Column of that place in characters, counted from 1.
    pub column: usize,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What to do about it, where that is known.
    pub hint: Option<String>,
}

impl fmt::Display for Problem {
    /// `line:column: pointer: message (hint)`, with `file:` before it when that is not the document itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}:")?;
        }
        let pointer = if self.pointer.is_empty() {
            "(document)"
        } else {
            &self.pointer
        };
        write!(
            f,
            "{}:{}: {pointer}: {}",
            self.line, self.column, self.message
        )?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// Every problem of a document at once, in the order of the file. Never empty inside an `Err`.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
pub struct Problems {
    list: Vec<Problem>,
    left_off: usize,
}

impl Problems {
    /// As many as are kept; more are only counted, so that a hostile document cannot fill memory with them.
    pub const MOST: usize = 500;

    /// The problems, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// How many are listed.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many more there were past [`Problems::MOST`].
    pub fn left_off(&self) -> usize {
        self.left_off
    }

    /// Adds one, unless the very same is there already (a component is reached over many `$ref`s).
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.list.contains(&problem) {
            return;
        }
        if self.list.len() < Self::MOST {
            self.list.push(problem);
        } else {
            self.left_off += 1;
        }
    }

    /// Adds all of another list.
    pub(crate) fn extend(&mut self, others: Problems) {
        self.left_off += others.left_off;
        others
            .list
            .into_iter()
            .for_each(|problem| self.push(problem));
    }

    /// The value if nothing is wrong, else what is, in order.
    pub(crate) fn into_result<T>(mut self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            return Ok(value);
        }
        self.sort();
        Err(self)
    }

    /// Puts them in the order of the file, the document before the files it refers to.
    fn sort(&mut self) {
        self.list
            .sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    }
}

impl fmt::Display for Problems {
    /// A problem a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.list.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        match self.left_off {
            0 => Ok(()),
            n => write!(f, "\nand {n} more"),
        }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
