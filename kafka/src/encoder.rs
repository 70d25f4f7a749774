//! Builds one frame: small values into one buffer, record sets spliced in between without copying.

use bytes::{BufMut, Bytes, BytesMut};

use crate::error::{Error, Problem};
use crate::frame::Frame;
use crate::wire::Format;

/// Below this size a shared slice is copied: a chunk of its own would cost more than the copy.
const SPLICE_BYTES: usize = 1024;

/// Writes a frame from its start; its size goes before it in [`Encoder::finish`].
#[derive(Debug)]
pub struct Encoder {
    /// Everything but the splices, the frame's four size bytes first.
    small: BytesMut,
    /// Shared slices, each with the place in `small` before which it stands, in rising order.
    splices: Vec<(usize, Bytes)>,
    spliced_bytes: usize,
    /// The field being written, for errors.
    field: &'static str,
}

impl Encoder {
    /// An empty frame.
    pub fn new() -> Self {
        let mut small = BytesMut::with_capacity(256);
        small.put_i32(0);
        Self { small, splices: Vec::new(), spliced_bytes: 0, field: "frame" }
    }

    /// Names the field that is written next, as `Struct.field`, for errors.
    pub fn at(&mut self, field: &'static str) -> &mut Self {
        self.field = field;
        self
    }

    /// The error of a value that the version has no place for.
    #[cold]
    pub fn lost(&self, format: Format) -> Error {
        self.unwritable(format, Problem::Lost)
    }

    /// An error at this place.
    #[cold]
    pub fn unwritable(&self, format: Format, problem: Problem) -> Error {
        Error::Unwritable { field: self.field, version: format.version, problem }
    }

    /// Appends bytes by copying them.
    pub fn slice(&mut self, bytes: &[u8]) {
        self.small.put_slice(bytes);
    }

    /// Appends bytes by sharing them, if they are many.
    pub fn shared(&mut self, bytes: &Bytes) {
        if bytes.len() < SPLICE_BYTES {
            return self.slice(bytes);
        }
        self.spliced_bytes += bytes.len();
        self.splices.push((self.small.len(), bytes.clone()));
    }

    /// An unsigned variable-length integer: seven bits a byte, lowest first.
    pub fn unsigned_varint(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.small.put_u8(value as u8 | 0x80);
            value >>= 7;
        }
        self.small.put_u8(value as u8);
    }

    /// One tagged field (KIP-482): its tag, the size of what `write` writes, and that.
    ///
    /// # Errors
    /// Those of `write`, and [`Error::FrameTooLarge`] for a field beyond 32 bits.
    pub fn tag(&mut self, tag: u32, write: impl FnOnce(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        self.unsigned_varint(tag);
        let (start, splices_before, spliced_before) = (self.small.len(), self.splices.len(), self.spliced_bytes);
        write(self)?;
        let end = self.small.len();
        let bytes = end - start + self.spliced_bytes - spliced_before;
        // The size is known only now, so it is written behind the content and turned round to the front of it.
        self.unsigned_varint(u32::try_from(bytes).map_err(|_| Error::FrameTooLarge { bytes })?);
        let size_bytes = self.small.len() - end;
        if let Some(content) = self.small.get_mut(start..) {
            content.rotate_right(size_bytes);
        }
        for (place, _) in self.splices.iter_mut().skip(splices_before) {
            *place += size_bytes;
        }
        Ok(())
    }

    /// The frame, its size in front.
    ///
    /// # Errors
    /// [`Error::FrameTooLarge`] beyond 2 GiB.
    pub fn finish(mut self) -> Result<Frame, Error> {
        let bytes = self.small.len() - size_of::<i32>() + self.spliced_bytes;
        let size = i32::try_from(bytes).map_err(|_| Error::FrameTooLarge { bytes })?;
        for (place, byte) in self.small.iter_mut().zip(size.to_be_bytes()) {
            *place = byte;
        }
        Ok(Frame::from_chunks(self.into_chunks()))
    }

    /// What was written without a frame's size, as one piece: for messages that travel inside byte fields.
    pub fn into_body(self) -> Bytes {
        let mut body = BytesMut::with_capacity(self.small.len() + self.spliced_bytes);
        for chunk in self.into_chunks() {
            body.put_slice(&chunk);
        }
        body.freeze().split_off(size_of::<i32>())
    }

    /// The small bytes cut where the splices go.
    fn into_chunks(self) -> Vec<Bytes> {
        let mut small = self.small.freeze();
        let mut chunks = Vec::with_capacity(2 * self.splices.len() + 1);
        let mut cut = 0;
        for (place, splice) in self.splices {
            chunks.push(small.split_to(place - cut));
            chunks.push(splice);
            cut = place;
        }
        chunks.push(small);
        chunks.retain(|chunk| !chunk.is_empty());
        chunks
    }
}

impl Default for Encoder {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tagged_field_may_hold_spliced_bytes() {
        let records = Bytes::from(vec![7; SPLICE_BYTES]);
        let mut encoder = Encoder::new();
        encoder.slice(&[1]);
        encoder
            .tag(5, |encoder| {
                encoder.slice(&[2]);
                encoder.shared(&records);
                encoder.slice(&[3]);
                Ok(())
            })
            .unwrap();
        encoder.slice(&[4]);
        let frame = encoder.finish().unwrap();
        assert_eq!(frame.chunks().len(), 3);
        let expected = [&[0, 0, 4, 7, 1, 5, 0x82, 0x08, 2][..], &records, &[3, 4]].concat();
        assert_eq!(frame.to_vec(), expected);
        assert_eq!(frame.size_bytes(), expected.len());
    }

    #[test]
    fn variable_length_integers_come_back() {
        for value in [0, 1, 127, 128, 16_383, 16_384, u32::MAX - 1, u32::MAX] {
            let mut encoder = Encoder::new();
            encoder.unsigned_varint(value);
            let body = encoder.into_body();
            assert_eq!(crate::Reader::new(&body).unsigned_varint(), Ok(value));
        }
    }
}
