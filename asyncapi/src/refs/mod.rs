//! The document together with the files it refers to, and what each `$ref` in them stands for.
//!
//! References are JSON References as AsyncAPI has them: what stands beside a `$ref` is ignored. Those inside of
//! schemas have rules of their own, see `schema`.

mod location;

use std::collections::{HashMap, HashSet};

use crate::document::Files;
use crate::limits;
use crate::problem::{Problem, Problems};
use crate::tree::{self, Node, Origin, Tree, Value, pointer};

pub(crate) use location::{Location, locate};

/// The document and every file it refers to, directly or through another.
#[derive(Debug)]
pub(crate) struct Library {
    files: Vec<File>,
    by_location: HashMap<String, usize>,
}

/// The document itself has no location. A file that cannot be read says so when something needs it.
#[derive(Debug)]
struct File {
    location: Option<String>,
    tree: Result<Tree, String>,
}

impl Library {
    /// Reads the document, and the files it refers to.
    ///
    /// # Errors
    /// What is wrong with the document's own text.
    pub(crate) fn load(text: &[u8], files: &dyn Files) -> Result<Self, Problems> {
        let tree = tree::read(text, 0).map_err(|faults| {
            let mut problems = Problems::default();
            for fault in faults {
                problems.push(Problem {
                    file: None,
                    pointer: fault.pointer,
                    line: fault.line,
                    column: fault.column,
                    message: fault.message,
                    hint: None,
                });
            }
            problems
        })?;
        let document = File {
            location: None,
            tree: Ok(tree),
        };
        let mut library = Self {
            files: vec![document],
            by_location: HashMap::new(),
        };
        library.load_others(text.len(), files);
        Ok(library)
    }

    /// The document's root.
    pub(crate) fn root(&self) -> Option<&Node> {
        self.file_root(0).ok()
    }

    /// The value that a node stands for: itself, or what its chain of `$ref`s ends in.
    pub(crate) fn follow<'a>(&'a self, node: &'a Node) -> Result<&'a Node, Problem> {
        let mut current = node;
        let mut seen = Vec::new();
        while let Some(reference) = reference(current) {
            if seen.contains(&current.origin) {
                return Err(self.problem(node, "leads back to itself, so it stands for nothing"));
            }
            if seen.len() >= limits::REFERENCE_CHAIN {
                let message = format!("leads over more than {} `$ref`s", limits::REFERENCE_CHAIN);
                return Err(self.problem(node, message));
            }
            seen.push(current.origin);
            current = self.target(current, reference)?;
        }
        Ok(current)
    }

    /// What one `$ref` written in `at` points to, which may be a `$ref` again.
    pub(crate) fn target<'a>(&'a self, at: &'a Node, reference: &str) -> Result<&'a Node, Problem> {
        let base = self.location(at.origin);
        let problem = |message: String| self.problem(at.field("$ref").unwrap_or(at), message);
        let Location { file, fragment } = locate(reference, base).map_err(problem)?;
        let root = match &file {
            None => self.file_root(usize::from(at.origin.file)),
            Some(location) => match self.by_location.get(location) {
                Some(&file) => self.file_root(file),
                None => Err(format!(
                    "`{location}` is one file too many: at most {} are read",
                    limits::FILES
                )),
            },
        };
        let root =
            root.map_err(|why| problem(format!("`{reference}` cannot be followed: {why}")))?;
        let Some(steps) = pointer::steps(&fragment) else {
            return Err(problem(format!(
                "`{reference}` is no JSON Pointer after its `#`"
            )));
        };
        let mut current = root;
        for step in steps {
            current = current.step(&step).ok_or_else(|| {
                let mut problem = problem(format!(
                    "`{reference}` is not there: nothing is named `{step}`"
                ));
                problem.hint = current
                    .map()
                    .and_then(|map| crate::suggest::closest(&step, map.iter().map(|(k, _)| k)));
                problem
            })?;
        }
        Ok(current)
    }

