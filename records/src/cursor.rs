//! A position in borrowed bytes: every field is read through here, so every field is bounded by
//! what is left.

use crate::error::Error;
use crate::varint::{self, Refused};

/// Reads fields off the front of a slice and remembers how far it came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    left: &'a [u8],
    total_bytes: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Cursor {
            left: bytes,
            total_bytes: bytes.len(),
        }
    }

    /// How many bytes have been read.
    #[inline]
    pub(crate) fn at(&self) -> usize {
        self.total_bytes - self.left.len()
    }

    /// What has not been read yet.
    #[inline]
    pub(crate) fn left(&self) -> &'a [u8] {
        self.left
    }

    pub(crate) fn malformed(&self, what: &'static str) -> Error {
        Error::Malformed {
            what,
            at: self.at(),
        }
    }

    #[inline]
    pub(crate) fn take(
        &mut self,
        what: &'static str,
        length_bytes: usize,
    ) -> Result<&'a [u8], Error> {
        match self.left.split_at_checked(length_bytes) {
            Some((taken, left)) => {
                self.left = left;
                Ok(taken)
            }
            None => Err(Error::Truncated {
                what,
                needed_bytes: length_bytes,
                left_bytes: self.left.len(),
            }),
        }
    }

    #[inline]
    pub(crate) fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], Error> {
        match self.left.split_first_chunk::<N>() {
            Some((taken, left)) => {
                self.left = left;
                Ok(*taken)
            }
            None => Err(Error::Truncated {
                what,
                needed_bytes: N,
                left_bytes: self.left.len(),
            }),
        }
    }

    #[inline]
    pub(crate) fn varint_i32(&mut self, what: &'static str) -> Result<i32, Error> {
        let decoded = varint::decode_i32(self.left);
        self.varint(what, decoded)
    }

    #[inline]
    pub(crate) fn varint_i64(&mut self, what: &'static str) -> Result<i64, Error> {
        let decoded = varint::decode_i64(self.left);
        self.varint(what, decoded)
    }

    #[inline]
    fn varint<T>(
        &mut self,
        what: &'static str,
        decoded: Result<(T, usize), Refused>,
    ) -> Result<T, Error> {
        match decoded {
            Ok((number, taken)) => {
                self.take(what, taken)?;
                Ok(number)
            }
            Err(Refused::Unfinished) => {
                let left_bytes = self.left.len();
                Err(Error::Truncated {
                    what,
                    needed_bytes: left_bytes + 1,
                    left_bytes,
                })
            }
            Err(Refused::Overflow) => {
                Err(self.malformed("a variable-length integer has more bits than its field"))
            }
            Err(Refused::Overlong) => {
                Err(self.malformed("a variable-length integer is longer than its number needs"))
            }
        }
    }

    /// Bytes behind a varint length, where -1 is null.
    #[inline]
    pub(crate) fn nullable_bytes(&mut self, what: &'static str) -> Result<Option<&'a [u8]>, Error> {
        match self.varint_i32(what)? {
            -1 => Ok(None),
            length => match usize::try_from(length) {
                Ok(length_bytes) => self.take(what, length_bytes).map(Some),
                Err(_) => Err(self.malformed("a length is below -1")),
            },
        }
    }

    /// Bytes behind a varint length that may not be null.
    #[inline]
    pub(crate) fn bytes(&mut self, what: &'static str) -> Result<&'a [u8], Error> {
        match usize::try_from(self.varint_i32(what)?) {
            Ok(length_bytes) => self.take(what, length_bytes),
            Err(_) => Err(self.malformed("a length is negative")),
        }
    }
}
