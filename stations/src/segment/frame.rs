//! One batch at the front of some bytes of a log file. Kafka's checksum leaves out the first 17 bytes: they are checked
//! here by what they must be at this place, since each follows from the batch before or is constant.

use records::{HEADER_BYTES, Header};

/// The leader epoch of every batch of this store: it has one leader, itself.
pub(crate) const LEADER_EPOCH: i32 = 0;

/// Where the bytes begin that a batch's checksum covers.
const CRC_FROM: usize = 21;

/// What is at the front of the bytes.
#[derive(Debug)]
pub(crate) enum Frame {
    /// A whole batch whose header is plausible.
    Whole(Header),
    /// The bytes end too early to tell.
    Short { needed_bytes: usize },
    /// Not the batch that was written here.
    Broken(&'static str),
}

impl Frame {
    /// Also compares the checksum over the rest of the batch; `bytes` are those it was looked up in.
    pub(crate) fn verified(self, bytes: &[u8]) -> Frame {
        match self {
            Frame::Whole(header) => match bytes.get(CRC_FROM..header.total_bytes()) {
                Some(covered) if crc32c::crc32c(covered) == header.crc => Frame::Whole(header),
                Some(_) => Frame::Broken("its checksum is wrong"),
                None => Frame::Short { needed_bytes: header.total_bytes() },
            },
            Frame::Short { .. } | Frame::Broken(_) => self,
        }
    }
}

/// Looks at the batch that must begin here, at the offset `expected`. Does not read behind its header.
pub(crate) fn look(bytes: &[u8], expected: i64) -> Frame {
    let Some(front) = bytes.get(..HEADER_BYTES) else {
        return Frame::Short { needed_bytes: HEADER_BYTES };
    };
    match plausible(front) {
        Err(reason) => Frame::Broken(reason),
        Ok(header) if header.base_offset != expected => Frame::Broken("its offset does not follow the batch before"),
        Ok(header) if bytes.len() < header.total_bytes() => Frame::Short { needed_bytes: header.total_bytes() },
        Ok(header) => Frame::Whole(header),
    }
}

/// Searches damaged bytes for the next sound batch with an offset in `offsets`: its position in `bytes`, and its offset.
/// Only a batch whose checksum holds is believed, so its body is never mistaken for a header.
pub(crate) fn resume(bytes: &[u8], offsets: std::ops::Range<i64>) -> Option<(usize, i64)> {
    (0..bytes.len()).find_map(|position| {
        let rest = bytes.get(position..)?;
        let header =
            plausible(rest.get(..HEADER_BYTES)?).ok().filter(|header| offsets.contains(&header.base_offset))?;
        match look(rest, header.base_offset).verified(rest) {
            Frame::Whole(header) => Some((position, header.base_offset)),
            Frame::Short { .. } | Frame::Broken(_) => None,
        }
    })
}

fn plausible(front: &[u8]) -> Result<Header, &'static str> {
    let header = Header::parse(front).map_err(|_| "there is no batch header here")?;
    if header.partition_leader_epoch != LEADER_EPOCH {
        return Err("its leader epoch is not this store's");
    }
    // Such a batch would stand still, and is refused when appended.
    if header.last_offset_delta < 0 {
        return Err("it has no offset");
    }
    Ok(header)
}
