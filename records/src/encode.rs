//! Writing one record, and one whole batch: the only place where either is encoded.

use bytes::Bytes;

use crate::batch::Batch;
use crate::compression::{self, Codec};
use crate::error::Error;
use crate::header::{HEADER_BYTES, Header};
use crate::varint;

/// The fields of one record, as they go on the wire.
pub(crate) struct Fields<'a, H> {
    /// Unused by Kafka, kept as found.
    pub(crate) attributes: u8,
    pub(crate) timestamp_delta_ms: i64,
    pub(crate) offset_delta: i32,
    pub(crate) key: Option<&'a [u8]>,
    pub(crate) value: Option<&'a [u8]>,
    pub(crate) headers: H,
}

impl<'a, H> Fields<'a, H>
where
    H: Iterator<Item = (&'a [u8], Option<&'a [u8]>)> + Clone,
{
    /// Appends the record, its length first. Lengths are written in 64 bits, so nothing is cut off:
    /// that the whole fits a batch is for [`batch`] to say.
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        let mut header_count = 0;
        let mut body_bytes = 1
            + varint::encoded_bytes(self.timestamp_delta_ms)
            + varint::encoded_bytes(i64::from(self.offset_delta))
            + nullable_bytes(self.key)
            + nullable_bytes(self.value);
        for (name, value) in self.headers.clone() {
            header_count += 1;
            body_bytes += nullable_bytes(Some(name)) + nullable_bytes(value);
        }
        body_bytes += varint::encoded_bytes(header_count);

        out.reserve(body_bytes + 5);
        varint::encode(out, body_bytes as i64);
        out.push(self.attributes);
        varint::encode(out, self.timestamp_delta_ms);
        varint::encode(out, i64::from(self.offset_delta));
        write_nullable(out, self.key);
        write_nullable(out, self.value);
        varint::encode(out, header_count);
        for (name, value) in self.headers {
            write_nullable(out, Some(name));
            write_nullable(out, value);
        }
    }
}

fn nullable_bytes(bytes: Option<&[u8]>) -> usize {
    bytes.map_or(1, |bytes| {
        varint::encoded_bytes(bytes.len() as i64) + bytes.len()
    })
}

fn write_nullable(out: &mut Vec<u8>, bytes: Option<&[u8]>) {
    match bytes {
        None => varint::encode(out, -1),
        Some(bytes) => {
            varint::encode(out, bytes.len() as i64);
            out.extend_from_slice(bytes);
        }
    }
}

/// Room for a header, in front of records that are written after it: so an uncompressed batch is
/// never copied.
pub(crate) fn buffer(records_bytes: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER_BYTES + records_bytes);
    out.resize(HEADER_BYTES, 0);
    out
}

/// Makes a batch of a [`buffer`] and the records in it: compresses as the header's codec says, and
/// fills in length and checksum.
pub(crate) fn batch(mut header: Header, plain: Vec<u8>) -> Result<Batch, Error> {
    // All lengths inside are 32 bits, compressed or not.
    let limit_bytes = i32::MAX as usize;
    if plain.len() > limit_bytes {
        return Err(Error::TooLarge { limit_bytes });
    }
    let mut out = match header.attributes.codec()? {
        Codec::None => plain,
        codec => {
            let records = plain.get(HEADER_BYTES..).unwrap_or_default();
            let mut packed = buffer(records.len() / 2);
            compression::compress(codec, records, &mut packed)?;
            packed
        }
    };
    header.batch_length_bytes = i32::try_from(out.len() - Header::BYTES_BEFORE_LENGTH_COUNTS)
        .map_err(|_| Error::TooLarge { limit_bytes })?;
    header.write(&mut out);
    header.crc = crc32c::crc32c(out.get(Header::CRC_FROM..).unwrap_or_default());
    header.write(&mut out);
    Ok(Batch::from_parts(header, Bytes::from(out)))
}
