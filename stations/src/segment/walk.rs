//! A walk over the batches of a log file in order, each checked whole. For recovery, look-ups and verification; consumers
//! are served by `Segment::read`, without a walk of all.

use std::io;

use bytes::Bytes;
use records::Batch;

use super::frame::{self, Frame};
use crate::disk::File;

/// How much is read at a time.
const CHUNK_BYTES: u64 = 256 << 10;

/// Why a walk stopped before the end.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The batch that should begin at `position` is not there.
    Damaged { position: u64, expected: i64, reason: &'static str },
    /// The file cannot be read.
    Disk(io::Error),
}

/// Where a walk is.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    file: &'a dyn File,
    /// Of the next batch.
    position: u64,
    end: u64,
    /// The next batch's offset.
    expected: i64,
    /// What has been read ahead, from `position` on.
    chunk: Bytes,
}

impl<'a> Walk<'a> {
    /// A walk from a batch that begins at `position` with the offset `expected`, up to the position `end`.
    pub(crate) fn new(file: &'a dyn File, position: u64, end: u64, expected: i64) -> Self {
        Walk { file, position, end, expected, chunk: Bytes::new() }
    }

    /// The position of the next batch.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// The next batch, `None` at the end. After an error the walk stays where it is.
    pub(crate) fn next(&mut self) -> Result<Option<Batch>, Broken> {
        if self.position >= self.end {
            return Ok(None);
        }
        loop {
            match frame::look(&self.chunk, self.expected).verified(&self.chunk) {
                Frame::Whole(header) => {
                    let bytes = self.chunk.split_to(header.total_bytes());
                    let batch = Batch::parse(bytes).map_err(|_| self.damaged("it cannot be parsed"))?;
                    self.position += header.total_bytes() as u64;
                    self.expected = header.next_offset();
                    return Ok(Some(batch));
                }
                Frame::Short { needed_bytes } => self.refill(needed_bytes as u64)?,
                Frame::Broken(reason) => return Err(self.damaged(reason)),
            }
        }
    }

    fn refill(&mut self, needed_bytes: u64) -> Result<(), Broken> {
        let left_bytes = self.end - self.position;
        if needed_bytes > left_bytes {
            return Err(self.damaged("the file ends in the middle of it"));
        }
        let wanted_bytes = needed_bytes.max(CHUNK_BYTES).min(left_bytes);
        let mut buffer = vec![0; usize::try_from(wanted_bytes).unwrap_or(usize::MAX)];
        let filled = self.file.read_at(self.position, &mut buffer).map_err(Broken::Disk)?;
        if (filled as u64) < wanted_bytes {
            return Err(self.damaged("the file is shorter than what was written to it"));
        }
        self.chunk = buffer.into();
        Ok(())
    }

    fn damaged(&self, reason: &'static str) -> Broken {
        Broken::Damaged { position: self.position, expected: self.expected, reason }
    }
}
