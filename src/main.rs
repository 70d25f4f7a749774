//! `waystation`: the command line, a line a verb. What the verbs do is in `waystation::cli`.

use std::process::ExitCode;

use clap::Parser as _;
use waystation::cli::{self, Cli, Verb};

fn main() -> ExitCode {
    let Cli { verb } = Cli::parse();
    cli::exit_code(match verb {
        Verb::Serve(serve) => cli::wait(serve.run()),
        Verb::Check(check) => check.run(),
        Verb::Produce(produce) => cli::wait(produce.run()),
        Verb::Consume(consume) => cli::wait(consume.run()),
        Verb::Watch(watch) => cli::wait(watch.run()),
        Verb::Stations(stations) => cli::wait(stations.run()),
        Verb::Specs(specs) => cli::wait(specs.run()),
        Verb::Completions(completions) => completions.run(),
    })
}
