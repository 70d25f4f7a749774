//! `waystation check`: every problem of a configuration at once, or its JSON Schema. Nothing is started.

use std::io::{self, IsTerminal, Write as _};
use std::path::PathBuf;

use clap::Args;
use config::{Config, Environment, Problems};

use super::Error;
use crate::run;

/// Check a configuration file, or print its JSON Schema.
#[derive(Debug, Args)]
#[command(after_help = "\
Problems come on standard error, one a line: FILE:line:column: path: problem. On a terminal each shows its line.
Variables that override the file (WAYSTATION__SECTION__KEY) are checked along with it.

Examples:
  waystation check waystation.yaml
  waystation check --schema > waystation.schema.json    for an editor that completes YAML")]
pub struct Check {
    /// The file
    #[arg(required_unless_present = "schema")]
    file: Option<PathBuf>,
    /// Print the JSON Schema of the whole file instead
    #[arg(long, conflicts_with = "file")]
    schema: bool,
}

impl Check {
    /// Checks; what is wrong was said when it fails.
    pub fn run(self) -> Result<(), Error> {
        let mut out = io::stdout();
        let Some(file) = self.file else {
            return Ok(writeln!(out, "{:#}", config::schema(run::middleware_schemas(), run::upstream_schemas()))?);
        };
        let mut problems = Problems::new();
        let config = Config::load_into(Some(&file), &Environment::of_process(), &mut problems);
        run::check(&config, &mut problems);
        if problems.is_empty() {
            return Ok(writeln!(out, "{}: fine", file.display())?);
        }
        tell(&problems);
        Err(Error::Said)
    }
}

/// Says on standard error what is wrong: on a terminal with the lines of the file.
pub(super) fn tell(problems: &Problems) {
    for problem in problems {
        if io::stderr().is_terminal() {
            eprintln!("{}", problem.explained());
        } else {
            eprintln!("{problem}");
        }
    }
}
