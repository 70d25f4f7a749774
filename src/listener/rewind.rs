//! A stream that can be looked into before it is read: what was looked at comes again. What the bytes mean is not
//! known here.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, BufMut, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

use crate::protocols::Io;

/// A stream, and what came from it that its reader has not had yet.
pub(super) struct Rewind<I> {
    /// Empty, and without memory, once it was read again.
    seen: BytesMut,
    io: I,
}

impl<I: Io> Rewind<I> {
    pub(super) fn new(io: I) -> Self {
        Self { seen: BytesMut::new(), io }
    }

    /// What has come so far.
    pub(super) fn seen(&self) -> &[u8] {
        &self.seen
    }

    /// Waits for more to come, holding `limit_bytes` at most, and says how much came: nothing at the stream's end, or
    /// at the limit.
    pub(super) async fn look(&mut self, limit_bytes: usize) -> io::Result<usize> {
        let room_bytes = limit_bytes.saturating_sub(self.seen.len());
        self.io.read_buf(&mut (&mut self.seen).limit(room_bytes)).await
    }

    /// Takes the first of the bytes that have come away from the reader.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.seen.advance(bytes.min(self.seen.len()));
    }
}

impl<I: Io> AsyncRead for Rewind<I> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.seen.is_empty() {
            return Pin::new(&mut self.io).poll_read(cx, buf);
        }
        let again = self.seen.len().min(buf.remaining());
        buf.put_slice(&self.seen.split_to(again));
        if self.seen.is_empty() {
            self.seen = BytesMut::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<I: Io> AsyncWrite for Rewind<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;

    use super::*;

    #[tokio::test]
    async fn what_was_looked_at_comes_again_and_then_the_rest() {
        let (mut client, server) = tokio::io::duplex(64);
        client.write_all(b"first bytes").await.unwrap();
        let mut rewind = Rewind::new(server);
        assert_eq!(rewind.look(5).await.unwrap(), 5);
        assert_eq!(rewind.seen(), b"first");
        assert_eq!(rewind.look(5).await.unwrap(), 0, "the limit is reached");
        client.shutdown().await.unwrap();
        let mut all = String::new();
        rewind.read_to_string(&mut all).await.unwrap();
        assert_eq!(all, "first bytes");
        assert_eq!(rewind.seen.capacity(), 0, "the memory is given back");
    }

    #[tokio::test]
    async fn a_small_buffer_gets_it_piecemeal_and_what_was_skipped_not_at_all() {
        let (mut client, server) = tokio::io::duplex(64);
        client.write_all(b"PROXY abc").await.unwrap();
        let mut rewind = Rewind::new(server);
        assert_eq!(rewind.look(8).await.unwrap(), 8);
        rewind.skip(6);
        let mut two = [0; 2];
        assert_eq!(rewind.read(&mut two[..1]).await.unwrap(), 1);
        assert_eq!(rewind.read(&mut two[1..]).await.unwrap(), 1);
        assert_eq!(&two, b"ab");
        assert_eq!(rewind.read_u8().await.unwrap(), b'c');
    }

    #[tokio::test]
    async fn vectored_writes_stay_vectored() {
        let (mut client, server) = tokio::io::duplex(64);
        let mut rewind: Box<dyn Io> = Box::new(Rewind::new(server));
        assert!(rewind.is_write_vectored());
        assert_eq!(rewind.write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"cd")]).await.unwrap(), 4);
        let mut four = [0; 4];
        client.read_exact(&mut four).await.unwrap();
        assert_eq!(&four, b"abcd");
    }
}
