//! Which AsyncAPI a document is written in.

/// A version that is read: 2.0 to 2.6, 3.0, 3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) major: u8,
    pub(crate) minor: u8,
}

impl Version {
    /// The version that an `asyncapi` field names: `major.minor.patch`, of which the patch says nothing about meaning
    /// (specification section "AsyncAPI Version String"); a suffix such as `-rc.1` is let pass.
    ///
    /// # Errors
    /// What to tell the author of a version that is not read.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (core, _) = text.split_once('-').unwrap_or((text, ""));
        let mut parts = core.split('.').map(str::parse::<u32>);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(2)), Some(Ok(minor @ 0..=6)), Some(Ok(_)), None) => Ok(Self::new(2, minor)),
            (Some(Ok(3)), Some(Ok(minor @ 0..=1)), Some(Ok(_)), None) => Ok(Self::new(3, minor)),
            (Some(Ok(1)), ..) => Err(format!(
                "AsyncAPI {text} is not read: 1.x describes topics in a way that 2.0 gave up; convert the document to 2.x or 3.x"
            )),
            (Some(Ok(_)), Some(Ok(_)), Some(Ok(_)), None) => Err(format!(
                "AsyncAPI {text} is not known here; 2.0 to 2.6, 3.0 and 3.1 are"
            )),
            _ => Err(format!(
                "`{text}` is no version of AsyncAPI; one looks like `3.0.0`"
            )),
        }
    }

    fn new(major: u8, minor: u32) -> Self {
        Self {
            major,
            minor: u8::try_from(minor).unwrap_or(u8::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_2_and_3_are_read_and_others_refused_with_a_word() {
        assert_eq!(Version::parse("2.6.0"), Ok(Version { major: 2, minor: 6 }));
        assert_eq!(Version::parse("3.1.0"), Ok(Version { major: 3, minor: 1 }));
        assert!(Version::parse("1.2.0").unwrap_err().contains("1.x"));
        for other in ["2.7.0", "4.0.0", "3.0", "", "three", "3.0.0.0"] {
            assert!(Version::parse(other).is_err(), "{other}");
        }
    }
}
