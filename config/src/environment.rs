//! What overrides a configuration file: environment variables, and two flags of the command line.
//!
//! Handed in rather than looked up, so that a test decides what there is. How they are merged is in `tree::overrides`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// Variables and flags. A flag wins over a variable, a variable over the file.
#[derive(Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
    pub(crate) listen: Option<String>,
    pub(crate) data: Option<String>,
}

impl Environment {
    /// No variables and no flags.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The variables of this process. Those that are not UTF-8 are left out.
    pub fn of_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// `--listen ADDRESS`: where the first listener listens, whatever the file says.
    pub fn with_listen(mut self, address: impl Into<String>) -> Self {
        self.listen = Some(address.into());
        self
    }

    /// `--data DIR`: where the built-in store keeps its files, from the working directory.
    pub fn with_data(mut self, dir: &Path) -> Self {
        self.data = Some(dir.to_string_lossy().into_owned());
        self
    }

    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Only the names: values are secrets, and debug output ends up in logs.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { variables, ..Self::default() }
    }
}
