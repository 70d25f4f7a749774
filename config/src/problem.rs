//! What is wrong with a configuration, and where; all of it at once.
//!
//! Not the checks themselves: sections, their owners and the schema walker add to one [`Problems`].

use std::collections::{BTreeSet, btree_set};
use std::fmt;

use crate::Place;

/// One thing to mend. Its `Display` is one line, `gateway.yaml:3:5: listeners[0].adress: unknown key`;
/// [`Problem::explained`] adds the line of the file with a caret under the spot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    place: Place,
    path: String,
    message: String,
}

impl Problem {
    pub(crate) fn new(place: Place, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place, path: path.into(), message: message.into() }
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Which value, as a path from the top: `routes[0].produce[1]`; empty for the file as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, and what to do.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The problem on several lines, with the text it is about and a caret under it.
    pub fn explained(&self) -> impl fmt::Display {
        Explained(self)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

struct Explained<'a>(&'a Problem);

impl fmt::Display for Explained<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let Some((line, text, column, width)) = self.0.place.snippet() else {
            return Ok(());
        };
        let margin = " ".repeat(line.to_string().len());
        // A tab must stay a tab under itself, or the caret lands elsewhere.
        let lead: String = text.chars().take(column).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let carets = "^".repeat(width.min(text.chars().count().saturating_sub(column).max(1)));
        write!(f, "\n{margin} |\n{line} | {text}\n{margin} | {lead}{carets}")
    }
}

/// Every problem found so far, without repetition, in the order of the file. `Display` is one a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(BTreeSet<Problem>);

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one; the same one twice counts once.
    pub fn push(&mut self, problem: Problem) {
        self.0.insert(problem);
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> btree_set::Iter<'_, Problem> {
        self.0.iter()
    }

    /// `value` if there was no problem, else the problems.
    pub fn into_result<T>(self, value: T) -> Result<T, Problems> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        self.0.extend(problems);
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = btree_set::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = btree_set::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
