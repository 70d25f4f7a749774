//! The configuration as a tree of located values: the file, then variables and flags over it, then secrets' files.
//!
//! Nothing here knows a section or a key.

mod files;
mod interpolate;
mod node;
mod overrides;
pub(crate) mod scalar;
mod yaml;

use std::path::Path;
use std::sync::Arc;

use crate::environment::Environment;
use crate::place::File;
use crate::{Place, Problem, Problems};

pub use node::Node;
pub(crate) use node::{Entry, Value, key_path};

/// A configuration that a person wrote is far smaller.
const MAX_CONFIG_BYTES: u64 = 4 << 20;

/// Reads the file at `path` into a tree; without a path, variables and flags alone make it.
pub(crate) fn load(path: Option<&Path>, environment: &Environment, problems: &mut Problems) -> Node {
    let Some(path) = path else {
        return parse(String::new(), "(no file)".to_owned(), environment, problems);
    };
    let name = path.display().to_string();
    match files::read(path, MAX_CONFIG_BYTES) {
        Ok(text) => parse(text, name, environment, problems),
        Err(message) => {
            let file = Arc::new(File { name: name.clone(), text: String::new() });
            problems.push(Problem::new(Place::in_file(&file, 0, 0, 0), "", message));
            parse(String::new(), name, environment, problems)
        }
    }
}

/// Reads `text`. What cannot be read at all leaves an empty tree, and its problem.
pub(crate) fn parse(text: String, name: String, environment: &Environment, problems: &mut Problems) -> Node {
    let file = Arc::new(File { name, text });
    let empty = || Node::new(Value::Map(Vec::new()), Place::in_file(&file, 0, 0, 0));
    let mut root = yaml::parse(&file, Some(environment), problems).unwrap_or_else(empty);
    if !matches!(root.value, Value::Map(_)) {
        if !root.is_null() {
            problems.push(root.problem("a configuration is a mapping of sections"));
        }
        root = empty();
    }
    overrides::apply(&mut root, environment, problems);
    root.settle(String::new());
    files::include(&mut root, problems);
    root.settle(String::new());
    root
}
