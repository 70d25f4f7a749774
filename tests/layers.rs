//! Holds the direction of dependencies inside `src/`, which the compiler does not: no room names one above it, and
//! no protocol names another. Between crates, their manifests are held to the same order.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may name. `run` is the wiring: it names all but the command line.
const ROOMS: &[(&str, &[&str])] = &[
    ("cli", &["run", "gateway", "telemetry", "backends"]),
    ("run", &["listener", "protocols", "gateway", "backends", "identity", "telemetry"]),
    ("listener", &["protocols"]),
    ("protocols", &["gateway", "backends", "identity"]),
    ("gateway", &["backends"]),
    ("backends", &[]),
    ("identity", &[]),
    ("telemetry", &[]),
];

/// Each crate, and the crates of ours that it may depend on.
const CRATES: &[(&str, &[&str])] = &[
    (".", &["records", "kafka", "stations", "asyncapi", "config", "middlewares"]),
    ("middlewares", &["asyncapi", "records"]),
    ("stations", &["records"]),
    ("kafka", &["records", "kafka-derive"]),
    ("kafka/derive", &[]),
    ("asyncapi", &[]),
    ("config", &[]),
    ("records", &[]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The words that follow `crate::` in code (comments may name what they like), grouped uses included.
fn named(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let word = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut found = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            None => found.push(word(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut item = true;
                for (at, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => item = true,
                        c if item && !c.is_whitespace() => {
                            found.push(word(&group[at..]));
                            item = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

#[test]
fn no_room_names_one_above_it() {
    let mut wrong = Vec::new();
    for (room, below) in ROOMS {
        // Tests put a whole gateway together, whichever room they are in.
        let tests = |file: &PathBuf| {
            file.components().any(|part| part.as_os_str() == "tests")
                || file.ends_with("tests.rs")
                || file.ends_with("testing.rs")
        };
        for file in files(&root().join("src").join(room)).into_iter().filter(|file| !tests(file)) {
            let names = named(&fs::read_to_string(&file).unwrap());
            for name in names {
                let is_room = ROOMS.iter().any(|(other, _)| *other == name);
                if is_room && name != *room && !below.contains(&name.as_str()) {
                    wrong.push(format!("{} names {name}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_on_the_list() {
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!path.is_dir() || ROOMS.iter().any(|(room, _)| *room == name), "src/{name} is not in ROOMS");
    }
}

#[test]
fn no_protocol_names_another() {
    let protocols = root().join("src/protocols");
    let folders: Vec<String> = fs::read_dir(&protocols)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let mut wrong = Vec::new();
    for folder in &folders {
        for file in files(&protocols.join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            for other in folders.iter().filter(|other| *other != folder) {
                if text.contains(&format!("protocols::{other}")) {
                    wrong.push(format!("{} names {other}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_crate_depends_on_one_above_it() {
    for (name, below) in CRATES {
        let manifest = fs::read_to_string(root().join(name).join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("\n[dependencies]").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        for line in dependencies.lines() {
            let dependency = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let ours = CRATES.iter().any(|(other, _)| other.rsplit('/').next() == Some(dependency))
                || dependency == "kafka-derive";
            assert!(!ours || below.contains(&dependency), "{name} depends on {dependency}");
        }
    }
}

#[test]
fn no_file_is_longer_than_600_lines_and_all_say_what_they_are() {
    let mut wrong = Vec::new();
    for (name, _) in CRATES {
        for folder in ["src", "tests", "benches"] {
            let dir = root().join(name).join(folder);
            for file in if dir.is_dir() { files(&dir) } else { Vec::new() } {
                let text = fs::read_to_string(&file).unwrap();
                if text.lines().count() > 600 || !text.starts_with("//!") {
                    wrong.push(file);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "past 600 lines, or without a `//!` head: {wrong:#?}");
}