    /// The JSON Pointer to where a value was written, with its file before a `#` where that is not the document.
    pub(crate) fn pointer(&self, origin: Origin) -> String {
        let pointer = self
            .tree(origin)
            .map(|tree| tree.origins.pointer(origin.id))
            .unwrap_or_default();
        match self.location(origin) {
            Some(file) => format!("{file}#{pointer}"),
            None => pointer,
        }
    }

    /// The property or item a value was written as.
    pub(crate) fn last_step(&self, origin: Origin) -> Option<String> {
        self.tree(origin)?.origins.last_step(origin.id)
    }

    /// A problem with a value.
    pub(crate) fn problem(&self, node: &Node, message: impl Into<String>) -> Problem {
        let tree = self.tree(node.origin);
        let (line, column) = tree.map_or((1, 1), |tree| tree.origins.position(node.origin.id));
        Problem {
            file: self.location(node.origin).map(str::to_owned),
            pointer: tree
                .map(|tree| tree.origins.pointer(node.origin.id))
                .unwrap_or_default(),
            line,
            column,
            message: message.into(),
            hint: None,
        }
    }

    fn location(&self, origin: Origin) -> Option<&str> {
        self.files
            .get(usize::from(origin.file))?
            .location
            .as_deref()
    }

    fn tree(&self, origin: Origin) -> Option<&Tree> {
        self.files.get(usize::from(origin.file))?.tree.as_ref().ok()
    }

    fn file_root(&self, file: usize) -> Result<&Node, String> {
        match self.files.get(file).map(|file| &file.tree) {
            Some(Ok(tree)) => Ok(&tree.root),
            Some(Err(why)) => Err(why.clone()),
            None => Err("it was not read".into()),
        }
    }

    /// Reads whatever a `$ref` in the files so far names, until there is nothing new.
    fn load_others(&mut self, document_bytes: usize, files: &dyn Files) {
        let mut bytes_left = limits::ALL_BYTES.saturating_sub(document_bytes);
        let mut next = 0;
        while let Some(file) = self.files.get(next) {
            let mut wanted = HashSet::new();
            if let Ok(tree) = &file.tree {
                collect_files(&tree.root, file.location.as_deref(), &mut wanted);
            }
            let mut wanted: Vec<_> = wanted.into_iter().collect();
            wanted.sort();
            for location in wanted {
                if self.files.len() > limits::FILES || self.by_location.contains_key(&location) {
                    continue;
                }
                let number = u16::try_from(self.files.len()).unwrap_or(u16::MAX);
                let tree = files.read(&location).and_then(|bytes| {
                    bytes_left = bytes_left.checked_sub(bytes.len()).ok_or_else(|| {
                        format!(
                            "the document and its files are more than {} bytes",
                            limits::ALL_BYTES
                        )
                    })?;
                    tree::read(&bytes, number).map_err(|faults| match faults.first() {
                        Some(fault) => format!(
                            "line {}, column {}: {}",
                            fault.line, fault.column, fault.message
                        ),
                        None => "it cannot be read".into(),
                    })
                });
                self.by_location.insert(location.clone(), self.files.len());
                self.files.push(File {
                    location: Some(location),
                    tree,
                });
            }
            next += 1;
        }
    }
}

/// The `$ref` of a value that has one.
pub(crate) fn reference(node: &Node) -> Option<&str> {
    node.field("$ref")?.text()
}

fn collect_files(node: &Node, base: Option<&str>, wanted: &mut HashSet<String>) {
    match &node.value {
        Value::List(items) => items
            .iter()
            .for_each(|item| collect_files(item, base, wanted)),
        Value::Map(map) => {
            let located = reference(node).and_then(|reference| locate(reference, base).ok());
            wanted.extend(located.and_then(|location| location.file));
            map.iter()
                .for_each(|(_, child)| collect_files(child, base, wanted));
        }
        _ => {}
    }
}
