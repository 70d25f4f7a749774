//! Routes: the first that matches a station's name says which backend it lives in and which pipelines it has.

use config::Glob;
use middlewares::Pipeline;

/// All routes of a configuration, with their pipelines built.
pub struct Routes {
    /// A set for each listener upstream (`None`: listeners without one), each ending in a route that matches all.
    sets: Vec<(Option<String>, Vec<Route>, Route)>,
}

/// One route.
pub struct Route {
    /// The station names it is for.
    pub stations: Vec<Glob>,
    /// The name of the backend.
    pub upstream: String,
    /// What a delivery goes through on its way in; it ends in the backend.
    pub produce: Pipeline,
    /// What a batch goes through on its way out; `None`: nothing, and batches stay unopened.
    pub consume: Option<Pipeline>,
}

impl Routes {
    /// Routes from sets: for each listener upstream its routes in order, and the last one that takes the rest.
    /// The first set serves listeners whose upstream has none of its own.
    pub fn new(first: (Option<String>, Vec<Route>, Route), others: Vec<(Option<String>, Vec<Route>, Route)>) -> Self {
        let mut sets = vec![first];
        sets.extend(others);
        Self { sets }
    }

    /// The route of a station for clients of a listener with this upstream.
    pub fn find(&self, upstream: Option<&str>, station: &str) -> &Route {
        let set = self.sets.iter().find(|(name, ..)| name.as_deref() == upstream);
        let Some((_, routes, rest)) = set.or(self.sets.first()) else {
            unreachable!("`new` always puts a first set in")
        };
        routes.iter().find(|route| route.stations.iter().any(|glob| glob.matches(station))).unwrap_or(rest)
    }
}
