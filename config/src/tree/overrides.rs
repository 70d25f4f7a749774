//! `WAYSTATION__SECTION__KEY=value`: variables and flags laid over the tree of the file.
//!
//! Each step of a name finds the key it spells (case, `-`, `.` and `_` alike), an element of a list by its number, or
//! makes a new one. A value is typed as in the file: a scalar, or a list or mapping in flow style (`[a, b]`).

use std::sync::Arc;

use super::{Entry, Node, Value, scalar, yaml};
use crate::environment::Environment;
use crate::place::File;
use crate::{Place, Problem, Problems};

const PREFIX: &str = "WAYSTATION__";

/// No configuration is nested as deep.
const MAX_STEPS: usize = 32;

/// Lays every override over `root`, flags last.
pub(crate) fn apply(root: &mut Node, environment: &Environment, problems: &mut Problems) {
    for (name, text) in environment.variables() {
        let Some(steps) = name.strip_prefix(PREFIX) else {
            continue;
        };
        let place = Place::outside(&format!("environment variable {name}"));
        let steps: Vec<&str> = steps.split("__").take(MAX_STEPS + 1).collect();
        let done = match steps.len() {
            ..=MAX_STEPS => read(text, &place).and_then(|node| set(root, &steps, node, &place)),
            _ => Err(format!("leads deeper than {MAX_STEPS} levels")),
        };
        if let Err(message) = done {
            problems.push(Problem::new(place, "", message));
        }
    }
    let flags: [(&str, &Option<String>, &[&str]); 2] =
        [("--listen", &environment.listen, &["listeners", "0", "address"]), ("--data", &environment.data, &["data"])];
    for (flag, value, steps) in flags {
        let Some(text) = value else { continue };
        let place = Place::outside(flag);
        let node = Node::new(Value::Text(text.clone()), place.clone());
        if let Err(message) = set(root, steps, node, &place) {
            problems.push(Problem::new(place, "", message));
        }
    }
}

/// A variable's value. Only what looks like a flow collection or a quoted scalar is read as YAML: a password may begin
/// with an asterisk or hold a colon.
fn read(text: &str, place: &Place) -> Result<Node, String> {
    if !text.starts_with(['[', '{', '"', '\'']) {
        let node = Node::new(scalar::resolve(text), place.clone());
        return Ok(Node { given: Some(text.to_owned()), ..node });
    }
    let mut problems = Problems::new();
    let file = Arc::new(File { name: String::new(), text: text.to_owned() });
    let node = yaml::parse(&file, None, &mut problems);
    match (node, problems.iter().next()) {
        (Some(mut node), None) => {
            replace_places(&mut node, place);
            Ok(node)
        }
        (_, problem) => Err(problem.map_or_else(String::new, |problem| problem.message().to_owned())),
    }
}

fn set(node: &mut Node, steps: &[&str], value: Node, place: &Place) -> Result<(), String> {
    let Some((step, rest)) = steps.split_first() else {
        *node = value;
        return Ok(());
    };
    if step.is_empty() {
        return Err("a name between two underscores is empty".to_owned());
    }
    let index = step.parse::<usize>().ok();
    if node.is_null() {
        node.value = if index.is_some() { Value::List(Vec::new()) } else { Value::Map(Vec::new()) };
        node.place = place.clone();
    }
    set(child(node, step, index, place)?, rest, value, place)
}

fn child<'a>(node: &'a mut Node, step: &str, index: Option<usize>, place: &Place) -> Result<&'a mut Node, String> {
    let new = || Node::new(Value::Null, place.clone());
    match &mut node.value {
        Value::List(items) => {
            let index = index.ok_or_else(|| format!("{step:?}: a list is counted from 0"))?;
            let len = items.len();
            if index == len {
                items.push(new());
            }
            items.get_mut(index).ok_or_else(|| format!("there is no element {index}: the list has {len}"))
        }
        Value::Map(entries) => {
            let at = entries.iter().position(|entry| spell(&entry.key) == spell(step));
            let at = at.unwrap_or_else(|| {
                let key = step.to_lowercase();
                // A password given here wins over a `password_file` of the file, and the other way round.
                let same =
                    |other: &str| other.strip_suffix("_file") == Some(&key) || key.strip_suffix("_file") == Some(other);
                entries.retain(|entry| !same(&entry.key));
                entries.push(Entry { key, place: place.clone(), node: new() });
                entries.len() - 1
            });
            entries.get_mut(at).map(|entry| &mut entry.node).ok_or_else(String::new)
        }
        _ => Err(format!("{step:?}: there is a single value here, with nothing in it")),
    }
}

/// Names of variables have neither lower case nor dashes.
fn spell(key: &str) -> String {
    key.to_lowercase().replace(['-', '.'], "_")
}

fn replace_places(node: &mut Node, place: &Place) {
    node.place = place.clone();
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| replace_places(item, place)),
        Value::Map(entries) => {
            for entry in entries {
                entry.place = place.clone();
                replace_places(&mut entry.node, place);
            }
        }
        Value::Text(text) => node.given = Some(text.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Unread => {}
    }
}
