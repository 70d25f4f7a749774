//! The built-in store as a backend: calls handed on, errors translated. Where messages lie, and how they stay, is
//! the crate `stations`.

use std::sync::Arc;

use ::stations::{Error as StoreError, Partition, Station, Store};
use futures_util::future::{BoxFuture, ready};
use records::Batch;
use tokio::time::timeout_at;

use super::{
    Appended, Backend, Change, Consumers, Error, Extent, Position, Read, Settings, Slice, StationInfo, Wanted,
};

/// The built-in store.
pub struct Stations {
    store: Arc<Store>,
}

impl Stations {
    /// A backend over an open store.
    pub fn new(store: Arc<Store>) -> Self {
        Self { store }
    }

    fn station(&self, name: &str) -> Result<Arc<Station>, Error> {
        self.store.station(name).ok_or_else(|| Error::UnknownStation(name.to_owned()))
    }

    fn partition(&self, station: &str, partition: i32) -> Result<Arc<Partition>, Error> {
        let found = self.station(station)?.partition(partition);
        found.ok_or_else(|| Error::UnknownPartition { station: station.to_owned(), partition })
    }

    /// Runs what may wait for a disk away from the threads that serve connections.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Error> {
        let store = Arc::clone(&self.store);
        blocking(move || work(&store)).await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(Error::from),
        Err(stopped) => Err(Error::Unavailable(format!("the store's work was stopped: {stopped}"))),
    }
}

impl Backend for Stations {
    fn describe<'a>(&'a self, only: Option<&'a str>) -> BoxFuture<'a, Result<Vec<StationInfo>, Error>> {
        let infos = match only {
            Some(name) => self.store.station(name).iter().map(|station| info(station)).collect(),
            None => self.store.list().iter().map(|station| info(station)).collect(),
        };
        Box::pin(ready(Ok(infos)))
    }

    fn create<'a>(&'a self, station: &'a str, settings: Settings) -> BoxFuture<'a, Result<StationInfo, Error>> {
        let name = station.to_owned();
        Box::pin(async move {
            let station = self.blocking(move |store| store.create(&name, settings)).await?;
            Ok(info(&station))
        })
    }

    fn alter<'a>(&'a self, station: &'a str, change: Change) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            match change {
                Change::Settings(settings) => {
                    let name = station.to_owned();
                    self.blocking(move |store| store.alter(&name, settings)).await
                }
                Change::Trim { partition, before } => {
                    let partition = self.partition(station, partition)?;
                    let before = if before == i64::MAX { partition.high_watermark() } else { before };
                    blocking(move || partition.trim(before)).await.map(drop)
                }
            }
        })
    }

    fn delete<'a>(&'a self, station: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        let name = station.to_owned();
        Box::pin(self.blocking(move |store| store.delete(&name)))
    }

    fn append(&self, station: &str, partition: i32, batch: Batch) -> BoxFuture<'static, Result<Appended, Error>> {
        let appending = match self.partition(station, partition) {
            Ok(partition) => partition.append_verified(batch),
            Err(error) => return Box::pin(ready(Err(error))),
        };
        Box::pin(async move {
            let appended = appending.await?;
            Ok(Appended { base_offset: appended.base_offset, log_start_offset: appended.log_start_offset })
        })
    }

    fn read(&self, read: Read) -> BoxFuture<'_, Result<Slice, Error>> {
        Box::pin(async move {
            let Read { station, partition, offset, max_bytes, wait_until } = read;
            let partition = self.partition(&station, partition)?;
            if let Some(deadline) = wait_until {
                let mut tail = partition.tail();
                // Whether the time ran out or the partition closed: what is there now is the answer.
                let _ = timeout_at(deadline, tail.wait_for(|high_watermark| *high_watermark > offset)).await;
            }
            if partition.high_watermark() == offset {
                let (high_watermark, log_start_offset) = (offset, partition.log_start_offset());
                return Ok(Slice { bytes: bytes::Bytes::new(), high_watermark, log_start_offset });
            }
            let read = blocking(move || partition.read(offset, max_bytes)).await?;
            let ::stations::Read { bytes, high_watermark, log_start_offset, .. } = read;
            Ok(Slice { bytes, high_watermark, log_start_offset })
        })
    }

    fn offset<'a>(
        &'a self,
        station: &'a str,
        partition: i32,
        wanted: Wanted,
    ) -> BoxFuture<'a, Result<Option<Position>, Error>> {
        Box::pin(async move {
            let partition = self.partition(station, partition)?;
            let found = match wanted {
                Wanted::Earliest => Some((partition.log_start_offset(), -1)),
                Wanted::Latest => Some((partition.high_watermark(), -1)),
                Wanted::At(timestamp_ms) => blocking(move || partition.offset_for_time(timestamp_ms)).await?,
                Wanted::MaxTimestamp => match partition.max_timestamp() {
                    Some(timestamp_ms) => blocking(move || partition.offset_for_time(timestamp_ms)).await?,
                    None => None,
                },
            };
            Ok(found.map(|(offset, timestamp_ms)| Position { offset, timestamp_ms }))
        })
    }

    fn ready(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(ready(Ok(())))
    }

    fn consumers(&self) -> Option<&dyn Consumers> {
        Some(self)
    }
}

impl Consumers for Stations {
    fn store(&self) -> ::stations::consumers::Consumers {
        self.store.consumers()
    }
}

fn info(station: &Station) -> StationInfo {
    let settings = Settings::clone(&station.settings());
    let extent = |partition: Arc<Partition>| Extent {
        log_start_offset: partition.log_start_offset(),
        high_watermark: partition.high_watermark(),
        size_bytes: partition.size_bytes(),
    };
    let partitions = (0..settings.partitions).filter_map(|index| station.partition(index).map(extent)).collect();
    StationInfo { name: station.name().to_owned(), id: station.id(), settings, partitions }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let text = error.to_string();
        match error {
            StoreError::NotFound { station } => Self::UnknownStation(station),
            StoreError::Exists { station } => Self::StationExists(station),
            StoreError::InvalidName { name, reason } => Self::InvalidName { name, reason: reason.to_owned() },
            StoreError::InvalidSettings { .. } | StoreError::FolderTaken { .. } => Self::InvalidSettings(text),
            StoreError::OffsetOutOfRange { offset, log_start_offset, high_watermark, .. } => {
                Self::OffsetOutOfRange { offset, log_start_offset, high_watermark }
            }
            StoreError::OutOfOrderSequence { sequence, expected, .. } => {
                Self::OutOfOrderSequence { got: sequence, expected }
            }
            StoreError::InvalidProducerEpoch { epoch, current, .. } => Self::StaleProducerEpoch { got: epoch, current },
            StoreError::InvalidBatch { .. } => Self::Corrupt(text),
            StoreError::KeyMissing { index, .. } => Self::KeyMissing { index },
            StoreError::TooLarge { bytes, limit_bytes, .. } => Self::TooLarge { bytes, limit_bytes },
            StoreError::DiskFull { .. } => Self::DiskFull(text),
            StoreError::ReadOnly { .. } => Self::ReadOnly(text),
            StoreError::Damaged { .. } | StoreError::Journal { .. } => Self::Damaged(text),
            StoreError::Busy { .. }
            | StoreError::Closed
            | StoreError::Locked { .. }
            | StoreError::UnknownFormat { .. }
            | StoreError::Disk { .. }
            | StoreError::Metadata(_) => Self::Unavailable(text),
        }
    }
}
