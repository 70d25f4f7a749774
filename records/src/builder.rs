//! New batches out of records. It does not check what is in them; a pipeline does.

use crate::batch::Batch;
use crate::compression::Codec;
use crate::draft::RecordView;
use crate::encode::{self, Fields};
use crate::error::Error;
use crate::header::{HEADER_BYTES, Header, TimestampType};
use crate::record::Record;

/// Gathers records, encoding each as it comes.
#[derive(Debug)]
pub struct Builder {
    header: Header,
    /// A header's worth of room, then the records.
    out: Vec<u8>,
}

impl Builder {
    /// An empty builder of batches compressed with `codec`.
    pub fn new(codec: Codec) -> Builder {
        Builder { header: Header { last_offset_delta: -1, ..Header::new(0, codec) }, out: encode::buffer(0) }
    }

    /// A builder that takes its codec, flags, producer and sequence from the header of another
    /// batch, not its records.
    pub fn like(header: &Header) -> Builder {
        let mut builder = Builder::new(Codec::None);
        builder.header = Header {
            // Base timestamps are set by the records.
            attributes: header.attributes.without_delete_horizon(),
            producer_id: header.producer_id,
            producer_epoch: header.producer_epoch,
            base_sequence: header.base_sequence,
            ..builder.header
        };
        builder
    }

    /// Sets the idempotent producer, and the sequence number of the first record (KIP-98).
    #[must_use]
    pub fn producer(mut self, id: i64, epoch: i16, base_sequence: i32) -> Builder {
        self.header = Header { producer_id: id, producer_epoch: epoch, base_sequence, ..self.header };
        self
    }

    /// Says that the batch belongs to a transaction of its producer.
    #[must_use]
    pub fn transactional(mut self) -> Builder {
        self.header.attributes = self.header.attributes.with_transactional(true);
        self
    }

    /// Sets the offset of the first record, 0 unless told.
    #[must_use]
    pub fn base_offset(mut self, base_offset: i64) -> Builder {
        self.header.base_offset = base_offset;
        self
    }

    /// Sets what the timestamps mean: the producer's own unless told.
    #[must_use]
    pub fn timestamp_type(mut self, timestamp_type: TimestampType) -> Builder {
        self.header.attributes = self.header.attributes.with_timestamp_type(timestamp_type);
        self
    }

    /// Adds a record at the next offset.
    pub fn push(
        &mut self,
        timestamp_ms: i64,
        key: Option<&[u8]>,
        value: Option<&[u8]>,
        headers: &[(&[u8], Option<&[u8]>)],
    ) {
        let offset_delta = self.header.last_offset_delta.saturating_add(1);
        self.push_fields(offset_delta, timestamp_ms, 0, key, value, headers.iter().copied());
    }

    /// Adds a record of another batch at the next offset: its key, value, headers and timestamp as
    /// they are.
    pub fn push_record(&mut self, record: &Record<'_>) {
        let offset_delta = self.header.last_offset_delta.saturating_add(1);
        let Record { timestamp_ms, key, value, attributes, .. } = *record;
        self.push_fields(offset_delta, timestamp_ms, attributes, key, value, record.headers());
    }

    /// Adds a record as the visitors of a [`crate::Draft`] left it, at the next offset.
    pub fn push_view(&mut self, view: &RecordView<'_>) {
        let offset_delta = self.header.last_offset_delta.saturating_add(1);
        let RecordView { timestamp_ms, key, value, .. } = *view;
        self.push_fields(offset_delta, timestamp_ms, 0, key, value, view.headers());
    }

    pub(crate) fn push_fields<'a>(
        &mut self,
        offset_delta: i32,
        timestamp_ms: i64,
        attributes: u8,
        key: Option<&'a [u8]>,
        value: Option<&'a [u8]>,
        headers: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)> + Clone,
    ) {
        if self.header.record_count == 0 {
            self.header.base_timestamp_ms = timestamp_ms;
            self.header.max_timestamp_ms = timestamp_ms;
        }
        self.header.max_timestamp_ms = self.header.max_timestamp_ms.max(timestamp_ms);
        self.header.last_offset_delta = offset_delta;
        self.header.record_count = self.header.record_count.saturating_add(1);
        let timestamp_delta_ms = timestamp_ms.wrapping_sub(self.header.base_timestamp_ms);
        Fields { attributes, timestamp_delta_ms, offset_delta, key, value, headers }.write(&mut self.out);
    }

    /// How many records there are.
    pub fn record_count(&self) -> usize {
        usize::try_from(self.header.record_count).unwrap_or_default()
    }

    /// Whether no record was added yet.
    pub fn is_empty(&self) -> bool {
        self.header.record_count == 0
    }

    /// How long the batch would be without compression.
    pub fn len_bytes(&self) -> usize {
        self.out.len().max(HEADER_BYTES)
    }

    /// Compresses and closes the batch.
    ///
    /// # Errors
    /// [`Error::TooLarge`] above the two gigabytes that a batch can count, [`Error::Compress`].
    pub fn build(self) -> Result<Batch, Error> {
        encode::batch(self.header, self.out)
    }
}
