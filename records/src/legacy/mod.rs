//! Message sets of magic 0 and 1, as Kafka before 0.11 wrote them: read, and turned into batches.
//! Never written: every client that asks for messages today understands batches.

mod message;
#[cfg(test)]
mod tests;

use bytes::Bytes;

use crate::batch::Batch;
use crate::builder::Builder;
use crate::compression::{self, Codec};
use crate::cursor::Cursor;
use crate::error::Error;
use crate::header::TimestampType;
use message::Message;

/// Turns a whole message set into batches. A compressed message becomes one batch of the same
/// codec, a run of uncompressed ones becomes another. Keys, values, timestamps and (from magic 1
/// on) their meaning stay; magic 0 has no timestamps, which then are -1. Offsets stay where they
/// rise, as in a log; a producer's, which need not, are counted from the run's first.
///
/// All compressed messages together may open to `limit_bytes`.
///
/// # Errors
/// [`Error::Truncated`] also for a last message cut short, [`Error::BadCrc`], [`Error::BadMagic`]
/// for batches in between, [`Error::UnknownCodec`], [`Error::Decompress`], [`Error::TooLarge`],
/// [`Error::Malformed`].
pub fn up_convert(bytes: Bytes, limit_bytes: usize) -> Result<Vec<Batch>, Error> {
    let mut batches = Vec::new();
    let mut run: Vec<Message<'_>> = Vec::new();
    let mut opened_bytes = 0;
    let mut cursor = Cursor::new(&bytes);
    while !cursor.left().is_empty() {
        let message = Message::read(&mut cursor)?;
        let codec = message.codec()?;
        let run_ends = codec != Codec::None
            || run
                .first()
                .is_some_and(|first| !first.may_share_batch_with(&message));
        if run_ends && !run.is_empty() {
            batches.push(batch(Codec::None, &std::mem::take(&mut run))?);
        }
        if codec == Codec::None {
            run.push(message);
            continue;
        }
        let data =
            open(&message, &bytes, codec, limit_bytes - opened_bytes).map_err(
                |error| match error {
                    Error::TooLarge { .. } => Error::TooLarge { limit_bytes },
                    error => error,
                },
            )?;
        opened_bytes += data.len();
        batches.push(batch(codec, &inner_messages(&message, &data)?)?);
    }
    if !run.is_empty() {
        batches.push(batch(Codec::None, &run)?);
    }
    Ok(batches)
}

fn open(
    wrapper: &Message<'_>,
    set: &Bytes,
    codec: Codec,
    limit_bytes: usize,
) -> Result<Bytes, Error> {
    let packed = wrapper.value.ok_or(Error::Malformed {
        what: "a compressed message has no value",
        at: wrapper.at,
    })?;
    let packed = set.slice_ref(packed);
    let packed = if codec == Codec::Lz4 && wrapper.magic == 0 {
        compression::lz4::with_right_header_checksum(&packed)
    } else {
        packed
    };
    compression::decompress(codec, packed, limit_bytes)
}

/// The messages inside a compressed one, with the offsets and timestamps that the outer one gives
/// them (KIP-31, KIP-32).
fn inner_messages<'a>(wrapper: &Message<'_>, data: &'a [u8]) -> Result<Vec<Message<'a>>, Error> {
    let malformed = |what| Error::Malformed {
        what,
        at: wrapper.at,
    };
    let mut messages = Vec::new();
    let mut cursor = Cursor::new(data);
    while !cursor.left().is_empty() {
        let mut message = Message::read(&mut cursor)?;
        if message.magic != wrapper.magic {
            return Err(malformed(
                "a compressed message holds messages of another format version",
            ));
        }
        if message.codec()? != Codec::None {
            return Err(malformed(
                "a compressed message holds another compressed message",
            ));
        }
        message.timestamp_type = wrapper.timestamp_type;
        if wrapper.timestamp_type == TimestampType::LogAppendTime {
            message.timestamp_ms = wrapper.timestamp_ms;
        }
        messages.push(message);
    }
    let Some(last_offset) = messages.last().map(|message| message.offset) else {
        return Err(malformed("a compressed message holds no messages"));
    };
    // Since magic 1 the outer offset is that of the last message inside, and the inner ones are
    // relative.
    if wrapper.magic == 1 {
        let base_offset = wrapper.offset.saturating_sub(last_offset);
        for message in &mut messages {
            message.offset = message.offset.saturating_add(base_offset);
        }
    }
    Ok(messages)
}

fn batch(codec: Codec, messages: &[Message<'_>]) -> Result<Batch, Error> {
    let first = messages.first();
    let base_offset = first.map_or(0, |first| first.offset.max(0));
    let timestamp_type = first.map_or(TimestampType::CreateTime, |first| first.timestamp_type);
    let delta =
        |message: &Message<'_>| i32::try_from(message.offset.saturating_sub(base_offset)).ok();
    let keep_offsets = messages.is_sorted_by(|one, next| one.offset < next.offset)
        && messages
            .iter()
            .all(|message| delta(message).is_some_and(|delta| delta >= 0));

    let mut builder = Builder::new(codec)
        .base_offset(base_offset)
        .timestamp_type(timestamp_type);
    for (message, counted) in messages.iter().zip(0..) {
        let offset_delta = delta(message).filter(|_| keep_offsets).unwrap_or(counted);
        builder.push_fields(
            offset_delta,
            message.timestamp_ms,
            0,
            message.key,
            message.value,
            std::iter::empty(),
        );
    }
    builder.build()
}
