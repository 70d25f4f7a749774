//! Where a `$ref` leads: which file, and which pointer in it. Text only; nothing is opened here.

use std::borrow::Cow;

use crate::tree::pointer;

/// A `$ref` taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Location<'a> {
    /// The file, from the document's folder, or an absolute URL; `None` is the file that the `$ref` is in.
    pub(crate) file: Option<String>,
    /// The fragment, percent-decoded: a JSON Pointer, or the name of an anchor.
    pub(crate) fragment: Cow<'a, str>,
}

/// Takes a `$ref` apart that is written in the file at `base` (`None`: the document itself).
///
/// # Errors
/// What to tell the author of an absolute path.
pub(crate) fn locate<'a>(reference: &'a str, base: Option<&str>) -> Result<Location<'a>, String> {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let fragment = pointer::percent_decoded(fragment);
    if file.is_empty() {
        return Ok(Location {
            file: None,
            fragment,
        });
    }
    let file = pointer::percent_decoded(file);
    let (prefix, base_path) = split_host(base.unwrap_or_default());
    if has_scheme(&file) {
        return Ok(Location {
            file: Some(file.into_owned()),
            fragment,
        });
    }
    if file.starts_with('/') && prefix.is_empty() {
        return Err(format!(
            "`{file}` is an absolute path, and files are found from the document's folder"
        ));
    }
    let mut folders: Vec<&str> = match base_path.rsplit_once('/') {
        Some((folder, _)) if !file.starts_with('/') => folder.split('/').collect(),
        _ => Vec::new(),
    };
    for step in file.split(['/', '\\']) {
        match step {
            "" | "." => {}
            // Above the document's folder it is for whoever reads files to say whether it may.
            ".." if matches!(folders.last(), None | Some(&"..")) => folders.push(".."),
            ".." => {
                folders.pop();
            }
            step => folders.push(step),
        }
    }
    Ok(Location {
        file: Some(format!("{prefix}{}", folders.join("/"))),
        fragment,
    })
}

/// `scheme:` as RFC 3986 section 3.1 writes it, of more than one letter: `c:` is a disk.
fn has_scheme(file: &str) -> bool {
    file.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// `https://host/` and what follows; nothing and all of it for a path.
fn split_host(base: &str) -> (&str, &str) {
    let after_host = base
        .find("://")
        .map(|at| at + 3)
        .and_then(|at| base.get(at..)?.find('/').map(|n| at + n + 1));
    after_host
        .and_then(|at| base.split_at_checked(at))
        .unwrap_or(("", base))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(reference: &str, base: Option<&str>) -> String {
        locate(reference, base).unwrap().file.unwrap()
    }

    #[test]
    fn files_are_found_from_the_file_that_refers_to_them() {
        assert_eq!(file("common/a.yaml#/X", None), "common/a.yaml");
        assert_eq!(file("./b.yaml", Some("common/a.yaml")), "common/b.yaml");
        assert_eq!(file("../c.yaml", Some("common/a.yaml")), "c.yaml");
        assert_eq!(
            file("b.json", Some("https://example.com/x/a.json")),
            "https://example.com/x/b.json"
        );
        assert_eq!(
            file("/b.json", Some("https://example.com/x/a.json")),
            "https://example.com/b.json"
        );
        assert_eq!(
            file("https://example.com/s.json#/a", None),
            "https://example.com/s.json"
        );
    }

    #[test]
    fn what_leads_out_of_the_folder_shows_it_at_its_start() {
        for reference in ["../a.yaml", "x/../../a.yaml", "..\\a.yaml", "%2e%2e/a.yaml"] {
            assert_eq!(file(reference, None), "../a.yaml");
        }
        assert_eq!(
            file("../../b.yaml", Some("../common/a.yaml")),
            "../../b.yaml"
        );
        assert!(locate("/etc/passwd", None).is_err());
    }

    #[test]
    fn fragments_are_percent_decoded() {
        assert_eq!(
            locate("#/a%20b", None).unwrap(),
            Location {
                file: None,
                fragment: "/a b".into()
            }
        );
    }
}
