//! Tests across the files of this crate, and what they share: records that own their bytes, to
//! compare with.
//!
//! - `golden`: raw bytes, ours and those of another implementation
//! - `properties`: whatever is encoded comes back; whatever is damaged is an error, never a panic
//! - `edits`: what a draft keeps and what it changes
//! - `hostile`: batches that lie, and bombs

mod edits;
mod golden;
mod hostile;
mod properties;

use bytes::Bytes;

use crate::{Batch, Builder, Codec, Error, Opened};

const LIMIT_BYTES: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Owned {
    timestamp_ms: i64,
    key: Option<Vec<u8>>,
    value: Option<Vec<u8>>,
    headers: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Owned {
    fn of(value: &str) -> Owned {
        Owned {
            timestamp_ms: 1_700_000_000_000,
            key: None,
            value: Some(value.into()),
            headers: Vec::new(),
        }
    }

    fn push_to(&self, builder: &mut Builder) {
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (&name[..], value.as_deref()))
            .collect();
        builder.push(
            self.timestamp_ms,
            self.key.as_deref(),
            self.value.as_deref(),
            &headers,
        );
    }
}

fn batch_of(codec: Codec, records: &[Owned]) -> Batch {
    let mut builder = Builder::new(codec).producer(4711, 3, 17);
    records
        .iter()
        .for_each(|record| record.push_to(&mut builder));
    builder.build().unwrap()
}

fn owned_of(opened: &Opened) -> Result<Vec<Owned>, Error> {
    let owned = |record: crate::Record<'_>| Owned {
        timestamp_ms: record.timestamp_ms,
        key: record.key.map(<[u8]>::to_vec),
        value: record.value.map(<[u8]>::to_vec),
        headers: record
            .headers()
            .map(|(name, value)| (name.to_vec(), value.map(<[u8]>::to_vec)))
            .collect(),
    };
    opened.records().map(|record| record.map(owned)).collect()
}

fn values_of(batch: &Batch) -> Vec<String> {
    let records = owned_of(&batch.open(LIMIT_BYTES).unwrap()).unwrap();
    records
        .into_iter()
        .map(|record| String::from_utf8(record.value.unwrap_or_default()).unwrap())
        .collect()
}

/// The same bytes with a checksum that fits, as somebody who lies on purpose would send them.
fn with_right_crc(mut bytes: Vec<u8>) -> Bytes {
    let crc = crc32c::crc32c(&bytes[21..]);
    bytes[17..21].copy_from_slice(&crc.to_be_bytes());
    bytes.into()
}
