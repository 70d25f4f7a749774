//! What a station may be called, and how its folder is then called: injectively, even where `A` and `a` are one name.

use uuid::Uuid;

use crate::error::Error;

/// As Kafka has it, so that a folder or metric made of the name stays within 255.
const MAX_NAME_CHARS: usize = 249;
/// What file systems allow.
const MAX_FOLDER_BYTES: usize = 255;

/// A name is 1 to 249 of `a-z A-Z 0-9 . _ -`, and not `.` or `..` (Kafka's rule for topics).
pub(crate) fn check(name: &str) -> Result<(), Error> {
    let reason = if name.is_empty() {
        "it is empty"
    } else if name.len() > MAX_NAME_CHARS {
        "it has more than 249 characters"
    } else if name == "." || name == ".." {
        "it means a folder"
    } else if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')) {
        "only letters, digits, `.`, `_` and `-` may be in it"
    } else {
        return Ok(());
    };
    Err(Error::InvalidName { name: name.to_owned(), reason })
}

/// The folder of a station. All but lower-case letters, digits, `_`, `-` and inner dots become `%` and two digits; so no name
/// makes a hidden folder, and none makes one that begins with `%%`, which are the store's own. A name too long for that
/// (many capitals) is cut, and told apart by the identity.
pub(crate) fn folder(name: &str, id: Uuid) -> String {
    let escaped = escape(name);
    if escaped.len() <= MAX_FOLDER_BYTES {
        return escaped;
    }
    // Escaped names are ASCII, and `%%` is in none of them.
    let kept: String = escaped.chars().take(200).collect();
    format!("{kept}%%{}", id.simple())
}

/// The folder that a deleted station's becomes until it is gone.
pub(crate) fn deleted_folder(id: Uuid) -> String {
    format!("%%deleted-{}", id.simple())
}

/// Whether a folder is a deleted station's.
pub(crate) fn is_deleted(folder: &str) -> bool {
    folder.starts_with("%%deleted-")
}

/// The station whose folder this must be; `None` if it is none's, or the name was cut to make it.
pub(crate) fn station(folder: &str) -> Option<String> {
    let mut name = Vec::with_capacity(folder.len());
    let mut bytes = folder.bytes();
    while let Some(byte) = bytes.next() {
        name.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    let name = String::from_utf8(name).ok()?;
    (check(&name).is_ok() && escape(&name) == folder).then_some(name)
}

fn escape(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (at, byte) in name.bytes().enumerate() {
        let is_outer = at == 0 || at + 1 == name.len();
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => out.push(char::from(byte)),
            b'.' if !is_outer => out.push('.'),
            _ => out.push_str(&format!("%{byte:02x}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kafkas_rule_holds() {
        for name in ["a", "Lights.v2", "_under-score", "...", &"x".repeat(249)] {
            assert!(check(name).is_ok(), "{name}");
        }
        for name in ["", ".", "..", "a/b", "lichtstärke", "a b", "a%", &"x".repeat(250)] {
            assert!(check(name).is_err(), "{name}");
        }
    }

    #[test]
    fn folders_are_told_apart_without_case() {
        let names = ["a", "A", "%41", "%61", ".a", "a.", "a.b", "a%2eb", "ä", "Ä"];
        let mut folders = HashMap::new();
        for name in names {
            let folder = folder(name, Uuid::nil()).to_lowercase();
            assert_eq!(folders.insert(folder, name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn two_names_have_two_folders_that_fit(a in "[a-cA-C.%_-]{1,249}", b in "[a-cA-C.%_-]{1,249}") {
            prop_assume!(a != b);
            let (first, second) = (folder(&a, Uuid::from_u128(1)), folder(&b, Uuid::from_u128(2)));
            let escaped = escape(&a);
            prop_assert!(super::station(&first) == (escaped == first && check(&a).is_ok()).then(|| a.clone()));
            prop_assert!(first.len() <= MAX_FOLDER_BYTES);
            prop_assert!(!first.starts_with('.') && !first.starts_with("%%deleted-"));
            prop_assert_ne!(first.to_lowercase(), second.to_lowercase());
        }
    }
}
