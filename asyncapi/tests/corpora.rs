//! Every example document of the specification, and the valid ones of the TCK, are read. They are not in this
//! repository: `WAYSTATION_CORPORA` says where they are, else they are looked for beside it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use asyncapi::{Files, Spec};

/// The files below a document's folder.
struct Below(PathBuf);

impl Files for Below {
    fn read(&self, location: &str) -> Result<Cow<'_, [u8]>, String> {
        if location.contains("://") {
            return Err(format!("`{location}` is not fetched"));
        }
        std::fs::read(self.0.join(location)).map(Cow::Owned).map_err(|error| format!("`{location}`: {error}"))
    }
}

#[test]
fn the_examples_of_the_specification_are_read() {
    let Some(corpora) = corpora() else { return };
    let (mut read, mut refused) = (0, Vec::new());
    for path in documents(&corpora.join("spec-examples")) {
        let text = std::fs::read(&path).unwrap();
        // Parts of documents, which others refer to, are no documents; 1.x is refused on purpose.
        let head = String::from_utf8_lossy(&text);
        let version =
            head.lines().find_map(|line| line.strip_prefix("asyncapi:")).map(|v| v.trim().trim_matches(['\'', '"']));
        let Some(version) = version else { continue };
        match Spec::parse(&text, &Below(path.parent().unwrap().to_owned())) {
            Ok(_) if version.starts_with("1.") => refused.push(format!("{}: 1.x was read", path.display())),
            Ok(_) => read += 1,
            Err(problems) if version.starts_with("1.") => {
                assert!(problems.to_string().contains("1.x"), "{problems}")
            }
            // It refers to https, which a test does not follow.
            Err(problems) if problems.iter().all(|p| p.message.contains("is not fetched")) => {
                assert!(path.ends_with("adeo-kafka-request-reply-asyncapi.yml"), "{}: {problems}", path.display());
            }
            Err(problems) => refused.push(format!("{}:\n{problems}", path.display())),
        }
    }
    assert!(refused.is_empty(), "{} of {} refused:\n{}", refused.len(), read + refused.len(), refused.join("\n"));
    assert!(read > 60, "only {read} were read");
}

#[test]
fn every_valid_document_of_the_tck_is_accepted() {
    let Some(corpora) = corpora() else { return };
    let (mut accepted, mut refused, mut invalid_refused, mut invalid) = (0, Vec::new(), 0, 0);
    for path in documents(&corpora.join("tck")) {
        // The names say which is which; what is named otherwise is a part that others refer to.
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let files = Below(path.parent().unwrap().to_owned());
        let spec = Spec::parse(&std::fs::read(&path).unwrap(), &files);
        match spec {
            Ok(_) if name.starts_with("valid") => accepted += 1,
            Err(problems) if name.starts_with("valid") => refused.push(format!("{}:\n{problems}", path.display())),
            spec if name.starts_with("invalid") => {
                invalid += 1;
                invalid_refused += usize::from(spec.is_err());
            }
            _ => {}
        }
    }
    println!("{invalid_refused} of {invalid} invalid documents refused");
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(accepted > 100, "only {accepted} were read");
}

/// Where the corpora are; `None`, said loudly, when they are nowhere.
fn corpora() -> Option<PathBuf> {
    let named = std::env::var_os("WAYSTATION_CORPORA").map(PathBuf::from);
    let found = named.filter(|named| named.is_dir()).or_else(beside_the_workspace);
    if found.is_none() {
        let missing = "no AsyncAPI corpora: neither in WAYSTATION_CORPORA nor beside the workspace";
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{missing}");
        eprintln!("SKIPPED: {missing}");
    }
    found
}

/// `corpora/asyncapi` in a folder that stands beside the workspace's.
fn beside_the_workspace() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let mut beside = std::fs::read_dir(workspace.parent()?).ok()?.flatten();
    beside.find_map(|folder| Some(folder.path().join("corpora/asyncapi")).filter(|path| path.is_dir()))
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}
