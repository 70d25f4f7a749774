//! Routes: which stations go where, and through what. Matching them is the gateway's.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BUILT_IN, named};
use crate::check;
use crate::text::Glob;
use crate::tree::Node;
use crate::{Problem, Problems};

/// One route. The names in it are known to be there.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Patterns of station names: `*` is any run of characters, `?` any one.
    #[schemars(length(min = 1))]
    pub stations: Vec<Glob>,
    /// Where they are kept: an upstream's name, or `stations` for the built-in store. Default: the listener's own.
    #[serde(default)]
    pub upstream: Option<String>,
    /// Middlewares by name, in order, for messages that come in.
    #[serde(default)]
    pub produce: Vec<String>,
    /// Middlewares by name, in order, for messages that go out.
    #[serde(default)]
    pub consume: Vec<String>,
}

/// Reads every route, and checks that what it names is there.
pub(super) fn read(tree: &Node, problems: &mut Problems) -> Vec<Route> {
    let Some(routes) = super::list(tree, "routes", problems) else {
        return Vec::new();
    };
    let upstreams = named::names(tree, "upstreams");
    let middlewares = named::names(tree, "middlewares");
    for route in routes {
        if let Some(upstream) = route.get("upstream") {
            problems.extend(unknown(upstream, "upstream", upstreams.iter().copied().chain([BUILT_IN])));
        }
        for direction in ["produce", "consume"] {
            for name in route.get(direction).map_or(&[][..], Node::items) {
                problems.extend(unknown(name, "middleware", middlewares.iter().copied()));
            }
        }
    }
    routes.iter().filter_map(|route| route.read(problems)).collect()
}

/// The problem with a name that is none of those known; what is not text is the schema's to tell.
pub(super) fn unknown<'a>(name: &Node, what: &str, known: impl Iterator<Item = &'a str>) -> Option<Problem> {
    let text = name.as_text()?;
    let known: Vec<&str> = known.collect();
    (!known.contains(&text)).then(|| name.problem(format!("{what} {}", check::unknown_word(text, known))))
}
