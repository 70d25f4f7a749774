//! Opening all stations of the catalogue, several partitions at a time: opening one mostly waits for the disk.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Inner;
use super::stations::unopened;
use crate::error::Error;
use crate::station::Station;

impl Inner {
    /// Opens all stations of the catalogue.
    pub(super) fn open_stations(&self) -> Result<(), Error> {
        let listed = self.catalogue.list()?;
        let stations: Vec<Station> = listed.iter().map(unopened).collect();
        let logs: Vec<_> = stations
            .iter()
            .zip(&listed)
            .flat_map(|(station, listed)| (0..listed.settings.partitions).map(move |index| (station, listed, index)))
            .collect();
        // As many as may be written at once; in a store that no thread writes, one after the other.
        let opened = in_parallel(self.options.flusher_threads, &logs, |(station, listed, index)| {
            self.partition(station, *index, &listed.settings)
        });
        for ((station, ..), partition) in logs.iter().zip(opened) {
            station.push(partition?);
        }
        let named = listed.into_iter().zip(stations).map(|(listed, station)| (listed.name, Arc::new(station)));
        self.stations.write().extend(named);
        Ok(())
    }
}

/// Does something with every item, with this thread and others; the answers are in the order of the items.
fn in_parallel<T: Sync, R: Send>(threads: usize, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work_on = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return done };
            done.push((number, work(item)));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(items.len())).map(|_| scope.spawn(work_on)).collect();
        let mut done = work_on();
        for other in others {
            done.append(&mut other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1_000).collect();
        for threads in [0, 1, 8] {
            assert_eq!(
                in_parallel(threads, &items, |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
        assert!(in_parallel(8, &[], |item: &usize| *item).is_empty());
    }
}
