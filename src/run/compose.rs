//! From configuration to gateway: each named section is read by its owner, routes get their pipelines. Everything
//! that can be wrong with a section is found here, whether it is to be used or only checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::stations::Store;
use ::stations::metadata::{Commit, Metadata};
use config::{Config, Problems};
use middlewares::{Built, CATALOGUE, Context, Contracts};
use schemars::Schema;
use serde_json::{Value, json};

use super::Error;
use crate::backends::stations::Stations;
use crate::backends::{self, Backend, Durability, Kind, Retention};
use crate::gateway::deliver::Deliver;
use crate::gateway::groups::Groups;
use crate::gateway::routes::{Route, Routes};
use crate::gateway::sides::Sides;
use crate::gateway::specs::{self, Specs};
use crate::gateway::watch::Watchers;
use crate::gateway::{BUILT_IN, Gateway, Parts, Settings, pipeline};

/// At most so many bytes of one compressed batch are opened: a batch of Kafka's largest default size that unpacks to
/// a hundred times as much is no batch but a bomb.
const OPEN_LIMIT_BYTES: usize = 100 << 20;

/// The name, which no configuration can give, of the implied last route's middleware: `validate`, tagging.
const IMPLIED: &str = "";

/// Adds to `problems` what the owners of sections find: middlewares, upstreams, documents, certificates.
pub fn check(config: &Config, problems: &mut Problems) {
    let nobody: Arc<dyn Contracts> = Arc::new(NoContracts);
    build_middlewares(config, &nobody, problems);
    check_upstreams(config, problems);
    for (index, path) in config.specs.iter().enumerate() {
        if let Err(error) = specs::from_file(path) {
            problems.push(config.problem_at(&format!("/specs/{index}"), error.to_string()));
        }
    }
    for (index, listener) in config.listeners.iter().enumerate() {
        if let Some(tls) = &listener.tls
            && let Err(error) = crate::listener::check_tls(tls)
        {
            problems.push(config.problem_at(&format!("/listeners/{index}/tls"), error.to_string()));
        }
    }
}

/// The settings of every middleware, by its type.
pub fn middleware_schemas() -> BTreeMap<&'static str, Schema> {
    CATALOGUE.iter().map(|entry| (entry.name, (entry.schema)())).collect()
}

/// The settings of every upstream, by its kind.
pub fn upstream_schemas() -> BTreeMap<&'static str, Schema> {
    backends::KINDS.iter().map(|kind| (kind.name, (kind.schema)())).collect()
}

/// Puts the gateway together.
pub(crate) async fn gateway(config: &Config, store: Arc<Store>) -> Result<Arc<Gateway>, Error> {
    warn_of_relays(config);
    let metadata = store.metadata();
    let specs = Arc::new(Specs::load(Arc::clone(&metadata), &config.specs).await?);
    let contracts: Arc<dyn Contracts> = Arc::clone(&specs) as _;
    let mut problems = Problems::new();
    let built = build_middlewares(config, &contracts, &mut problems);
    let backends = build_backends(config, store, &mut problems);
    problems.into_result(()).map_err(Error::Config)?;
    let watchers = Arc::new(Watchers::new(OPEN_LIMIT_BYTES));
    let sides = Arc::new(Sides::default());
    let end = |backend: &Arc<dyn Backend>| {
        Deliver::new(Arc::clone(backend), Arc::clone(&sides), Arc::clone(&watchers), OPEN_LIMIT_BYTES)
    };
    let routes = build_routes(config, &built, &backends, end);
    let settings = Settings {
        auto_create: config.auto_create,
        defaults: station_defaults(&config.defaults),
        cluster_id: cluster_id(metadata.as_ref()).await?,
        open_limit_bytes: OPEN_LIMIT_BYTES,
        max_frame_bytes: usize::try_from(config.limits.max_frame.0).unwrap_or(usize::MAX),
    };
    let groups = Arc::new(Groups::new(Arc::clone(&metadata)));
    Ok(Gateway::new(Parts { backends, routes, specs, watchers, sides, groups, metadata, settings }))
}

fn build_middlewares(
    config: &Config,
    contracts: &Arc<dyn Contracts>,
    problems: &mut Problems,
) -> BTreeMap<String, Built> {
    let context = Context { contracts: Arc::clone(contracts), open_limit_bytes: OPEN_LIMIT_BYTES };
    let mut built = BTreeMap::new();
    if let Ok(layer) = (middlewares::validate::ENTRY.build)(&json!({}), &context) {
        built.insert(IMPLIED.to_owned(), layer);
    }
    for (name, section) in &config.middlewares {
        let Some(entry) = CATALOGUE.iter().find(|entry| entry.name == section.kind) else {
            problems.push(section.unknown_kind(CATALOGUE.iter().map(|entry| entry.name)));
            continue;
        };
        let Some(settings) = section.settings.check(&(entry.schema)(), problems) else { continue };
        match (entry.build)(&settings, &context) {
            Ok(layer) => {
                built.insert(name.clone(), layer);
            }
            Err(error) => problems.push(section.settings.problem_at(&error.pointer, error.message)),
        }
    }
    built
}

