//! One message of magic 0 or 1, borrowed from its set. What a compressed one holds is its caller's
//! business.

use crate::compression::Codec;
use crate::cursor::Cursor;
use crate::error::Error;
use crate::header::TimestampType;

/// A message: `offset length crc magic attributes [timestamp] key value`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    /// Where it begins in its set.
    pub(super) at: usize,
    pub(super) offset: i64,
    pub(super) magic: i8,
    attributes: u8,
    pub(super) timestamp_type: TimestampType,
    /// -1 for magic 0.
    pub(super) timestamp_ms: i64,
    pub(super) key: Option<&'a [u8]>,
    pub(super) value: Option<&'a [u8]>,
}

impl<'a> Message<'a> {
    const CODEC: u8 = 0b111;
    const LOG_APPEND_TIME: u8 = 1 << 3;

    /// Reads the next message, and checks its CRC-32.
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Result<Message<'a>, Error> {
        let at = cursor.at();
        let offset = i64::from_be_bytes(cursor.array("a message's offset")?);
        let length = i32::from_be_bytes(cursor.array("a message's length")?);
        let length_bytes = usize::try_from(length)
            .map_err(|_| cursor.malformed("a message's length is negative"))?;
        let mut body = Cursor::new(cursor.take("a message", length_bytes)?);
        let stored = u32::from_be_bytes(body.array("a message's checksum")?);
        let covered = body.left();

        let magic = i8::from_be_bytes(body.array("a message's magic")?);
        if magic != 0 && magic != 1 {
            return Err(Error::BadMagic { magic });
        }
        let mut crc = flate2::Crc::new();
        crc.update(covered);
        let computed = crc.sum();
        if stored != computed {
            return Err(Error::BadCrc { stored, computed });
        }

        let [attributes] = body.array("a message's attributes")?;
        let timestamp_ms = if magic == 1 {
            i64::from_be_bytes(body.array("a message's timestamp")?)
        } else {
            -1
        };
        let timestamp_type = if magic == 1 && attributes & Self::LOG_APPEND_TIME != 0 {
            TimestampType::LogAppendTime
        } else {
            TimestampType::CreateTime
        };
        let key = nullable_bytes(&mut body, "a message's key")?;
        let value = nullable_bytes(&mut body, "a message's value")?;
        if !body.left().is_empty() {
            return Err(Error::Malformed {
                what: "bytes follow a message's value",
                at,
            });
        }
        Ok(Message {
            at,
            offset,
            magic,
            attributes,
            timestamp_type,
            timestamp_ms,
            key,
            value,
        })
    }

    /// How its value is compressed. Zstandard came only with batches (KIP-110).
    pub(super) fn codec(&self) -> Result<Codec, Error> {
        let id = self.attributes & Self::CODEC;
        match Codec::from_id(id)? {
            Codec::Zstd => Err(Error::UnknownCodec { id }),
            codec => Ok(codec),
        }
    }

    /// Whether one batch header can speak for this message, its first, and for `later`.
    pub(super) fn may_share_batch_with(&self, later: &Message<'_>) -> bool {
        self.magic == later.magic
            && self.timestamp_type == later.timestamp_type
            // A batch has only one time of appending.
            && (self.timestamp_type == TimestampType::CreateTime || self.timestamp_ms == later.timestamp_ms)
            && i32::try_from(later.offset.saturating_sub(self.offset)).is_ok()
    }
}

fn nullable_bytes<'a>(
    cursor: &mut Cursor<'a>,
    what: &'static str,
) -> Result<Option<&'a [u8]>, Error> {
    match i32::from_be_bytes(cursor.array(what)?) {
        -1 => Ok(None),
        length => match usize::try_from(length) {
            Ok(length_bytes) => cursor.take(what, length_bytes).map(Some),
            Err(_) => Err(cursor.malformed("a length is below -1")),
        },
    }
}
