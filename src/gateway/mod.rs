//! The one door: every protocol produces, reads, watches and manages stations here, and only here.
//!
//! # Layout
//!
//! - [`door`]: what a protocol calls, bound to the listener that the client came in by.
//! - [`routes`], [`pipeline`]: which middlewares and which backend a station has; built once a configuration.
//! - [`deliver`], [`place`], [`sides`]: the end of every produce pipeline: a partition is chosen, the backend appends,
//!   copies for other stations are written.
//! - [`specs`]: the AsyncAPI documents that are active, swapped as one.
//! - [`consumers`]: acknowledging consumers, where a station's backend has them.
//! - [`groups`]: consumer groups and their offsets, over any backend. [`producers`]: their ids.
//! - [`watch`]: who watches, and what they are told; [`message`]: the one JSON shape of a message.
//! - [`error`]: what can fail.

pub mod consumers;
pub mod deliver;
pub mod door;
pub mod error;
pub mod groups;
pub mod message;
pub mod pipeline;
pub mod place;
pub mod producers;
pub mod routes;
pub mod sides;
pub mod specs;
pub mod watch;

use std::collections::BTreeMap;
use std::sync::Arc;

use ::stations::metadata::Metadata;
use arc_swap::ArcSwap;

use crate::backends::Backend;
pub use door::Door;
pub use error::Error;
use groups::Groups;
use routes::Routes;
use sides::Sides;
use specs::Specs;
use watch::Watchers;

/// The upstream name of the built-in store.
pub const BUILT_IN: &str = "stations";

/// The gateway: what all listeners and protocols share.
pub struct Gateway {
    /// By name; the built-in store is always there, as [`BUILT_IN`].
    backends: BTreeMap<String, Arc<dyn Backend>>,
    /// Swapped whole by a reload; a delivery ends in the pipeline it began in.
    routes: ArcSwap<Routes>,
    specs: Arc<Specs>,
    watchers: Arc<Watchers>,
    sides: Arc<Sides>,
    groups: Arc<Groups>,
    metadata: Arc<dyn Metadata>,
    settings: Settings,
}

/// What the configuration says of the gateway as a whole.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether a station that is not there is made on first use.
    pub auto_create: bool,
    /// What such a station is like.
    pub defaults: crate::backends::Settings,
    /// Names this gateway's cluster to Kafka clients; kept in the metadata database.
    pub cluster_id: String,
    /// At most so many bytes of one compressed batch are opened.
    pub open_limit_bytes: usize,
    /// The largest Kafka request, and the largest HTTP body (`limits.max_frame`).
    pub max_frame_bytes: usize,
}

/// What a gateway is put together from.
pub struct Parts {
    /// Every backend by its upstream name.
    pub backends: BTreeMap<String, Arc<dyn Backend>>,
    /// The routes with their pipelines.
    pub routes: Routes,
    /// The active documents.
    pub specs: Arc<Specs>,
    /// Who watches.
    pub watchers: Arc<Watchers>,
    /// What pipelines write to other stations.
    pub sides: Arc<Sides>,
    /// Consumer groups.
    pub groups: Arc<Groups>,
    /// The metadata database.
    pub metadata: Arc<dyn Metadata>,
    /// The rest of the settings.
    pub settings: Settings,
}

impl Gateway {
    /// Puts a gateway together.
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { backends, routes, specs, watchers, sides, groups, metadata, settings } = parts;
        let gateway = Arc::new(Self {
            backends,
            routes: ArcSwap::from_pointee(routes),
            specs,
            watchers,
            sides,
            groups,
            metadata,
            settings,
        });
        gateway.sides.connect(&gateway);
        gateway
    }

    /// The door for clients of a listener, whose `kafka.upstream` (if it has one) is the backend of everything
    /// that comes in by it.
    pub fn door(self: &Arc<Self>, upstream: Option<&str>) -> Door {
        Door::new(Arc::clone(self), upstream.map(Arc::from))
    }

    /// The AsyncAPI documents.
    pub fn specs(&self) -> &Arc<Specs> {
        &self.specs
    }

    /// Consumer groups.
    pub fn groups(&self) -> &Arc<Groups> {
        &self.groups
    }

    /// Who watches.
    pub fn watchers(&self) -> &Arc<Watchers> {
        &self.watchers
    }

    /// The metadata database.
    pub fn metadata(&self) -> &Arc<dyn Metadata> {
        &self.metadata
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether every backend can work; what is wrong, by upstream, otherwise.
    pub async fn ready(&self) -> Result<(), Vec<(String, crate::backends::Error)>> {
        let mut wrong = Vec::new();
        for (name, backend) in &self.backends {
            if let Err(error) = backend.ready().await {
                wrong.push((name.clone(), error));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}
