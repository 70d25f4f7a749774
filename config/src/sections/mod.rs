//! The sections of the file, and what must hold between them.

mod defaults;
mod listener;
mod named;
mod route;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::check;
use crate::environment::Environment;
use crate::tree::{self, Node};
use crate::{Problem, Problems};

pub use defaults::{Defaults, Durability, Limits, Retention};
pub use listener::{Expose, Listener, ProxyProtocol, Relay, Rule, Service, Tls};
pub use named::{BUILT_IN, Section};
pub use route::Route;

/// Everything that a configuration says, with defaults where it says nothing. [`Config::default`] is what
/// `waystation serve` runs without a file.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where clients come in; at least one.
    pub listeners: Vec<Listener>,
    /// The folder of the built-in store.
    pub data: PathBuf,
    /// AsyncAPI documents that are active from the start.
    pub specs: Vec<PathBuf>,
    /// By name, the upstreams: their kind (`kafka`, `nats`) and its settings. Never holds [`BUILT_IN`].
    pub upstreams: BTreeMap<String, Section>,
    /// By name, the middlewares: their type and its settings.
    pub middlewares: BTreeMap<String, Section>,
    /// In the order of the file: the first that matches a station is the station's.
    pub routes: Vec<Route>,
    /// What a station is made with, where its maker does not say.
    pub defaults: Defaults,
    /// Whether a station that is not there is made when somebody produces to it.
    pub auto_create: bool,
    /// Bounds on what clients may cost.
    pub limits: Limits,
    tree: Node,
}

impl Config {
    /// Reads and checks a file; without one, variables and flags over the defaults.
    pub fn load(path: Option<&Path>, environment: &Environment) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let config = Self::load_into(path, environment, &mut problems);
        problems.into_result(config)
    }

    /// Reads and checks a text; `file_name` is what problems call it, and its folder is where relative paths start.
    pub fn parse(text: &str, file_name: &str, environment: &Environment) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let config = Self::parse_into(text, file_name, environment, &mut problems);
        problems.into_result(config)
    }

    /// As [`Config::load`], with whatever could be read even if there are problems: so that the owners of sections can
    /// add theirs to the same list. To be used only once `problems` has stayed empty.
    pub fn load_into(path: Option<&Path>, environment: &Environment, problems: &mut Problems) -> Self {
        Self::read(tree::load(path, environment, problems), problems)
    }

    /// As [`Config::parse`], with whatever could be read; see [`Config::load_into`].
    pub fn parse_into(text: &str, file_name: &str, environment: &Environment, problems: &mut Problems) -> Self {
        Self::read(tree::parse(text.to_owned(), file_name.to_owned(), environment, problems), problems)
    }

    /// A problem with the value at a JSON pointer, such as `/specs/0` or `/listeners/1/tls/key`, found by whoever uses
    /// it: a file that is not there, a certificate that cannot be read.
    pub fn problem_at(&self, pointer: &str, message: impl Into<String>) -> Problem {
        self.tree.problem_at(pointer, message)
    }

    fn read(tree: Node, problems: &mut Problems) -> Self {
        unknown_sections(&tree, problems);
        Self {
            listeners: listener::read(&tree, problems),
            data: data(&tree, problems),
            specs: specs(&tree, problems),
            routes: route::read(&tree, problems),
            defaults: section(&tree, "defaults", problems).unwrap_or_default(),
            auto_create: section(&tree, "auto_create", problems).unwrap_or(true),
            limits: section(&tree, "limits", problems).unwrap_or_default(),
            upstreams: named::upstreams(&tree, problems),
            middlewares: named::middlewares(&tree, problems),
            tree,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let mut none = Problems::new();
        Self::parse_into("", "", &Environment::empty(), &mut none)
    }
}

/// The file as a whole. Read section by section; this is the shape of it for [`crate::schema`], and the list of keys.
#[derive(JsonSchema)]
#[schemars(title = "Waystation", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used: each section is read by itself, to report on all of them")]
pub(crate) struct Sections {
    /// Where clients come in. Default: one, on 127.0.0.1:9092, that serves everything.
    listeners: Option<Vec<listener::Written>>,
    /// The folder of the built-in store. Default: ./waystation-data
    data: Option<PathBuf>,
    /// AsyncAPI documents that are active from the start.
    specs: Option<Vec<PathBuf>>,
    /// Brokers behind the gateway, by name; `stations` is the built-in store's own name.
    upstreams: Option<BTreeMap<String, BTreeMap<String, serde_json::Value>>>,
    /// Middlewares by name: each has a `type` and the settings of that type.
    middlewares: Option<BTreeMap<String, named::Written>>,
    /// Which stations go where, and through which middlewares: the first match wins. Implied last: `*`, to the
    /// built-in store, with `validate` on produce.
    routes: Option<Vec<Route>>,
    /// What a station is made with, where its maker does not say.
    defaults: Option<Defaults>,
    /// Whether a station that is not there is made when somebody produces to it. Default: true
    auto_create: Option<bool>,
    /// Bounds on what clients may cost.
    limits: Option<Limits>,
}

fn unknown_sections(tree: &Node, problems: &mut Problems) {
    let mut schema = schemars::schema_for!(Sections);
    let any = |properties: &mut serde_json::Value| {
        for (_, section) in properties.as_object_mut().into_iter().flatten() {
            *section = serde_json::Value::Bool(true);
        }
    };
    schema.get_mut("properties").into_iter().for_each(any);
    check::check(tree, &schema, problems);
}

/// A section read into its type; `None` where it is not there, or where it has a problem.
fn section<T: DeserializeOwned + JsonSchema>(tree: &Node, key: &str, problems: &mut Problems) -> Option<T> {
    tree.get(key).filter(|node| !node.is_null())?.read(problems)
}

fn data(tree: &Node, problems: &mut Problems) -> PathBuf {
    let written = section(tree, "data", problems).map(|path| placed(tree.get("data"), path));
    written.unwrap_or_else(|| PathBuf::from("./waystation-data"))
}

fn specs(tree: &Node, problems: &mut Problems) -> Vec<PathBuf> {
    let written: Vec<PathBuf> = section(tree, "specs", problems).unwrap_or_default();
    let places = tree.get("specs").map_or(&[][..], Node::items);
    written.into_iter().zip(places).map(|(path, node)| placed(Some(node), path)).collect()
}

/// A path, from where it is written: in a file from the file's folder, else from the working directory.
fn placed(node: Option<&Node>, path: PathBuf) -> PathBuf {
    node.map_or(path.clone(), |node| node.place().folder().join(path))
}

/// The elements of a section that is a list; `None` where it is not there, or is none.
fn list<'a>(tree: &'a Node, key: &str, problems: &mut Problems) -> Option<&'a [Node]> {
    let node = tree.get(key).filter(|node| !node.is_null())?;
    node.read::<Vec<serde_json::Value>>(problems).map(|_| node.items())
}
