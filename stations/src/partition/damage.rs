//! Damage in a log that is in use. What opening did not read may turn out to be damaged when somebody reads it: then it is
//! told where the log can be read again, remembered, and gone around by whoever reads behind it.

use std::sync::Arc;

use bytes::Bytes;

use super::Partition;
use super::salvage::search;
use crate::error::{Damage, Error};
use crate::segment::{Fault, Segment};

impl Partition {
    /// The ranges that are known to be unreadable: found when it was opened, or by reading since.
    pub fn damage(&self) -> Vec<Arc<Damage>> {
        let log_start_offset = self.log_start_offset();
        let is_kept = |damage: &&Arc<Damage>| damage.next_offset.is_none_or(|next| next > log_start_offset);
        self.damage.read().iter().filter(is_kept).cloned().collect()
    }

    /// Reads all of the log and compares it with its checksums. The answer is the first damage of every log file. Blocks
    /// for as long as that takes.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub fn verify(&self) -> Result<Vec<Arc<Damage>>, Error> {
        let segments = self.segments.read().clone();
        let mut found = self.damage();
        for segment in segments {
            match segment.verify() {
                Ok(()) => {}
                Err(Fault::Damaged(damage)) if found.iter().any(|known| known.covers(&damage)) => {}
                Err(Fault::Damaged(damage)) => found.push(Arc::new(damage)),
                Err(Fault::Disk(error)) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Whole batches from the one that holds `offset` on, and the offset that follows them.
    pub(super) fn read_around_damage(&self, offset: i64, max_bytes: usize) -> Result<(Bytes, i64), Error> {
        loop {
            let segment = self.segment_of(offset).map_err(|error| self.lost(offset).unwrap_or(error))?;
            let found = match segment.read(offset, max_bytes) {
                Ok(found) => return Ok(found),
                Err(Fault::Disk(error)) => return Err(error),
                Err(Fault::Damaged(found)) => found,
            };
            if let Some(known) = self.lost(offset) {
                return Err(known);
            }
            let damage = self.learn(&segment, found)?;
            // Behind it reading starts anew, from a place that the index now knows: further on every time.
            if damage.next_position.is_none() || damage.next_offset.is_none_or(|next| offset < next) {
                return Err(Error::Damaged { place: self.place.clone(), damage });
            }
        }
    }

    /// What became of a look-up that met a fault.
    pub(super) fn fault(&self, segment: &Segment, fault: Fault) -> Error {
        let learned = match fault {
            Fault::Damaged(found) => self.learn(segment, found),
            Fault::Disk(error) => Err(error),
        };
        learned.map_or_else(|error| error, |damage| Error::Damaged { place: self.place.clone(), damage })
    }

    /// The error of an offset that is known to be lost.
    fn lost(&self, offset: i64) -> Option<Error> {
        let known = self.damage.read();
        let damage = known.iter().find(|damage| damage.holds(offset))?;
        Some(Error::Damaged { place: self.place.clone(), damage: Arc::clone(damage) })
    }

    /// Finds out where the log can be read again, remembers it, and says it in the log of events, once.
    fn learn(&self, segment: &Segment, found: Damage) -> Result<Arc<Damage>, Error> {
        if let Some(known) = self.damage.read().iter().find(|known| known.covers(&found)) {
            return Ok(Arc::clone(known));
        }
        let summary = segment.summary();
        let offsets = found.first_offset.saturating_add(1)..summary.end_offset;
        let next = search(&**segment.file(), found.position + 1, summary.bytes, offsets)
            .map_err(Error::disk("read", segment.path()))?;
        if let Some((position, offset)) = next {
            segment.publish(|index| index.resume_at(position, offset));
        }
        let damage = Arc::new(Damage {
            next_position: next.map(|(position, _)| position),
            // What follows the file, or will be appended to it, can be read again at the latest.
            next_offset: Some(next.map_or(summary.end_offset, |(_, offset)| offset)),
            ..found
        });
        tracing::error!(partition = %self.place, %damage, "damaged bytes were not served");
        let mut known = self.damage.write();
        if !known.iter().any(|known| known.covers(&damage)) {
            known.push(Arc::clone(&damage));
        }
        Ok(damage)
    }
}
