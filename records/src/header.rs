//! The 61 bytes in front of every batch: read, checked for sanity, written. Not the checksum:
//! [`crate::Batch::verify`] does that.

use std::fmt;

use crate::compression::Codec;
use crate::cursor::Cursor;
use crate::error::Error;

/// How long a batch's header is.
pub const HEADER_BYTES: usize = 61;

/// The only format version a [`Header`] describes.
const MAGIC: i8 = 2;

/// A batch's header, field by field (Kafka documentation, "Record Batch").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The offset of the first record; a broker sets it. Not covered by the checksum.
    pub base_offset: i64,
    /// How many bytes follow this field; at least 49.
    pub batch_length_bytes: i32,
    /// The epoch of the leader that appended the batch; a broker sets it. Not covered by the
    /// checksum.
    pub partition_leader_epoch: i32,
    /// CRC-32C of everything after this field.
    pub crc: u32,
    /// Codec and flags.
    pub attributes: Attributes,
    /// What to add to `base_offset` for the last offset of the batch, whether or not that record is
    /// still there.
    pub last_offset_delta: i32,
    /// What every record's timestamp counts from, in milliseconds since 1970; -1 where there is
    /// none.
    pub base_timestamp_ms: i64,
    /// The largest timestamp of the batch, or its time of appending.
    pub max_timestamp_ms: i64,
    /// The idempotent or transactional producer; -1 for others.
    pub producer_id: i64,
    /// That producer's epoch; -1 for others.
    pub producer_epoch: i16,
    /// The sequence number of the first record; -1 where there is no producer id.
    pub base_sequence: i32,
    /// How many records there are; 0 once compaction or a middleware removed them all.
    pub record_count: i32,
}

impl Header {
    /// The base offset and the length itself: the length counts what comes after them.
    pub(crate) const BYTES_BEFORE_LENGTH_COUNTS: usize = 12;
    /// Where the magic byte is; the same place in every format version.
    pub(crate) const MAGIC_AT: usize = 16;
    /// Where the bytes begin that the checksum covers; it is right before them.
    pub(crate) const CRC_FROM: usize = 21;
    const LAST_OFFSET_DELTA_AT: usize = 23;
    const RECORD_COUNT_AT: usize = 57;

    /// Of a batch without records at an offset, by nobody in particular. Length and checksum are set when it is encoded.
    pub(crate) fn new(base_offset: i64, codec: Codec) -> Header {
        Header {
            base_offset,
            batch_length_bytes: 0,
            partition_leader_epoch: -1,
            crc: 0,
            attributes: Attributes(0).with_codec(codec),
            last_offset_delta: 0,
            base_timestamp_ms: -1,
            max_timestamp_ms: -1,
            producer_id: -1,
            producer_epoch: -1,
            base_sequence: -1,
            record_count: 0,
        }
    }

    /// Reads the header at the front of `bytes`, which may hold less than the batch, or more.
    ///
    /// # Errors
    /// [`Error::Truncated`] below 61 bytes, [`Error::BadMagic`] for message sets of magic 0 and 1,
    /// [`Error::UnknownCodec`], and [`Error::Malformed`] for a length, count or offset delta that
    /// no batch can have.
    pub fn parse(bytes: &[u8]) -> Result<Header, Error> {
        // Before the length, since message sets can be shorter than this header.
        if let Some(magic) = crate::magic(bytes).filter(|&magic| magic != MAGIC) {
            return Err(Error::BadMagic { magic });
        }
        let mut cursor = Cursor::new(bytes.get(..HEADER_BYTES).unwrap_or(bytes));
        let header = Self::read(&mut cursor).map_err(|_| Error::Truncated {
            what: "a batch header",
            needed_bytes: HEADER_BYTES,
            left_bytes: bytes.len(),
        })?;
        header.check()?;
        Ok(header)
    }

    fn read(cursor: &mut Cursor<'_>) -> Result<Header, Error> {
        let what = "a batch header";
        let base_offset = i64::from_be_bytes(cursor.array(what)?);
        let batch_length_bytes = i32::from_be_bytes(cursor.array(what)?);
        let partition_leader_epoch = i32::from_be_bytes(cursor.array(what)?);
        let [_magic] = cursor.array(what)?;
        Ok(Header {
            base_offset,
            batch_length_bytes,
            partition_leader_epoch,
            crc: u32::from_be_bytes(cursor.array(what)?),
            attributes: Attributes(i16::from_be_bytes(cursor.array(what)?)),
            last_offset_delta: i32::from_be_bytes(cursor.array(what)?),
            base_timestamp_ms: i64::from_be_bytes(cursor.array(what)?),
            max_timestamp_ms: i64::from_be_bytes(cursor.array(what)?),
            producer_id: i64::from_be_bytes(cursor.array(what)?),
            producer_epoch: i16::from_be_bytes(cursor.array(what)?),
            base_sequence: i32::from_be_bytes(cursor.array(what)?),
            record_count: i32::from_be_bytes(cursor.array(what)?),
        })
    }

