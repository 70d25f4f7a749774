//! What the command line may choose. The defaults are those of the project's targets: seven runs after a warm-up.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Waystation beside its peers, in turn, on this machine.
#[derive(Debug, Clone, Parser)]
#[command(name = "benches/run", max_term_width = 100)]
pub(crate) struct Options {
    /// Measured runs of each contestant.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) runs: u32,
    /// Runs before these, which do not count.
    #[arg(long, default_value_t = 1)]
    pub(crate) warm_ups: u32,
    /// How long a run lasts, in seconds.
    #[arg(long, default_value_t = 3.0)]
    pub(crate) seconds: f64,
    /// Three runs of one second, and 1 GB where others move 10: a look, not a result.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Only these benchmarks; default: all.
    #[arg(long, value_delimiter = ',')]
    pub(crate) only: Vec<Benchmark>,
    /// Only these peers, or `none`; default: all that are installed.
    #[arg(long, value_delimiter = ',')]
    pub(crate) peers: Vec<PeerName>,
    /// Another waystation binary, measured in turn with this one.
    #[arg(long, value_name = "BINARY")]
    pub(crate) baseline: Option<PathBuf>,
    /// How much goes through the store in the benchmark `memory`, in GB (10⁹ bytes).
    #[arg(long, default_value_t = 10.0)]
    pub(crate) gigabytes: f64,
    /// Where servers keep their data: the disk that is measured. Default: target/benches/data.
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
    /// Writes the tables into docs/benchmarks.md.
    #[arg(long)]
    pub(crate) write: bool,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A benchmark, with its number in the project's list of targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Benchmark {
    /// 6: produce, acknowledged from the page cache.
    Produce,
    /// 7: produce, synced before the acknowledgement.
    Synced,
    /// 7: the same over 100 partitions and over one.
    Partitions,
    /// 8: consume.
    Consume,
    /// 9: the time of one record, alone.
    Latency,
    /// 12: time until ready, and memory when idle.
    Start,
    /// 12: memory after 10 GB, and opening them again after a kill.
    Memory,
}

/// A family of peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PeerName {
    /// None of them.
    None,
    /// tansu, with its engines null, memory and sqlite.
    Tansu,
    /// Apache Kafka, of today and an older one.
    Kafka,
    /// nats-server, JetStream.
    Nats,
    /// fio: the disk itself.
    Fio,
}

impl Options {
    /// The command line, with what `--quick` means.
    pub(crate) fn read() -> Self {
        let mut options = Self::parse();
        if options.quick {
            options.runs = options.runs.min(3);
            options.seconds = options.seconds.min(1.0);
            options.gigabytes = options.gigabytes.min(1.0);
        }
        options
    }

    /// Whether this benchmark is to be run.
    pub(crate) fn wants(&self, benchmark: Benchmark) -> bool {
        self.only.is_empty() || self.only.contains(&benchmark)
    }

    /// Whether this peer is to be measured.
    pub(crate) fn invites(&self, peer: PeerName) -> bool {
        self.peers.is_empty() || self.peers.contains(&peer)
    }
}
