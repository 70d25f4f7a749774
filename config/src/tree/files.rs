//! `password_file: path` gives `password`: secrets kept out of the configuration.
//!
//! Together with [`super::load`] the only place of this crate that reads a file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::{Node, Value, key_path};
use crate::{Problem, Problems};

/// A secret is a line or a key; anything larger is the wrong file.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// Replaces every key `x_file` that holds text by `x` with that file's contents, less the newline at its end.
/// A relative path starts from the configuration file's folder.
pub(crate) fn include(node: &mut Node, problems: &mut Problems) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| include(item, problems)),
        Value::Map(entries) => {
            for at in 0..entries.len() {
                include_entry(entries, at, &node.path, problems);
            }
        }
        _ => {}
    }
}

fn include_entry(entries: &mut [super::Entry], at: usize, path: &str, problems: &mut Problems) {
    let Some(entry) = entries.get(at) else { return };
    let file = entry
        .key
        .strip_suffix("_file")
        .filter(|key| !key.is_empty())
        .zip(entry.node.as_text());
    let taken = file.is_some_and(|(key, _)| entries.iter().any(|other| other.key == key));
    let replacement = file.map(|(key, file)| {
        (
            key.to_owned(),
            contents(&entry.node.place.folder().join(file)),
        )
    });
    let Some(entry) = entries.get_mut(at) else {
        return;
    };
    let Some((key, contents)) = replacement else {
        return include(&mut entry.node, problems);
    };
    let path = key_path(path, &entry.key);
    if taken {
        problems.push(Problem::new(
            entry.place.clone(),
            path,
            format!("{key:?} is given too: keep one of the two"),
        ));
        return;
    }
    // Without its file the key is still there, so that nobody is told that it is missing as well.
    let text = contents.unwrap_or_else(|message| {
        problems.push(Problem::new(entry.node.place.clone(), path, message));
        String::new()
    });
    entry.key = key;
    entry.node.value = Value::Text(text.clone());
    entry.node.given = Some(text);
}

fn contents(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let read =
        File::open(path).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_string(&mut text));
    match read {
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
        Ok(_) if text.len() as u64 > MAX_FILE_BYTES => Err(format!(
            "{} is larger than {MAX_FILE_BYTES} bytes",
            path.display()
        )),
        Ok(_) => {
            let line = text.strip_suffix('\n').unwrap_or(&text);
            Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
        }
    }
}
