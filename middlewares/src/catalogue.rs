//! The catalogue: every middleware type that a configuration can name. Adding one is its file and a line here.

use std::sync::Arc;

use asyncapi::Spec;
use schemars::Schema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::util::{BoxCloneSyncService, BoxCloneSyncServiceLayer};

use crate::{Delivery, Inspect, Middleware, Receipt, Refusal, filter, tag, throttle, validate};

/// A whole pipeline, or the rest of one: always ready, clones share their state.
pub type Pipeline = BoxCloneSyncService<Delivery, Receipt, Refusal>;

/// A middleware ready to be laid around any number of pipelines, which then share its state.
pub type Built = BoxCloneSyncServiceLayer<Pipeline, Delivery, Receipt, Refusal>;

/// The list.
pub const CATALOGUE: &[Entry] = &[validate::ENTRY, filter::ENTRY, throttle::ENTRY, tag::ENTRY];

/// One type of middleware: its name, the schema of its settings, and how one is built from them.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The `type` in the configuration.
    pub name: &'static str,
    /// The JSON Schema of its settings, without `type`; it is also its reference manual.
    pub schema: fn() -> Schema,
    /// Builds one from settings that the schema accepted. An error says which setting (a JSON pointer) and why.
    pub build: fn(&Value, &Context) -> Result<Built, SettingsError>,
    /// An example of its settings in YAML, held to its schema by a test.
    pub example: &'static str,
}

/// Boxes a synchronous middleware as the layer that pipelines are made of.
pub fn inspect<M: Middleware>(middleware: M) -> Built {
    BoxCloneSyncServiceLayer::new(Inspect::new(Arc::new(middleware)))
}

/// Reads settings into their own struct. The schema has looked at them before, so that an error here is rare.
pub(crate) fn settings<T: DeserializeOwned>(node: &Value) -> Result<T, SettingsError> {
    T::deserialize(node).map_err(|error| SettingsError::new("", error.to_string()))
}

/// What middlewares may use of the gateway.
#[derive(Clone)]
pub struct Context {
    /// The live AsyncAPI contracts.
    pub contracts: Arc<dyn Contracts>,
    /// At most so many bytes of one compressed batch are opened.
    pub open_limit_bytes: usize,
}

/// The live AsyncAPI contracts: what the documents that are active now say of a station.
pub trait Contracts: Send + Sync {
    /// The active documents that cover a station, each with a contract for it; none, mostly. A message is held
    /// to all of them.
    fn covering(&self, station: &str) -> Vec<Arc<Spec>>;
}

/// Settings that the schema accepted and the middleware cannot work with.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct SettingsError {
    /// JSON pointer to the setting, below the middleware's own node.
    pub pointer: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl SettingsError {
    /// What is wrong, and with which setting.
    pub fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: message.into() }
    }
}
