//! Routes: the first that matches a station's name says which backend it lives in and which pipelines it has.

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

/// A pattern of station names: `*` stands for any characters, `?` for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob(String);

impl Glob {
    /// A pattern; every text is one.
    pub fn new(pattern: &str) -> Self {
        Self(pattern.to_owned())
    }

    /// Whether a name matches, in time proportional to the product of the two lengths at worst.
    pub fn matches(&self, name: &str) -> bool {
        let (pattern, name) = (self.0.as_bytes(), name.as_bytes());
        let (mut at_pattern, mut at_name) = (0, 0);
        // Where to go on when what follows the last star turns out not to match: the star takes one more.
        let mut star: Option<(usize, usize)> = None;
        while at_name < name.len() {
            match pattern.get(at_pattern) {
                Some(b'*') => {
                    star = Some((at_pattern, at_name));
                    at_pattern += 1;
                }
                Some(b'?') => {
                    at_pattern += 1;
                    at_name += 1;
                }
                Some(byte) if Some(byte) == name.get(at_name) => {
                    at_pattern += 1;
                    at_name += 1;
                }
                _ => match star {
                    Some((star_at, taken)) => {
                        star = Some((star_at, taken + 1));
                        at_pattern = star_at + 1;
                        at_name = taken + 1;
                    }
                    None => return false,
                },
            }
        }
        pattern.iter().skip(at_pattern).all(|byte| *byte == b'*')
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn stars_and_question_marks_match_as_a_shell_does() {
        for (pattern, name, matches) in [
            ("*", "", true),
            ("*", "lights", true),
            ("lights*", "lights", true),
            ("lights*", "lights.eu", true),
            ("lights*", "light", false),
            ("*.eu", "lights.eu", true),
            ("*.eu.*", "a.eu.eu.b", true),
            ("l?ghts", "lights", true),
            ("l?ghts", "lghts", false),
            ("", "", true),
            ("", "x", false),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbX", false),
        ] {
            assert_eq!(Glob::new(pattern).matches(name), matches, "{pattern} {name}");
        }
    }
}
