//! The records of an opened batch, as views borrowed from its bytes: nothing is allocated for a
//! record, and nothing is looked at twice but headers.

use bytes::Bytes;

use crate::cursor::Cursor;
use crate::error::Error;
use crate::header::{Header, TimestampType};

/// A batch's records, decompressed.
#[derive(Debug, Clone)]
pub struct Opened {
    header: Header,
    data: Bytes,
}

impl Opened {
    pub(crate) fn new(header: Header, data: Bytes) -> Opened {
        Opened { header, data }
    }

    /// The header of the batch.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The records' bytes. `data().slice_ref(value)` keeps a record's value without a copy.
    pub fn data(&self) -> &Bytes {
        &self.data
    }

    /// Walks the records. What one promises is checked as it is reached; the walk ends with the
    /// first error.
    ///
    /// # Errors
    /// Each item may be [`Error::Truncated`] or [`Error::Malformed`], with its place in
    /// [`Opened::data`]: lengths that do not add up, an offset delta that does not rise or passes
    /// the batch's last, more or fewer records than the header counts.
    pub fn records(&self) -> Records<'_> {
        Records {
            cursor: Cursor::new(&self.data),
            header: self.header,
            left: self.header.record_count,
            last_offset_delta: -1,
        }
    }

    /// Walks all records for their errors alone.
    ///
    /// # Errors
    /// Those of [`Opened::records`].
    pub fn check(&self) -> Result<(), Error> {
        self.records().try_for_each(|record| record.map(drop))
    }
}

/// An iterator over the records of an [`Opened`] batch.
#[derive(Debug, Clone)]
pub struct Records<'a> {
    cursor: Cursor<'a>,
    header: Header,
    left: i32,
    last_offset_delta: i32,
}

impl<'a> Records<'a> {
    #[inline]
    fn read(&mut self) -> Result<Record<'a>, Error> {
        let encoded = self.cursor.left();
        let body_at = self.cursor.at();
        let body = self.cursor.bytes("a record")?;
        let encoded = encoded.get(..self.cursor.at() - body_at).unwrap_or(encoded);
        Record::read(&self.header, encoded, body).map_err(|error| match error {
            // Places inside a record count from its body.
            Error::Malformed { what, at } => Error::Malformed {
                what,
                at: self.cursor.at() - body.len() + at,
            },
            error => error,
        })
    }

    #[inline]
    fn read_next(&mut self) -> Result<Record<'a>, Error> {
        let at = self.cursor.at();
        let record = self.read()?;
        if record.offset_delta <= self.last_offset_delta {
            return Err(Error::Malformed {
                what: "a record's offset delta does not rise",
                at,
            });
        }
        if record.offset_delta > self.header.last_offset_delta {
            return Err(Error::Malformed {
                what: "a record's offset delta is beyond the batch's last",
                at,
            });
        }
        self.last_offset_delta = record.offset_delta;
        Ok(record)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.left > 0 {
            self.left -= 1;
            let record = self.read_next();
            if record.is_err() {
                // After an error nothing is known of where the next record begins.
                *self = Records {
                    cursor: Cursor::new(&[]),
                    left: 0,
                    ..*self
                };
            }
            return Some(record);
        }
        if !self.cursor.left().is_empty() {
            let error = self
                .cursor
                .malformed("bytes follow the last record the batch counts");
            self.cursor = Cursor::new(&[]);
            return Some(Err(error));
        }
        None
    }
}

impl std::iter::FusedIterator for Records<'_> {}

/// One record, borrowed from its batch.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Its place in the batch, counted from the base offset.
    pub offset_delta: i32,
    /// Its absolute offset, as far as the batch's base offset is known.
    pub offset: i64,
    /// When the producer made it or, by the batch's timestamp type, when the broker appended it;
    /// milliseconds since 1970.
    pub timestamp_ms: i64,
    /// The key; null and empty are different.
    pub key: Option<&'a [u8]>,
    /// The value; null is a tombstone.
    pub value: Option<&'a [u8]>,
    pub(crate) attributes: u8,
    pub(crate) timestamp_delta_ms: i64,
    pub(crate) encoded: &'a [u8],
    headers: Headers<'a>,
}

impl<'a> Record<'a> {
    #[inline]
    fn read(header: &Header, encoded: &'a [u8], body: &'a [u8]) -> Result<Record<'a>, Error> {
        let mut cursor = Cursor::new(body);
        let [attributes] = cursor.array("a record's attributes")?;
        let timestamp_delta_ms = cursor.varint_i64("a record's timestamp")?;
        let offset_delta = cursor.varint_i32("a record's offset delta")?;
        let key = cursor.nullable_bytes("a record's key")?;
        let value = cursor.nullable_bytes("a record's value")?;
        let headers = Headers::read(&mut cursor)?;
        let timestamp_ms = match header.attributes.timestamp_type() {
            TimestampType::LogAppendTime => header.max_timestamp_ms,
            // Deltas wrap on both sides, so every timestamp comes back, however far from the base.
            TimestampType::CreateTime => header.base_timestamp_ms.wrapping_add(timestamp_delta_ms),
        };
        Ok(Record {
            offset_delta,
            offset: header.base_offset.saturating_add(i64::from(offset_delta)),
            timestamp_ms,
            key,
            value,
            attributes,
            timestamp_delta_ms,
            encoded,
            headers,
        })
    }

    /// The headers in their order, duplicates and all; names need not be UTF-8.
    #[inline]
    pub fn headers(&self) -> Headers<'a> {
        self.headers
    }
}

/// An iterator over a record's headers: name and value.
#[derive(Debug, Clone, Copy)]
pub struct Headers<'a> {
    cursor: Cursor<'a>,
    left: i32,
}

impl<'a> Headers<'a> {
    /// Walks the headers once for their errors, up to the end of the record, so that iterating
    /// cannot fail.
    #[inline]
    fn read(cursor: &mut Cursor<'a>) -> Result<Headers<'a>, Error> {
        let left = cursor.varint_i32("a record's header count")?;
        if left < 0 {
            return Err(cursor.malformed("a record's header count is negative"));
        }
        let headers = Headers {
            cursor: *cursor,
            left,
        };
        for _ in 0..left {
            cursor.bytes("a header's name")?;
            cursor.nullable_bytes("a header's value")?;
        }
        if !cursor.left().is_empty() {
            return Err(cursor.malformed("bytes follow a record's last header"));
        }
        Ok(headers)
    }
}

impl<'a> Iterator for Headers<'a> {
    type Item = (&'a [u8], Option<&'a [u8]>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1).filter(|&left| left >= 0)?;
        let name = self.cursor.bytes("a header's name").ok()?;
        let value = self.cursor.nullable_bytes("a header's value").ok()?;
        Some((name, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left).unwrap_or_default();
        (left, Some(left))
    }
}

impl ExactSizeIterator for Headers<'_> {}