    fn check(&self) -> Result<(), Error> {
        let malformed = |what, at| Err(Error::Malformed { what, at });
        if self.total_bytes() < HEADER_BYTES {
            return malformed("a batch's length does not even cover its header", 8);
        }
        self.attributes.codec()?;
        if self.record_count < 0 {
            return malformed("a batch's record count is negative", Self::RECORD_COUNT_AT);
        }
        // -1 leaves a batch without an offset at all, which only one without records can be.
        if self.last_offset_delta < -1 || (self.last_offset_delta == -1 && self.record_count > 0) {
            return malformed("a batch's last offset is before its first", Self::LAST_OFFSET_DELTA_AT);
        }
        if i64::from(self.record_count) > i64::from(self.last_offset_delta) + 1 {
            return malformed("a batch counts more records than offsets", Self::RECORD_COUNT_AT);
        }
        Ok(())
    }

    /// The header's 61 bytes.
    pub fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut out = [0; HEADER_BYTES];
        self.write(&mut out);
        out
    }

    /// Writes the header over the front of `out`.
    pub(crate) fn write(&self, out: &mut [u8]) {
        let fields: [&[u8]; 13] = [
            &self.base_offset.to_be_bytes(),
            &self.batch_length_bytes.to_be_bytes(),
            &self.partition_leader_epoch.to_be_bytes(),
            &MAGIC.to_be_bytes(),
            &self.crc.to_be_bytes(),
            &self.attributes.0.to_be_bytes(),
            &self.last_offset_delta.to_be_bytes(),
            &self.base_timestamp_ms.to_be_bytes(),
            &self.max_timestamp_ms.to_be_bytes(),
            &self.producer_id.to_be_bytes(),
            &self.producer_epoch.to_be_bytes(),
            &self.base_sequence.to_be_bytes(),
            &self.record_count.to_be_bytes(),
        ];
        for (slot, &byte) in out.iter_mut().zip(fields.into_iter().flatten()) {
            *slot = byte;
        }
    }

    /// How long the whole batch is, this header included.
    pub fn total_bytes(&self) -> usize {
        Self::BYTES_BEFORE_LENGTH_COUNTS + usize::try_from(self.batch_length_bytes).unwrap_or_default()
    }

    /// The offset of the last record the batch was made with; one before `base_offset` where it
    /// never had any.
    pub fn last_offset(&self) -> i64 {
        self.base_offset.saturating_add(i64::from(self.last_offset_delta))
    }

    /// The offset that follows the batch.
    pub fn next_offset(&self) -> i64 {
        self.last_offset().saturating_add(1)
    }

    /// Whether every offset has its record, as in all batches fresh from a producer.
    pub fn is_contiguous(&self) -> bool {
        i64::from(self.record_count) == i64::from(self.last_offset_delta) + 1
    }
}

/// A batch's attributes: three bits of codec, then flags. Bits without a meaning are kept as found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Attributes(pub i16);

impl Attributes {
    const CODEC: i16 = 0b111;
    const LOG_APPEND_TIME: i16 = 1 << 3;
    const TRANSACTIONAL: i16 = 1 << 4;
    const CONTROL: i16 = 1 << 5;
    const DELETE_HORIZON: i16 = 1 << 6;

    /// How the records are compressed.
    ///
    /// # Errors
    /// [`Error::UnknownCodec`] for 5 to 7; never on the attributes of a parsed header.
    pub fn codec(self) -> Result<Codec, Error> {
        Codec::from_id((self.0 & Self::CODEC) as u8)
    }

    /// What the timestamps mean.
    pub fn timestamp_type(self) -> TimestampType {
        if self.has(Self::LOG_APPEND_TIME) { TimestampType::LogAppendTime } else { TimestampType::CreateTime }
    }

    /// Whether the batch belongs to a transaction (KIP-98).
    pub fn is_transactional(self) -> bool {
        self.has(Self::TRANSACTIONAL)
    }

    /// Whether the records are for brokers and clients themselves, such as a transaction's commit
    /// or abort marker.
    pub fn is_control(self) -> bool {
        self.has(Self::CONTROL)
    }

    /// Whether the base timestamp is the time from which compaction may drop tombstones (KIP-534).
    pub fn has_delete_horizon(self) -> bool {
        self.has(Self::DELETE_HORIZON)
    }

    /// The same flags with another codec.
    pub fn with_codec(self, codec: Codec) -> Self {
        Attributes((self.0 & !Self::CODEC) | i16::from(codec.id()))
    }

    /// The same codec and flags, with another meaning of timestamps.
    pub fn with_timestamp_type(self, timestamp_type: TimestampType) -> Self {
        self.with(Self::LOG_APPEND_TIME, timestamp_type == TimestampType::LogAppendTime)
    }

    /// The same codec and flags, for a batch whose base timestamp is nothing but that.
    pub fn without_delete_horizon(self) -> Self {
        self.with(Self::DELETE_HORIZON, false)
    }

    /// The same codec and flags, in a transaction or not.
    pub fn with_transactional(self, transactional: bool) -> Self {
        self.with(Self::TRANSACTIONAL, transactional)
    }

    fn has(self, flag: i16) -> bool {
        self.0 & flag != 0
    }

    fn with(self, flag: i16, on: bool) -> Self {
        Attributes(if on { self.0 | flag } else { self.0 & !flag })
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attributes({:#09b})", self.0)
    }
}

/// Who set the timestamps of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampType {
    /// The producer, a record at a time.
    CreateTime,
    /// The broker, on appending: every record has the batch's `max_timestamp_ms`.
    LogAppendTime,
}
