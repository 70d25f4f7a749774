//! Closing a connection so that its client gets the last answer: our side first, then what the client still sends is
//! read and thrown away, for a moment. Closed at once, with unread bytes, TCP would reset the connection and take the
//! answer (431, 413) with it (RFC 9112 section 9.6).

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::protocols::Io;

/// How long a client gets to read the answer and close its side.
const LONGEST: Duration = Duration::from_secs(1);
/// How much of what it still sends is thrown away in one go, before others get their turn.
const READS_IN_A_ROW: usize = 16;

/// A stream that is closed like that.
pub(super) struct Linger {
    io: Box<dyn Io>,
    closing: Closing,
}

enum Closing {
    /// In use.
    No,
    /// Our side is closed; the client's is waited for.
    Waiting(Pin<Box<Sleep>>),
    Done,
}

impl Linger {
    pub(super) fn new(io: Box<dyn Io>) -> Self {
        Self { io, closing: Closing::No }
    }

    /// Reads what still comes; ready at the client's end, or when it took too long.
    fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut trash = [0; 4096];
        for _ in 0..READS_IN_A_ROW {
            let mut buf = ReadBuf::new(&mut trash);
            match ready!(Pin::new(&mut self.io).poll_read(cx, &mut buf)) {
                Ok(()) if !buf.filled().is_empty() => {}
                Ok(()) | Err(_) => return Poll::Ready(()),
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl AsyncRead for Linger {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buf)
    }
}

impl AsyncWrite for Linger {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
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
        loop {
            match &mut self.closing {
                Closing::No => {
                    ready!(Pin::new(&mut self.io).poll_shutdown(cx))?;
                    self.closing = Closing::Waiting(Box::pin(sleep(LONGEST)));
                }
                Closing::Waiting(deadline) => {
                    if deadline.as_mut().poll(cx).is_pending() {
                        ready!(self.poll_discard(cx));
                    }
                    self.closing = Closing::Done;
                }
                Closing::Done => return Poll::Ready(Ok(())),
            }
        }
    }
}
