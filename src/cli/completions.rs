//! `waystation completions`: what a shell needs to complete the command line.

use std::io::{self, Write as _};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, Error};

/// Print a completion script for a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  source <(waystation completions bash)
  waystation completions zsh > ~/.zfunc/_waystation
  waystation completions fish > ~/.config/fish/completions/waystation.fish")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints it.
    pub fn run(self) -> Result<(), Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "waystation", &mut script);
        Ok(io::stdout().write_all(&script)?)
    }
}
