//! Two ways of dealing with a stretch of a log file that may not be what it seems: searching it, and writing it again.

use std::io::{self, IoSlice};

use crate::disk::File;
use crate::segment::resume;

/// How far damaged bytes are searched for a sound batch at a time; half of it is looked at twice.
const SEARCH_BYTES: u64 = 8 << 20;

/// Searches a damaged stretch of a log file for the next sound batch with one of the `offsets`.
pub(super) fn search(
    file: &dyn File,
    mut position: u64,
    end: u64,
    offsets: std::ops::Range<i64>,
) -> io::Result<Option<(u64, i64)>> {
    while position < end {
        let window_bytes = SEARCH_BYTES.min(end - position);
        let mut window = vec![0; usize::try_from(window_bytes).map_err(io::Error::other)?];
        let filled = file.read_at(position, &mut window)?;
        window.truncate(filled);
        if let Some((at, offset)) = resume(&window, offsets.clone()) {
            return Ok(Some((position + at as u64, offset)));
        }
        position += (window_bytes / 2).max(1);
        if window_bytes < SEARCH_BYTES {
            break;
        }
    }
    Ok(None)
}

/// Writes a stretch of a file over itself. After a failed sync the kernel may hold as clean what never reached the disk; only
/// what is written again is sure to be part of the next sync.
pub(super) fn rewrite(file: &dyn File, mut position: u64, end: u64) -> io::Result<()> {
    while position < end {
        let mut chunk = vec![0; usize::try_from((end - position).min(1 << 20)).map_err(io::Error::other)?];
        if file.read_at(position, &mut chunk)? < chunk.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        file.write_at(position, &mut [IoSlice::new(&chunk)])?;
        position += chunk.len() as u64;
    }
    Ok(())
}
