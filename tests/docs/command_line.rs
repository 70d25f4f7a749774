//! `docs/command-line.md`: what `--help` says of every verb, in one page.

use clap::{Command, CommandFactory as _};
use waystation::cli::Cli;

pub(crate) fn page() -> String {
    let mut page =
        "# Command line\n\n<!-- Made from the code: WAYSTATION_WRITE_DOCS=1 cargo test --test docs -->\n".to_owned();
    let mut command = Cli::command();
    command.build();
    describe(&mut command, &mut page);
    page
}

fn describe(command: &mut Command, page: &mut String) {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let level = "#".repeat(name.split(' ').count() + 1);
    let help = command.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    page.push_str(&format!("\n{level} `{name}`\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    let verbs = command.get_subcommands_mut().filter(|verb| !verb.is_hide_set() && verb.get_name() != "help");
    verbs.for_each(|verb| describe(verb, page));
}
