//! Holds every dependency to `deny.toml`: its licence is allowed, it is not banned, it comes from crates.io. That file
//! is cargo-deny's own; where that tool is installed, `cargo deny check` says the same and knows advisories too.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The quoted texts in `deny.toml` between a line and the next `]`.
fn list(text: &str, begins: &str) -> Vec<String> {
    let from = text.find(begins).unwrap_or_else(|| panic!("deny.toml has no {begins:?}"));
    let list = text[from..].split("\n]").next().unwrap();
    let lines = list.lines().skip(1).filter(|line| !line.trim_start().starts_with('#'));
    lines.filter_map(|line| line.split('"').nth(1).map(str::to_owned)).collect()
}

/// Whether an SPDX expression can be satisfied by allowed licences. `AND` binds before `OR`; `/` is an old `OR`.
fn allowed(expression: &str, licences: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ").replace(" WITH ", "+WITH+");
    let tokens: Vec<String> = spaced.split_whitespace().map(|token| token.replace("+WITH+", " WITH ")).collect();
    let mut at = 0;
    let satisfied = either(&tokens, &mut at, licences);
    assert_eq!(at, tokens.len(), "{expression:?} is no SPDX expression");
    satisfied
}

fn either(tokens: &[String], at: &mut usize, licences: &[String]) -> bool {
    let mut satisfied = both(tokens, at, licences);
    while tokens.get(*at).is_some_and(|token| token == "OR") {
        *at += 1;
        satisfied |= both(tokens, at, licences);
    }
    satisfied
}

fn both(tokens: &[String], at: &mut usize, licences: &[String]) -> bool {
    let mut satisfied = one(tokens, at, licences);
    while tokens.get(*at).is_some_and(|token| token == "AND") {
        *at += 1;
        satisfied &= one(tokens, at, licences);
    }
    satisfied
}

fn one(tokens: &[String], at: &mut usize, licences: &[String]) -> bool {
    let token = &tokens[*at];
    *at += 1;
    if token == "(" {
        let satisfied = either(tokens, at, licences);
        assert_eq!(tokens[*at], ")");
        *at += 1;
        return satisfied;
    }
    licences.contains(token)
}

#[test]
fn every_dependency_is_licensed_known_and_from_crates_io() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let deny = std::fs::read_to_string(root.join("deny.toml")).unwrap();
    let (licences, banned) = (list(&deny, "\nallow = ["), list(&deny, "\ndeny = ["));
    // The tree of what is built, not the lock file, which also names what no feature turns on.
    let tree = ["tree", "--workspace", "--locked", "--edges", "normal,build,dev", "--prefix", "none", "--format"];
    let output = Command::new(env!("CARGO")).args(tree).arg("{p}|{l}").current_dir(root).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let packages: BTreeSet<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert!(packages.len() > 50);
    let mut wrong = Vec::new();
    for line in packages {
        let (package, licence) = line.trim_end_matches(" (*)").split_once('|').unwrap();
        let name = package.split(' ').next().unwrap();
        if banned.iter().any(|banned| banned == name) {
            wrong.push(format!("{name} is banned"));
        }
        if !allowed(licence, &licences) {
            wrong.push(format!("{name} has the licence {licence:?}"));
        }
        // A package of crates.io is named without a place.
        if package.contains("://") {
            wrong.push(format!("{package} does not come from crates.io"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    let licences = ["MIT".to_owned(), "Apache-2.0 WITH LLVM-exception".to_owned()];
    for (expression, satisfied) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT OR GPL-3.0", true),
        ("MIT/GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND Apache-2.0 WITH LLVM-exception", true),
    ] {
        assert_eq!(allowed(expression, &licences), satisfied, "{expression}");
    }
}
