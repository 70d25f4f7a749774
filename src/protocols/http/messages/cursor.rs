//! A place in a station: the next offset of each partition. As text it is what `next`, SSE's ids and `offset` carry:
//! a bare offset for one partition, `c` and the offsets of all for several. Pure.

use std::fmt;

use crate::protocols::problem::Problem;

/// The next offset of one partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) partition: i32,
    pub(super) offset: i64,
}

/// The next offsets of the partitions that are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor(pub(super) Vec<Slot>);

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [only] => write!(f, "{}", only.offset),
            several => {
                for (at, slot) in several.iter().enumerate() {
                    let before = if at == 0 { "c" } else { "." };
                    write!(f, "{before}{}", slot.offset)?;
                }
                Ok(())
            }
        }
    }
}

/// What `offset` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Start {
    /// The first message that is there.
    Earliest,
    /// After the last.
    Latest,
    /// At these offsets, from partition 0 on (or from the only one that is read).
    Offsets(Vec<i64>),
}

impl Start {
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let offset = |text: &str| text.parse::<i64>().ok().filter(|offset| *offset >= 0);
        let offsets = match text {
            "earliest" => return Ok(Self::Earliest),
            "latest" => return Ok(Self::Latest),
            text => match text.strip_prefix('c') {
                Some(offsets) => offsets.split('.').map(offset).collect(),
                None => offset(text).map(|offset| vec![offset]),
            },
        };
        let wrong = || {
            let detail = format!("offset: {text:?} is no offset, no cursor (`next`), and not `earliest` or `latest`");
            Problem::bad_request(detail)
        };
        offsets.map(Self::Offsets).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for offsets in [vec![7], vec![7, 0, 12]] {
            let slots = offsets.iter().zip(0..).map(|(offset, partition)| Slot { partition, offset: *offset });
            let text = Cursor(slots.collect()).to_string();
            assert_eq!(Start::parse(&text).unwrap(), Start::Offsets(offsets), "{text}");
        }
    }

    #[test]
    fn what_is_no_place_is_told() {
        for text in ["", "-1", "c", "c1.", "c1.x", "first", "9223372036854775808"] {
            assert_eq!(Start::parse(text).unwrap_err().status(), 400, "{text}");
        }
    }
}
