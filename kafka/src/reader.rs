//! A cursor over one frame: the only code that takes bytes from it. Every length is held against what remains first.

use bytes::Bytes;

use crate::error::{Error, Problem};

/// Reads one frame from its start; a copy is a second cursor, independent of the first.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The whole frame, for fields that share its memory.
    frame: &'a Bytes,
    /// What is still unread: always a tail of `frame`.
    rest: &'a [u8],
    /// The field being read, for errors.
    field: &'static str,
}

impl<'a> Reader<'a> {
    /// A cursor at the frame's start.
    pub fn new(frame: &'a Bytes) -> Self {
        Self { frame, rest: frame, field: "frame" }
    }

    /// How many bytes are unread.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// The unread bytes, sharing the frame's memory.
    pub fn rest(&self) -> Bytes {
        self.frame.slice_ref(self.rest)
    }

    /// Names the field that is read next, as `Struct.field`, for errors.
    pub fn at(&mut self, field: &'static str) -> &mut Self {
        self.field = field;
        self
    }

    /// Refuses bytes that nobody read.
    ///
    /// # Errors
    /// [`Problem::Trailing`].
    pub fn finish(self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.malformed(Problem::Trailing)) }
    }

    /// An error at this place.
    #[cold]
    pub fn malformed(&self, problem: Problem) -> Error {
        Error::Malformed { field: self.field, remaining: self.rest.len(), problem }
    }

    /// The next `N` bytes.
    ///
    /// # Errors
    /// [`Problem::Truncated`].
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or_else(|| self.malformed(Problem::Truncated))?;
        self.rest = rest;
        Ok(*taken)
    }

    /// The next `length` bytes, borrowed.
    ///
    /// # Errors
    /// [`Problem::Overlong`].
    pub fn slice(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) =
            self.rest.split_at_checked(length).ok_or_else(|| self.malformed(Problem::Overlong(length)))?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next `length` bytes, sharing the frame's memory.
    ///
    /// # Errors
    /// [`Problem::Overlong`].
    pub fn shared(&mut self, length: usize) -> Result<Bytes, Error> {
        self.slice(length).map(|slice| self.frame.slice_ref(slice))
    }

    /// An unsigned variable-length integer of at most 32 bits, seven bits a byte, lowest first.
    ///
    /// # Errors
    /// [`Problem::Truncated`], [`Problem::VarintOverflow`].
    pub fn unsigned_varint(&mut self) -> Result<u32, Error> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let [byte] = self.array()?;
            let bits = u32::from(byte & 0x7f);
            if shift == 28 && bits > 0x0f {
                break;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.malformed(Problem::VarintOverflow))
    }

    /// A length or a count that was read as `length`, `-1` for null, held against what remains: whatever it counts takes
    /// at least one byte each, so that nothing is allocated for elements that are not there.
    ///
    /// # Errors
    /// [`Problem::NegativeLength`], [`Problem::Overlong`].
    pub(crate) fn length(&self, length: i64) -> Result<Option<usize>, Error> {
        match usize::try_from(length) {
            Ok(length) if length <= self.rest.len() => Ok(Some(length)),
            Ok(length) => Err(self.malformed(Problem::Overlong(length))),
            Err(_) if length == -1 => Ok(None),
            Err(_) => Err(self.malformed(Problem::NegativeLength(length))),
        }
    }

    /// The start of a tagged section (KIP-482).
    ///
    /// # Errors
    /// As [`Reader::unsigned_varint`].
    pub fn tags(&mut self) -> Result<Tags, Error> {
        Ok(Tags { left: self.unsigned_varint()?, lowest: 0, end: None, length: 0 })
    }
}

impl<'a> From<&'a Bytes> for Reader<'a> {
    fn from(frame: &'a Bytes) -> Self {
        Self::new(frame)
    }
}

/// The tagged fields at the end of a flexible struct, one after the other.
#[derive(Debug)]
pub struct Tags {
    left: u32,
    /// The lowest tag that may come next.
    lowest: u32,
    /// How many bytes of the frame must remain when the current field has been read.
    end: Option<usize>,
    /// The current field's size in bytes.
    length: usize,
}

impl Tags {
    /// The next field's tag, its content standing next in the reader; `None` after the last.
    ///
    /// # Errors
    /// [`Problem::TagSize`] when the field before was not exactly read, [`Problem::TagOrder`], and a broken varint's.
    pub fn next(&mut self, reader: &mut Reader<'_>) -> Result<Option<u32>, Error> {
        if self.end.is_some_and(|end| end != reader.remaining()) {
            return Err(reader.malformed(Problem::TagSize));
        }
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        let tag = reader.unsigned_varint()?;
        // The largest tag leaves no room for another one above it, and none so large exists.
        self.lowest = match tag.checked_add(1) {
            Some(next) if tag >= self.lowest => next,
            _ => return Err(reader.malformed(Problem::TagOrder(tag))),
        };
        let length = reader.unsigned_varint()?;
        self.length = reader.length(i64::from(length))?.unwrap_or(0);
        self.end = Some(reader.remaining() - self.length);
        Ok(Some(tag))
    }

    /// Passes over a field that this version of the schema does not know.
    ///
    /// # Errors
    /// None in fact, as [`Tags::next`] has checked the size.
    pub fn skip(&self, reader: &mut Reader<'_>) -> Result<(), Error> {
        reader.slice(self.length).map(|_| ())
    }
}
