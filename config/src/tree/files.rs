//! Reading files, here and nowhere else in this crate: the configuration itself, and the secrets kept out of it
//! (`password_file: path` gives `password`).

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::{Entry, Node, Value, key_path};
use crate::{Problem, Problems};

/// A secret is a line or a key; anything larger is the wrong file.
const MAX_SECRET_BYTES: u64 = 1 << 20;

/// A whole file, unless it is larger than `max_bytes`. The error is a message for a person, without the path.
pub(super) fn read(path: &Path, max_bytes: u64) -> Result<String, String> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(max_bytes + 1).read_to_string(&mut text));
    match read {
        Err(error) => Err(format!("cannot be read: {error}")),
        Ok(length) if length as u64 > max_bytes => Err(format!("larger than {max_bytes} bytes")),
        Ok(_) => Ok(text),
    }
}

/// Replaces every key `x_file` that holds text by `x` with that file's contents, less the newline at its end.
/// A relative path starts from the configuration file's folder.
pub(super) fn include(node: &mut Node, problems: &mut Problems) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| include(item, problems)),
        Value::Map(entries) => {
            let keys: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
            for entry in entries {
                let path = key_path(&node.path, &entry.key);
                match secret_key(entry).map(str::to_owned) {
                    None => include(&mut entry.node, problems),
                    Some(key) if keys.contains(&key) => {
                        let message = format!("{key:?} is given too: keep one of the two");
                        problems.push(Problem::new(entry.place.clone(), path, message));
                    }
                    Some(key) => include_secret(entry, key, path, problems),
                }
            }
        }
        _ => {}
    }
}

/// `password` for an entry `password_file: text`.
fn secret_key(entry: &Entry) -> Option<&str> {
    let key = entry.key.strip_suffix("_file")?;
    (!key.is_empty() && entry.node.as_text().is_some()).then_some(key)
}

fn include_secret(entry: &mut Entry, key: String, path: String, problems: &mut Problems) {
    let file = entry.node.place.folder().join(entry.node.as_text().unwrap_or_default());
    entry.key = key;
    match read(&file, MAX_SECRET_BYTES) {
        Ok(text) => {
            let line = text.strip_suffix('\n').unwrap_or(&text);
            let line = line.strip_suffix('\r').unwrap_or(line).to_owned();
            entry.node.value = Value::Text(line.clone());
            entry.node.given = Some(line);
        }
        Err(message) => {
            let message = format!("{}: {message}", file.display());
            problems.push(Problem::new(entry.node.place.clone(), path, message));
            entry.node.value = Value::Unread;
        }
    }
}
