//! What a protocol calls. A [`Door`] belongs to one listener: it knows whether that listener has an upstream of its
//! own, and so where each station lives. It speaks no protocol.

use std::future::Future;
use std::sync::Arc;

use middlewares::{Delivery, Receipt, Refusal};
use records::Batch;
use tower::Service;

use super::routes::Route;
use super::watch::{Watcher, Wish};
use super::{BUILT_IN, Error, Gateway};
use crate::backends::{self, Appended, Backend, Change, Position, Read, Settings, Slice, StationInfo, Wanted};

/// The door for the clients of one listener. Clones are cheap.
#[derive(Clone)]
pub struct Door {
    pub(super) gateway: Arc<Gateway>,
    pub(super) upstream: Option<Arc<str>>,
}

impl Door {
    pub(super) fn new(gateway: Arc<Gateway>, upstream: Option<Arc<str>>) -> Self {
        Self { gateway, upstream }
    }

    /// The gateway behind it.
    pub fn gateway(&self) -> &Arc<Gateway> {
        &self.gateway
    }

    /// Sends a delivery through its station's pipeline into its backend. Everything up to the backend's append
    /// happens in the call, so that deliveries of one connection are stored in the order of these calls; the
    /// future only waits for the outcome. The station must be there ([`Door::ensure`]).
    pub fn produce(&self, delivery: Delivery) -> impl Future<Output = Result<Receipt, Error>> + Send + use<> {
        let routes = self.gateway.routes.load();
        let route = routes.find(self.upstream.as_deref(), &delivery.station);
        let watched = self.gateway.watchers.begin(&delivery);
        let sides = Arc::clone(&self.gateway.sides);
        let mut pipeline = route.produce.clone();
        let outcome = pipeline.call(delivery);
        async move {
            let mut result = outcome.await;
            if let Some(watched) = watched {
                watched.end(&result);
            }
            if let Err(Refusal::Invalid { copies, .. }) = &mut result {
                sides.write_all(std::mem::take(copies)).await?;
            }
            Ok(result?)
        }
    }

    /// Appends a batch past the station's pipeline: dead letters, copies, diverted messages. Durable when done.
    pub async fn append_past_pipeline(&self, station: &str, partition: i32, batch: Batch) -> Result<Appended, Error> {
        let appending = self.home(station)?.append(station, partition, batch);
        Ok(appending.await?)
    }

    /// Reads whole batches. Where the route has consume-side middlewares, each batch has gone through them and
    /// the offsets are what they were; `origin` says who reads.
    pub async fn read(&self, read: Read, origin: &Arc<middlewares::Origin>) -> Result<Slice, Error> {
        let routes = self.gateway.routes.load_full();
        let route = routes.find(self.upstream.as_deref(), &read.station);
        let (station, partition) = (Arc::clone(&read.station), read.partition);
        let slice = self.backend(route)?.read(read).await?;
        match &route.consume {
            None => Ok(slice),
            Some(pipeline) => super::pipeline::consume(pipeline, slice, &station, partition, origin).await,
        }
    }

    /// Finds an offset by what is known of it.
    pub async fn offset(&self, station: &str, partition: i32, wanted: Wanted) -> Result<Option<Position>, Error> {
        Ok(self.home(station)?.offset(station, partition, wanted).await?)
    }

    /// The station, if it is there.
    pub async fn station(&self, station: &str) -> Result<Option<StationInfo>, Error> {
        Ok(self.home(station)?.describe(Some(station)).await?.pop())
    }

    /// The station, made if it is not there and the configuration allows that.
    pub async fn ensure(&self, station: &str) -> Result<StationInfo, Error> {
        if let Some(info) = self.station(station).await? {
            return Ok(info);
        }
        if !self.gateway.settings.auto_create {
            return Err(backends::Error::UnknownStation(station.to_owned()).into());
        }
        match self.create(station, self.gateway.settings.defaults.clone()).await {
            Err(Error::Backend(backends::Error::StationExists(_))) => {
                self.station(station).await?.ok_or_else(|| backends::Error::UnknownStation(station.to_owned()).into())
            }
            made => made,
        }
    }

    /// All stations that clients of this door can reach, by name.
    pub async fn stations(&self) -> Result<Vec<StationInfo>, Error> {
        let mut all = Vec::new();
        match self.upstream.as_deref() {
            Some(upstream) => all = self.named(upstream)?.describe(None).await?,
            None => {
                for (name, backend) in &self.gateway.backends {
                    let routes = self.gateway.routes.load_full();
                    let infos = backend.describe(None).await?;
                    all.extend(infos.into_iter().filter(|info| routes.find(None, &info.name).upstream == **name));
                }
            }
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }

    /// Makes a station.
    pub async fn create(&self, station: &str, settings: Settings) -> Result<StationInfo, Error> {
        Ok(self.home(station)?.create(station, settings).await?)
    }

    /// Changes a station.
    pub async fn alter(&self, station: &str, change: Change) -> Result<(), Error> {
        Ok(self.home(station)?.alter(station, change).await?)
    }

    /// Deletes a station, its messages, and what consumer groups had committed for it.
    pub async fn delete(&self, station: &str) -> Result<(), Error> {
        self.home(station)?.delete(station).await?;
        self.gateway.groups.forget_station(station).await
    }

    /// Watches live messages.
    pub fn watch(&self, wish: Wish) -> Watcher {
        self.gateway.watchers.join(wish)
    }

    pub(super) fn home(&self, station: &str) -> Result<Arc<dyn Backend>, Error> {
        let routes = self.gateway.routes.load();
        self.backend(routes.find(self.upstream.as_deref(), station))
    }

    fn backend(&self, route: &Route) -> Result<Arc<dyn Backend>, Error> {
        self.named(&route.upstream)
    }

    fn named(&self, upstream: &str) -> Result<Arc<dyn Backend>, Error> {
        let backend = self.gateway.backends.get(upstream).or_else(|| self.gateway.backends.get(BUILT_IN));
        backend
            .cloned()
            .ok_or_else(|| backends::Error::Unavailable(format!("there is no upstream {upstream:?}")).into())
    }
}
