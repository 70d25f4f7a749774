//! Answers on their way out: chunks of several frames in one vectored write, record bytes uncopied.

use std::collections::VecDeque;
use std::io::{Error, ErrorKind, IoSlice};

use bytes::{Buf, Bytes};
use kafka::Frame;
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// How many chunks one write takes; systems allow at least so many.
const CHUNKS: usize = 64;

/// Chunks that wait to be written.
#[derive(Default)]
pub(super) struct Outgoing {
    chunks: VecDeque<Bytes>,
    size_bytes: usize,
}

impl Outgoing {
    /// Adds a frame behind the others.
    pub(super) fn push(&mut self, frame: Frame) {
        self.size_bytes += frame.size_bytes();
        self.chunks.extend(frame.into_chunks());
    }

    /// How much waits.
    pub(super) fn size_bytes(&self) -> usize {
        self.size_bytes
    }

    /// Writes everything.
    pub(super) async fn write_to(&mut self, io: &mut (impl AsyncWrite + Unpin + ?Sized)) -> Result<(), Error> {
        while !self.chunks.is_empty() {
            let mut slices = [IoSlice::new(&[]); CHUNKS];
            for (slice, chunk) in slices.iter_mut().zip(&self.chunks) {
                *slice = IoSlice::new(chunk);
            }
            let filled = slices.get(..self.chunks.len().min(CHUNKS)).unwrap_or_default();
            match io.write_vectored(filled).await? {
                0 => return Err(ErrorKind::WriteZero.into()),
                written => self.advance(written),
            }
        }
        io.flush().await
    }

    fn advance(&mut self, mut written: usize) {
        self.size_bytes = self.size_bytes.saturating_sub(written);
        while let Some(first) = self.chunks.front_mut() {
            if written < first.len() {
                first.advance(written);
                return;
            }
            written -= first.len();
            self.chunks.pop_front();
        }
    }
}
