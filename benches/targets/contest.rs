//! A contest: the subject and its peers measured in turn, so that what the machine does meanwhile falls on all alike.

use crate::error::Error;
use crate::figures::{Spread, float};
use crate::machine::{self, Spent};
use crate::options::Options;
use crate::table::{Limit, Row, Table};

/// What one run of one contestant gave.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// In the contest's unit.
    pub(crate) value: f64,
    /// The 99th percentile, where the value is a median.
    pub(crate) p99: Option<f64>,
    /// CPU time of the server for a record, in microseconds.
    pub(crate) cpu_us: Option<f64>,
    /// How many cores everybody else took.
    pub(crate) others_cores: Option<f64>,
}

impl Measured {
    /// So many records in the time that was spent.
    pub(crate) fn rate(records: u64, spent: Spent) -> Self {
        Self { value: float(records) / spent.wall.as_secs_f64(), ..Self::cost(0.0, records, spent) }
    }

    /// A value of its own, for which so many records were moved.
    pub(crate) fn cost(value: f64, records: u64, spent: Spent) -> Self {
        let cpu_us = spent.server_cpu.as_secs_f64() * 1e6 / float(records.max(1));
        Self { value, p99: None, cpu_us: Some(cpu_us), others_cores: Some(spent.others_cores) }
    }

    /// A value, and nothing known beside it.
    pub(crate) fn plain(value: f64) -> Self {
        Self { value, p99: None, cpu_us: None, others_cores: None }
    }
}

/// Who takes part, and how it is measured once.
pub(crate) struct Contestant<'a> {
    pub(crate) name: String,
    pub(crate) run: Box<dyn FnMut() -> Result<Measured, Error> + 'a>,
}

/// A line that the subject is to reach.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bar {
    /// Names of peers that begin so: the ratio to each is held to the limit.
    pub(crate) against: &'static str,
    pub(crate) limit: Limit,
}

/// One question, one unit, contestants of whom the first is the subject.
pub(crate) struct Contest<'a> {
    /// The target's number.
    pub(crate) target: &'static str,
    pub(crate) title: String,
    pub(crate) unit: &'static str,
    pub(crate) contestants: Vec<Contestant<'a>>,
    pub(crate) bars: Vec<Bar>,
}

/// What a contestant has shown so far.
struct Shown {
    runs: Vec<Measured>,
    /// Why it was left out.
    out: Option<String>,
}

impl Contest<'_> {
    /// Everybody once a round; whoever fails is left out from then on.
    pub(crate) fn hold(mut self, options: &Options) -> Table {
        let load_before = machine::load();
        let mut shown: Vec<Shown> = self.contestants.iter().map(|_| Shown { runs: Vec::new(), out: None }).collect();
        for round in 0..options.warm_ups + options.runs {
            for (contestant, shown) in self.contestants.iter_mut().zip(&mut shown) {
                if shown.out.is_some() {
                    continue;
                }
                match (contestant.run)() {
                    Ok(measured) if round >= options.warm_ups => shown.runs.push(measured),
                    Ok(_) => {}
                    Err(error) => {
                        eprintln!("  !! {}: {error}", contestant.name);
                        shown.out = Some(error.to_string());
                    }
                }
            }
            eprintln!("  {}: round {} of {}", self.title, round + 1, options.warm_ups + options.runs);
        }
        let others = shown.iter().flat_map(|shown| &shown.runs).filter_map(|run| run.others_cores);
        Table {
            target: self.target,
            title: self.title.clone(),
            unit: self.unit,
            others_cores: Spread::of(others),
            load: (load_before, machine::load()),
            rows: self.rows(&shown),
        }
    }

    fn rows(&self, shown: &[Shown]) -> Vec<Row> {
        let subject: &[Measured] = shown.first().map_or(&[], |first| &first.runs);
        let row = |(at, (contestant, shown)): (usize, (&Contestant<'_>, &Shown))| {
            let values = |of: fn(&Measured) -> Option<f64>| Spread::of(shown.runs.iter().filter_map(of));
            let bar = self.bars.iter().find(|bar| contestant.name.starts_with(bar.against));
            // Run by run: what slowed the machine down for a while slowed both.
            let ratios = subject.iter().zip(&shown.runs).map(|(ours, theirs)| ours.value / theirs.value);
            Row {
                who: contestant.name.clone(),
                value: values(|run| Some(run.value)),
                p99: values(|run| run.p99),
                cpu_us: values(|run| run.cpu_us),
                ratio: if at == 0 { None } else { Spread::of(ratios) },
                limit: bar.map(|bar| bar.limit),
                out: shown.out.clone(),
            }
        };
        self.contestants.iter().zip(shown).enumerate().map(row).collect()
    }
}
