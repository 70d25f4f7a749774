//! Where a value was written: an id that is cheap to carry, and the table that turns it into pointer, line, column.

use std::sync::Arc;

use super::pointer;

/// The place of one value: which file, which value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) file: u16,
    pub(crate) id: u32,
}

/// The places of all values of one file.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    list: Vec<Written>,
}

#[derive(Debug)]
struct Written {
    parent: Option<u32>,
    step: Step,
    line: u32,
    column: u32,
}

/// How a value is reached from the one it is in.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Root,
    Key(Arc<str>),
    Item(usize),
}

impl Origins {
    /// Enters a value; a property's place is its key, any other's is the value itself.
    pub(crate) fn add(
        &mut self,
        parent: Option<u32>,
        step: Step,
        line: usize,
        column: usize,
    ) -> u32 {
        let id = saturating(self.list.len());
        self.list.push(Written {
            parent,
            step,
            line: saturating(line),
            column: saturating(column),
        });
        id
    }

    /// Line and column, counted from 1.
    pub(crate) fn position(&self, id: u32) -> (usize, usize) {
        self.list
            .get(id as usize)
            .map_or((1, 1), |w| (w.line as usize, w.column as usize))
    }

    /// The JSON Pointer from the file's root.
    pub(crate) fn pointer(&self, id: u32) -> String {
        let mut steps = Vec::new();
        let mut next = Some(id);
        while let Some(written) = next.and_then(|id| self.list.get(id as usize)) {
            steps.push(&written.step);
            next = written.parent;
        }
        let mut text = String::new();
        for step in steps.iter().rev() {
            match step {
                Step::Root => {}
                Step::Key(key) => pointer::push(&mut text, key),
                Step::Item(index) => pointer::push(&mut text, &index.to_string()),
            }
        }
        text
    }

    /// The property or item the value is, `None` for the root.
    pub(crate) fn last_step(&self, id: u32) -> Option<String> {
        match &self.list.get(id as usize)?.step {
            Step::Root => None,
            Step::Key(key) => Some(key.to_string()),
            Step::Item(index) => Some(index.to_string()),
        }
    }
}

fn saturating(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
