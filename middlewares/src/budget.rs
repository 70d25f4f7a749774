//! How much may be written into one batch. A small compressed batch may hold millions of tiny records; giving each
//! a header, or a mark, would turn it into gigabytes. So editing may take as many bytes as opening, and no more.

use records::{Error, RecordView};

/// About what the mark and the edit of one record take, besides what they carry.
const EDIT_BYTES: usize = 256;

/// What one middleware may still add to one batch.
#[derive(Debug)]
pub(crate) struct Budget {
    limit_bytes: usize,
    /// None once it was passed.
    left_bytes: Option<usize>,
}

impl Budget {
    pub(crate) fn new(limit_bytes: usize) -> Self {
        Self { limit_bytes, left_bytes: Some(limit_bytes) }
    }

    /// Takes what an edit with a load of `bytes` costs. False, now and from now on, when that is too much: the
    /// record is then to be left alone, since [`Budget::check`] will refuse the batch.
    pub(crate) fn allows(&mut self, bytes: usize) -> bool {
        let cost_bytes = bytes.saturating_add(EDIT_BYTES);
        self.left_bytes = self.left_bytes.and_then(|left_bytes| left_bytes.checked_sub(cost_bytes));
        self.left_bytes.is_some()
    }

    /// # Errors
    /// [`Error::TooLarge`] if anything was not allowed.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let Self { limit_bytes, left_bytes } = *self;
        left_bytes.map(drop).ok_or(Error::TooLarge { limit_bytes })
    }
}

/// How long a record is: its key, its value, and its headers with their names.
pub(crate) fn record_bytes(record: &RecordView<'_>) -> usize {
    let len = |bytes: Option<&[u8]>| bytes.map_or(0, <[u8]>::len);
    let headers = record.headers().map(|(name, value)| name.len() + len(value));
    len(record.key) + len(record.value) + headers.sum::<usize>()
}