fn check_upstreams(config: &Config, problems: &mut Problems) {
    for section in config.upstreams.values() {
        upstream_settings(section, problems);
    }
}

/// The kind of an upstream, and its settings as that kind wants them.
fn upstream_settings(section: &config::Section, problems: &mut Problems) -> Option<(&'static Kind, Value)> {
    let Some(kind) = backends::KINDS.iter().find(|kind| kind.name == section.kind) else {
        problems.push(section.unknown_kind(backends::KINDS.iter().map(|kind| kind.name)));
        return None;
    };
    Some((kind, section.settings.check(&(kind.schema)(), problems)?))
}

fn build_backends(config: &Config, store: Arc<Store>, problems: &mut Problems) -> BTreeMap<String, Arc<dyn Backend>> {
    let mut all: BTreeMap<String, Arc<dyn Backend>> = BTreeMap::new();
    all.insert(BUILT_IN.to_owned(), Arc::new(Stations::new(store)));
    for (name, section) in &config.upstreams {
        let Some((kind, settings)) = upstream_settings(section, problems) else { continue };
        match (kind.build)(name, &settings) {
            Ok(backend) => {
                all.insert(name.clone(), backend);
            }
            Err(message) => problems.push(section.settings.problem(message)),
        }
    }
    all
}

/// A set of routes for listeners without an upstream of their own, and one for each upstream that a listener has:
/// there, routes that name another upstream do not apply.
fn build_routes(
    config: &Config,
    built: &BTreeMap<String, Built>,
    backends: &BTreeMap<String, Arc<dyn Backend>>,
    end: impl Fn(&Arc<dyn Backend>) -> Deliver,
) -> Routes {
    let route = |stations: &[config::Glob], upstream: &str, produce: &[String], consume: &[String]| {
        let backend = backends.get(upstream).or_else(|| backends.get(BUILT_IN))?;
        Some(Route {
            stations: stations.to_vec(),
            upstream: upstream.to_owned(),
            produce: pipeline::into_backend(produce, built, end(backend)),
            consume: pipeline::out_of_backend(consume, built),
        })
    };
    let set = |listener: Option<&str>| {
        let own = listener.unwrap_or(BUILT_IN);
        let applies = |named: &Option<String>| listener.is_none() || named.as_deref().is_none_or(|named| named == own);
        let routes = config.routes.iter().filter(|route| applies(&route.upstream)).filter_map(|written| {
            route(&written.stations, written.upstream.as_deref().unwrap_or(own), &written.produce, &written.consume)
        });
        let rest = route(&[config::Glob::any()], own, &[IMPLIED.to_owned()], &[])?;
        Some((listener.map(str::to_owned), routes.collect(), rest))
    };
    let relays = config.listeners.iter().filter_map(|listener| listener.kafka.as_ref());
    let relays: std::collections::BTreeSet<&str> = relays.map(|relay| relay.upstream.as_str()).collect();
    match set(None) {
        Some(first) => Routes::new(first, relays.into_iter().filter_map(|relay| set(Some(relay))).collect()),
        None => unreachable!("the built-in store is always among the backends"),
    }
}

/// Said aloud, for such a listener does less yet than its configuration suggests.
fn warn_of_relays(config: &Config) {
    for listener in config.listeners.iter().filter(|listener| listener.kafka.is_some()) {
        tracing::warn!(
            address = %listener.address,
            "there is no transparent relay yet: clients of this listener see one broker, this gateway, \
             which keeps their messages in the upstream cluster; `expose` changes nothing"
        );
    }
}

fn station_defaults(defaults: &config::Defaults) -> backends::Settings {
    let config::Defaults { partitions, durability, retention } = defaults;
    backends::Settings {
        partitions: i32::try_from(*partitions).unwrap_or(i32::MAX),
        durability: match durability {
            config::Durability::Synced => Durability::Synced,
            config::Durability::Written => Durability::Written,
            config::Durability::Memory => Durability::Memory,
        },
        retention: Retention {
            max_age_ms: retention.age.map(|age| i64::try_from(age.0.as_millis()).unwrap_or(i64::MAX)),
            max_bytes: retention.size.map(|size| size.0),
            max_messages: retention.messages,
        },
        ..backends::Settings::default()
    }
}

/// Made at the first start and kept: clients tell clusters apart by it.
async fn cluster_id(metadata: &dyn Metadata) -> Result<String, Error> {
    const KEY: &str = "gateway/cluster-id";
    if let Some(kept) = metadata.get(KEY).await? {
        return Ok(String::from_utf8_lossy(&kept.value).into_owned());
    }
    let id = uuid::Uuid::new_v4().simple().to_string();
    metadata.commit(Commit::new().if_absent(KEY).put(KEY, id.clone())).await?;
    Ok(id)
}

/// While a configuration is only checked, no document is active.
struct NoContracts;

impl Contracts for NoContracts {
    fn covering(&self, _: &str) -> Vec<Arc<asyncapi::Spec>> {
        Vec::new()
    }
}
