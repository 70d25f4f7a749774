//! One encoded v2 batch beside its parsed header. It knows nothing of single records:
//! [`Batch::open`] hands those out.

use bytes::{Buf, Bytes, BytesMut};

use crate::compression::{self, Codec};
use crate::encode;
use crate::error::Error;
use crate::header::{HEADER_BYTES, Header};
use crate::record::Opened;

/// A complete record batch, as it came and as it will go. A clone shares the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    header: Header,
    bytes: Bytes,
}

/// The format version of the first batch or message in `bytes`: 2 for [`Batch`]es, 0 and 1 for
/// [`crate::legacy`]. None where there are too few bytes to tell.
pub fn magic(bytes: &[u8]) -> Option<i8> {
    bytes.get(Header::MAGIC_AT).map(|&magic| magic as i8)
}

impl Batch {
    /// Takes exactly one batch, without a copy. Its checksum ([`Batch::verify`]) and its records
    /// ([`Batch::check_structure`]) are not looked at.
    ///
    /// # Errors
    /// Those of [`Header::parse`]; [`Error::Truncated`] where the batch goes on after `bytes`,
    /// [`Error::Malformed`] where `bytes` goes on after the batch.
    pub fn parse(mut bytes: Bytes) -> Result<Batch, Error> {
        let batch = Self::split_first(&mut bytes)?;
        if bytes.has_remaining() {
            return Err(Error::Malformed { what: "bytes follow the batch", at: batch.bytes.len() });
        }
        Ok(batch)
    }

    /// Takes the first batch off a run of them, without a copy. None at the end.
    ///
    /// # Errors
    /// Those of [`Header::parse`]; [`Error::Truncated`] for a batch cut short, such as the last one
    /// of a Fetch response. `bytes` then keeps it.
    pub fn split(bytes: &mut Bytes) -> Result<Option<Batch>, Error> {
        if bytes.is_empty() { Ok(None) } else { Self::split_first(bytes).map(Some) }
    }

    fn split_first(bytes: &mut Bytes) -> Result<Batch, Error> {
        let header = Header::parse(bytes)?;
        let needed_bytes = header.total_bytes();
        if bytes.len() < needed_bytes {
            return Err(Error::Truncated { what: "a batch", needed_bytes, left_bytes: bytes.len() });
        }
        Ok(Batch { header, bytes: bytes.split_to(needed_bytes) })
    }

    /// The header must be that of the bytes.
    pub(crate) fn from_parts(header: Header, bytes: Bytes) -> Batch {
        Batch { header, bytes }
    }

    /// The parsed header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The whole batch, encoded.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The offset of the first record.
    pub fn base_offset(&self) -> i64 {
        self.header.base_offset
    }

    /// The offset of the last record the batch was made with.
    pub fn last_offset(&self) -> i64 {
        self.header.last_offset()
    }

    /// The offset that follows the batch.
    pub fn next_offset(&self) -> i64 {
        self.header.next_offset()
    }

    /// How the records are compressed.
    pub fn codec(&self) -> Codec {
        // A parsed header has a known codec.
        self.header.attributes.codec().unwrap_or(Codec::None)
    }

    /// Compares the checksum (CRC-32C of everything behind it).
    ///
    /// # Errors
    /// [`Error::BadCrc`].
    pub fn verify(&self) -> Result<(), Error> {
        let computed = crc32c::crc32c(self.bytes.get(Header::CRC_FROM..).unwrap_or_default());
        let stored = self.header.crc;
        if computed == stored { Ok(()) } else { Err(Error::BadCrc { stored, computed }) }
    }

    /// The batch's first 16 bytes with another base offset and leader epoch. The checksum covers
    /// neither, so this and `bytes()[16..]` are the batch at its place in a log, without a copy of
    /// its body.
    pub fn stamped_prefix(&self, base_offset: i64, partition_leader_epoch: i32) -> [u8; 16] {
        let mut prefix = [0; 16];
        let [o0, o1, o2, o3, o4, o5, o6, o7] = base_offset.to_be_bytes();
        let [l0, l1, l2, l3] = self.header.batch_length_bytes.to_be_bytes();
        let [e0, e1, e2, e3] = partition_leader_epoch.to_be_bytes();
        prefix.copy_from_slice(&[o0, o1, o2, o3, o4, o5, o6, o7, l0, l1, l2, l3, e0, e1, e2, e3]);
        prefix
    }

    /// A copy with another base offset and leader epoch. Where the bytes are written out anyway,
    /// take [`Batch::stamped_prefix`].
    pub fn stamped(&self, base_offset: i64, partition_leader_epoch: i32) -> Batch {
        let prefix = self.stamped_prefix(base_offset, partition_leader_epoch);
        let mut bytes = BytesMut::with_capacity(self.bytes.len());
        bytes.extend_from_slice(&prefix);
        bytes.extend_from_slice(self.bytes.get(prefix.len()..).unwrap_or_default());
        Batch { header: Header { base_offset, partition_leader_epoch, ..self.header }, bytes: bytes.freeze() }
    }

    /// Opens the records: a slice of these bytes where they are not compressed, else at most
    /// `limit_bytes` of new ones.
    ///
    /// # Errors
    /// [`Error::Decompress`], and [`Error::TooLarge`] as soon as the limit is passed.
    pub fn open(&self, limit_bytes: usize) -> Result<Opened, Error> {
        let packed = self.bytes.slice(HEADER_BYTES.min(self.bytes.len())..);
        Ok(Opened::new(self.header, compression::decompress(self.codec(), packed, limit_bytes)?))
    }

    /// Walks the records and says whether they are what the header says: their count, every length,
    /// and offset deltas that rise and stay within the last one. An uncompressed batch is walked
    /// without an allocation.
    ///
    /// # Errors
    /// Those of [`Batch::open`] and [`Opened::records`].
    pub fn check_structure(&self, limit_bytes: usize) -> Result<(), Error> {
        self.open(limit_bytes)?.check()
    }

    /// A batch without records over a range of offsets, both ends in it: what compaction leaves where nothing stayed.
    ///
    /// # Errors
    /// [`Error::Malformed`] for a range that no batch can have.
    pub fn hollow(first_offset: i64, last_offset: i64, partition_leader_epoch: i32) -> Result<Batch, Error> {
        let last_offset_delta = last_offset.checked_sub(first_offset).and_then(|delta| i32::try_from(delta).ok());
        let last_offset_delta = last_offset_delta.filter(|delta| *delta >= 0 && first_offset >= 0);
        let last_offset_delta =
            last_offset_delta.ok_or(Error::Malformed { what: "no batch has such a range of offsets", at: 0 })?;
        let header = Header { last_offset_delta, partition_leader_epoch, ..Header::new(first_offset, Codec::None) };
        encode::batch(header, encode::buffer(0))
    }

    /// A batch without records in the same place: it keeps the offsets, and the producer's sequence
    /// numbers, that this one took, as compaction does.
    ///
    /// # Errors
    /// [`Error::TooLarge`]; never in practice, since it is as long as its header.
    pub fn emptied(&self) -> Result<Batch, Error> {
        let attributes = self.header.attributes.with_codec(Codec::None);
        encode::batch(Header { attributes, record_count: 0, ..self.header }, encode::buffer(0))
    }
}
