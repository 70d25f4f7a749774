//! A batch on its way through a pipeline: opened at most once, edited by any number of visitors,
//! encoded again at most once. It decides nothing: what to edit is the visitors' business.

use bytes::Bytes;

use crate::batch::Batch;
use crate::encode::{self, Fields};
use crate::error::Error;
use crate::header::{Header, TimestampType};
use crate::record::{Headers, Opened, Record};

/// A batch, and what is to be changed of it.
#[derive(Debug)]
pub struct Draft {
    batch: Batch,
    /// Kept for the next visitor.
    opened: Option<Opened>,
    /// By the record's index; empty until somebody edits.
    edits: Vec<Option<Box<RecordEdit>>>,
}

impl Draft {
    /// A draft that changes nothing yet.
    pub fn new(batch: Batch) -> Draft {
        Draft {
            batch,
            opened: None,
            edits: Vec::new(),
        }
    }

    /// The header of the batch as it came.
    pub fn header(&self) -> &Header {
        self.batch.header()
    }

    /// The batch as it came.
    pub fn original(&self) -> &Batch {
        &self.batch
    }

    /// Whether [`Draft::finish`] will have to encode anything again.
    pub fn is_edited(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Shows every record to `visitor`, as the visitors before left it; dropped ones are skipped,
    /// and so are control batches as a whole. `index` counts the records of the batch as it came.
    /// Opens at most `limit_bytes`, once for all visitors.
    ///
    /// # Errors
    /// Those of [`Batch::open`] and [`Opened::records`]. The visitor may have seen, and edited, the
    /// records before the broken one: such a draft is to be refused as a whole.
    pub fn visit<F>(&mut self, limit_bytes: usize, mut visitor: F) -> Result<(), Error>
    where
        F: FnMut(usize, &RecordView<'_>, &mut RecordEdit),
    {
        if self.header().attributes.is_control() {
            return Ok(());
        }
        let opened = match self.opened.take() {
            Some(opened) => opened,
            None => self.batch.open(limit_bytes)?,
        };
        let opened = self.opened.insert(opened);

        let mut edit = RecordEdit::default();
        for (index, record) in opened.records().enumerate() {
            let record = record?;
            let earlier = self.edits.get(index).and_then(Option::as_deref);
            if earlier.is_some_and(|edit| edit.dropped) {
                continue;
            }
            let view = RecordView::new(record, earlier);
            visitor(index, &view, &mut edit);
            edit.removed
                .retain(|name| view.headers().any(|(present, _)| present == name));
            if !edit.is_empty() {
                if self.edits.len() <= index {
                    self.edits.resize_with(index + 1, || None);
                }
                if let Some(slot) = self.edits.get_mut(index) {
                    slot.get_or_insert_default()
                        .absorb(std::mem::take(&mut edit));
                }
            }
        }
        Ok(())
    }

    /// The batch with its edits. Untouched, it is the very same bytes. Edited, it is encoded once,
    /// with the codec, producer, sequence, offsets and timestamps it had; dropped records leave
    /// holes, as compaction does, and where none is left an empty batch keeps the range.
    ///
    /// # Errors
    /// [`Error::TooLarge`] above the two gigabytes that a batch can count, [`Error::Compress`].
    pub fn finish(self) -> Result<Batch, Error> {
        let Some(opened) = self.opened.as_ref().filter(|_| self.is_edited()) else {
            return Ok(self.batch);
        };
        let mut out = encode::buffer(opened.data().len());
        let mut record_count = 0;
        let mut max_timestamp_ms = None;
        for (index, record) in opened.records().enumerate() {
            let record = record?;
            match self.edits.get(index).and_then(Option::as_deref) {
                Some(edit) if edit.dropped => continue,
                Some(edit) => RecordView::new(record, Some(edit)).write(&mut out),
                // Nothing in front of a record's own bytes has changed that they depend on.
                None => out.extend_from_slice(record.encoded),
            }
            record_count += 1;
            max_timestamp_ms = max_timestamp_ms.max(Some(record.timestamp_ms));
        }

        let Some(newest_ms) = max_timestamp_ms else {
            return self.batch.emptied();
        };
        let header = *self.batch.header();
        let max_timestamp_ms = match header.attributes.timestamp_type() {
            TimestampType::CreateTime => newest_ms,
            TimestampType::LogAppendTime => header.max_timestamp_ms,
        };
        encode::batch(
            Header {
                record_count,
                max_timestamp_ms,
                ..header
            },
            out,
        )
    }
}

/// What a visitor wants changed of one record. Later edits of a value or of a drop win; headers add
/// up.
#[derive(Debug, Default)]
pub struct RecordEdit {
    dropped: bool,
    value: Option<Option<Bytes>>,
    /// Names whose headers go, of those that were there before this edit.
    removed: Vec<Bytes>,
    added: Vec<(Bytes, Option<Bytes>)>,
}

impl RecordEdit {
    /// Adds a header behind all others, even where the name is there already.
    pub fn add_header(&mut self, name: impl Into<Bytes>, value: Option<Bytes>) {
        self.added.push((name.into(), value));
    }

    /// Removes every header of that name.
    pub fn remove_header(&mut self, name: impl Into<Bytes>) {
        let name = name.into();
        self.added.retain(|(added, _)| *added != name);
        if !self.removed.contains(&name) {
            self.removed.push(name);
        }
    }

    /// Replaces the value; None makes the record a tombstone.
    pub fn replace_value(&mut self, value: Option<Bytes>) {
        self.value = Some(value);
    }

    /// Takes the record out of the batch. Later visitors do not see it.
    pub fn drop_record(&mut self) {
        self.dropped = true;
    }

    fn is_empty(&self) -> bool {
        !self.dropped && self.value.is_none() && self.removed.is_empty() && self.added.is_empty()
    }

    /// Adds what a later visitor wants.
    fn absorb(&mut self, later: RecordEdit) {
        let RecordEdit {
            dropped,
            value,
            removed,
            added,
        } = later;
        self.dropped |= dropped;
        if value.is_some() {
            self.value = value;
        }
        removed
            .into_iter()
            .for_each(|name| self.remove_header(name));
        self.added.extend(added);
    }
}

/// One record as the visitors before left it. It has the shape of a [`Record`].
#[derive(Debug, Clone, Copy)]
pub struct RecordView<'a> {
    /// Its place in the batch, counted from the base offset.
    pub offset_delta: i32,
    /// Its absolute offset, as far as the batch's base offset is known.
    pub offset: i64,
    /// Milliseconds since 1970.
    pub timestamp_ms: i64,
    /// The key; null and empty are different.
    pub key: Option<&'a [u8]>,
    /// The value; null is a tombstone.
    pub value: Option<&'a [u8]>,
    record: Record<'a>,
    edit: Option<&'a RecordEdit>,
}

impl<'a> RecordView<'a> {
    fn new(record: Record<'a>, edit: Option<&'a RecordEdit>) -> RecordView<'a> {
        let replaced = edit.and_then(|edit| edit.value.as_ref());
        let value = match replaced {
            Some(value) => value.as_deref(),
            None => record.value,
        };
        let Record {
            offset_delta,
            offset,
            timestamp_ms,
            key,
            ..
        } = record;
        RecordView {
            offset_delta,
            offset,
            timestamp_ms,
            key,
            value,
            record,
            edit,
        }
    }

    /// The headers in their order, duplicates and all; names need not be UTF-8.
    pub fn headers(&self) -> impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)> + Clone + use<'a> {
        let (removed, added) = match self.edit {
            Some(edit) => (edit.removed.as_slice(), edit.added.as_slice()),
            None => (&[][..], &[][..]),
        };
        let original: Headers<'a> = self.record.headers();
        original
            .filter(move |(name, _)| !removed.iter().any(|gone| gone == name))
            .chain(
                added
                    .iter()
                    .map(|(name, value)| (name.as_ref(), value.as_deref())),
            )
    }

    fn write(&self, out: &mut Vec<u8>) {
        Fields {
            attributes: self.record.attributes,
            timestamp_delta_ms: self.record.timestamp_delta_ms,
            offset_delta: self.offset_delta,
            key: self.key,
            value: self.value,
            headers: self.headers(),
        }
        .write(out);
    }
}
