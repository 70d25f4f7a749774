//! Patterns of station names.

use std::fmt;
use std::str::FromStr;

use super::{TextError, text_type};

/// A pattern of station names: `*` is any run of characters, `?` any one; the rest is itself, case and all.
///
/// ```
/// let lights: config::Glob = "lights*".parse().unwrap();
/// assert!(lights.matches("lights") && lights.matches("lights.north") && !lights.matches("streetlights"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(String);

text_type!(Glob, "glob", "A pattern of station names: * is any run of characters, ? any one.");

impl Glob {
    /// The pattern of every station.
    pub fn any() -> Self {
        Self("*".to_owned())
    }

    /// Whether the pattern covers the whole name. Linear in memory, and at worst the product of both lengths in time.
    pub fn matches(&self, name: &str) -> bool {
        let (mut pattern, mut name) = (self.0.as_str(), name);
        // Where the last star was and what it has not swallowed yet; on a mismatch it swallows one more.
        let mut star: Option<(&str, &str)> = None;
        loop {
            let mut rest = pattern.chars();
            let mut letters = name.chars();
            match (rest.next(), letters.next()) {
                (Some('*'), _) => {
                    pattern = rest.as_str();
                    star = Some((pattern, name));
                }
                (Some(wanted), Some(letter)) if wanted == '?' || wanted == letter => {
                    (pattern, name) = (rest.as_str(), letters.as_str());
                }
                (None, None) => return true,
                _ => {
                    let Some((after_star, swallowed)) = star else {
                        return false;
                    };
                    let mut letters = swallowed.chars();
                    if letters.next().is_none() {
                        return false;
                    }
                    (pattern, name) = (after_star, letters.as_str());
                    star = Some((after_star, name));
                }
            }
        }
    }
}

impl FromStr for Glob {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        if text.is_empty() { Err(TextError::Glob) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
