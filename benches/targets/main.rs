//! The project's performance targets, measured: `benches/run` builds this and runs it. It prints tables and never fails
//! for a figure; how to read them is in `docs/benchmarks.md`.
//!
//! # Layout
//!
//! - `benchmarks/`: the contests of each target, and their limits
//! - `contest.rs`, `table.rs`, `figures.rs`, `page.rs`: contestants in turn, what came out, how it is written
//! - `peers/`, `server.rs`: who is measured, and a server in a process of its own
//! - `clients/`: what load is made with
//! - `machine.rs`, `lab.rs`, `options.rs`, `error.rs`: where, and what was asked for

mod benchmarks;
mod clients;
mod contest;
mod error;
mod figures;
mod lab;
mod machine;
mod options;
mod page;
mod peers;
mod server;
mod table;

use std::process::ExitCode;

use benchmarks::{consume, latency, memory, partitions, produce, start, synced};
use error::Error;
use lab::Lab;
use options::{Benchmark, Options};
use table::Table;

/// Holds the contests of a benchmark.
type Run = fn(&Lab) -> Vec<Table>;

/// The benchmarks in their order.
const ALL: &[(Benchmark, Run)] = &[
    (Benchmark::Produce, produce::run),
    (Benchmark::Synced, synced::run),
    (Benchmark::Partitions, partitions::run),
    (Benchmark::Consume, consume::run),
    (Benchmark::Latency, latency::run),
    (Benchmark::Start, start::run),
    (Benchmark::Memory, memory::run),
];

fn main() -> ExitCode {
    match run(Options::read()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("benches: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<(), Error> {
    let lab = Lab::open(options)?;
    println!("{}\n", machine::description());
    let mut tables = Vec::new();
    for (_, run) in ALL.iter().filter(|(benchmark, _)| lab.options.wants(*benchmark)) {
        for table in run(&lab) {
            println!("{}", table.text());
            tables.push(table);
        }
    }
    if lab.options.write { page::write(&lab.options, &tables) } else { Ok(()) }
}
