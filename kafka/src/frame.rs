//! Frames: cutting what a socket brings, and what is to be sent. Whoever reads and writes sockets is elsewhere.

use bytes::{Buf, Bytes, BytesMut};

use crate::error::Error;

/// Room is made for this much of a frame that has only begun, so that a claimed size alone costs a peer nothing more.
const RESERVE_BYTES: usize = 1 << 20;

/// Takes one frame from what was received, without its size prefix; `None` if more bytes are needed.
///
/// A size is refused before any room is made for it, and room grows only with what has really arrived.
///
/// # Errors
/// [`Error::FrameSize`] for a size that is negative or over `max_bytes`.
pub fn frame(buffer: &mut BytesMut, max_bytes: usize) -> Result<Option<Bytes>, Error> {
    let Some(prefix) = buffer.first_chunk() else {
        return Ok(None);
    };
    let claimed_bytes = i32::from_be_bytes(*prefix);
    let size = usize::try_from(claimed_bytes)
        .ok()
        .filter(|size| *size <= max_bytes)
        .ok_or(Error::FrameSize { claimed_bytes, max_bytes })?;
    let whole = size_of::<i32>() + size;
    if let Some(missing) = whole.checked_sub(buffer.len()).filter(|missing| *missing > 0) {
        buffer.reserve(missing.min(RESERVE_BYTES.max(buffer.len())));
        return Ok(None);
    }
    buffer.advance(size_of::<i32>());
    Ok(Some(buffer.split_to(size).freeze()))
}

/// A frame to be sent, its size prefix included, as the chunks of one vectored write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// None of them empty.
    chunks: Vec<Bytes>,
}

impl Frame {
    pub(crate) fn from_chunks(chunks: Vec<Bytes>) -> Self {
        Self { chunks }
    }

    /// A frame around a payload as [`frame`] gave it: how a relay sends on what it did not touch.
    ///
    /// # Errors
    /// [`Error::FrameTooLarge`] beyond 2 GiB.
    pub fn forward(payload: Bytes) -> Result<Self, Error> {
        let bytes = payload.len();
        let size = i32::try_from(bytes).map_err(|_| Error::FrameTooLarge { bytes })?;
        Ok(Self { chunks: vec![Bytes::copy_from_slice(&size.to_be_bytes()), payload] })
    }

    /// The chunks, in order.
    pub fn chunks(&self) -> &[Bytes] {
        &self.chunks
    }

    /// The chunks, in order, to be kept.
    pub fn into_chunks(self) -> Vec<Bytes> {
        self.chunks
    }

    /// The frame's bytes, its size prefix included.
    pub fn size_bytes(&self) -> usize {
        self.chunks.iter().map(Bytes::len).sum()
    }

    /// All of it in one piece, by copying.
    pub fn to_vec(&self) -> Vec<u8> {
        self.chunks.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_of_a_frame_asks_for_more_and_the_whole_gives_it() {
        let sent = [0, 0, 0, 3, 7, 8, 9];
        for end in 0..sent.len() {
            let mut buffer = BytesMut::from(&sent[..end]);
            assert_eq!(frame(&mut buffer, 3), Ok(None), "{end} bytes");
            assert_eq!(buffer, sent[..end], "nothing is taken");
        }
        let mut buffer = BytesMut::from(&[&sent[..], &[0, 0]].concat()[..]);
        assert_eq!(frame(&mut buffer, 3), Ok(Some(Bytes::from_static(&[7, 8, 9]))));
        assert_eq!(buffer, [0, 0][..], "the next frame's beginning stays");
    }

    #[test]
    fn a_size_that_is_negative_or_over_the_limit_is_refused_from_four_bytes() {
        for claimed_bytes in [-1, i32::MIN, 4, i32::MAX] {
            let mut buffer = BytesMut::from(&claimed_bytes.to_be_bytes()[..]);
            assert_eq!(frame(&mut buffer, 3), Err(Error::FrameSize { claimed_bytes, max_bytes: 3 }));
        }
    }

    #[test]
    fn a_large_claim_makes_room_only_for_what_may_come_soon() {
        let mut buffer = BytesMut::from(&i32::MAX.to_be_bytes()[..]);
        assert_eq!(frame(&mut buffer, usize::MAX), Ok(None));
        assert!(buffer.capacity() <= 2 * RESERVE_BYTES, "{}", buffer.capacity());
    }

    #[test]
    fn a_forwarded_frame_is_the_one_that_came() {
        let sent = [0, 0, 0, 3, 7, 8, 9];
        let payload = frame(&mut BytesMut::from(&sent[..]), 3).unwrap().unwrap();
        assert_eq!(Frame::forward(payload).unwrap().to_vec(), sent);
    }
}
