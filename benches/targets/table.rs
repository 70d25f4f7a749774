//! The result of a contest, and its two forms: lines for a terminal, and Markdown for the docs.

use std::fmt::Write as _;

use crate::figures::{Spread, number};

/// More than this share of one core used by others makes a verdict doubtful.
const QUIET_CORES: f64 = 0.25;

/// A target's limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Limit {
    AtLeast(f64),
    AtMost(f64),
}

/// Who took part, and what came out.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) target: &'static str,
    pub(crate) title: String,
    pub(crate) unit: &'static str,
    /// Cores that neither servers nor clients of ours took.
    pub(crate) others_cores: Option<Spread>,
    /// The load average before and after.
    pub(crate) load: (f64, f64),
    pub(crate) rows: Vec<Row>,
}

/// A contestant's results. The limit is on the ratio, or, without one, on the value itself.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) who: String,
    pub(crate) value: Option<Spread>,
    pub(crate) p99: Option<Spread>,
    pub(crate) cpu_us: Option<Spread>,
    /// The subject's value divided by this one's.
    pub(crate) ratio: Option<Spread>,
    pub(crate) limit: Option<Limit>,
    /// Why it was left out.
    pub(crate) out: Option<String>,
}

impl Limit {
    fn is_met(self, value: f64) -> bool {
        match self {
            Limit::AtLeast(least) => value >= least,
            Limit::AtMost(most) => value <= most,
        }
    }

    fn written(self) -> String {
        match self {
            Limit::AtLeast(least) => format!("≥ {}", number(least)),
            Limit::AtMost(most) => format!("≤ {}", number(most)),
        }
    }
}

impl Row {
    /// Without a limit, or anything to hold to it, there is none.
    fn verdict(&self) -> Option<&'static str> {
        let value = self.ratio.or(self.value)?.median;
        Some(if self.limit?.is_met(value) { "pass" } else { "SHORT" })
    }

    /// What stands in each column; `out` takes the place of the values.
    fn cells(&self) -> [String; 7] {
        let written = |spread: Option<Spread>| spread.map_or_else(String::new, |spread| spread.written());
        [
            self.who.clone(),
            written(self.value),
            written(self.p99),
            written(self.cpu_us),
            written(self.ratio),
            self.limit.map_or_else(String::new, Limit::written),
            self.verdict().unwrap_or_default().to_owned(),
        ]
    }
}

impl Table {
    fn heads(&self) -> [String; 7] {
        let unit = self.unit.to_owned();
        [
            String::new(),
            unit,
            "p99".into(),
            "server CPU µs/record".into(),
            "ratio".into(),
            "target".into(),
            String::new(),
        ]
    }

    fn headline(&self) -> String {
        format!("target {}: {}", self.target, self.title)
    }

    /// How quiet it was.
    fn circumstances(&self) -> String {
        let (before, after) = self.load;
        let mut text = format!("load {before:.2} before, {after:.2} after");
        if let Some(others) = self.others_cores {
            let _ = write!(text, "; others took {} cores", others.written());
            if others.median > QUIET_CORES {
                text.push_str(": NOT QUIET, read the ratios with care");
            }
        }
        text
    }

    /// Columns that hold something, in lines.
    fn grid(&self) -> Vec<Vec<String>> {
        let all: Vec<[String; 7]> = std::iter::once(self.heads()).chain(self.rows.iter().map(Row::cells)).collect();
        let is_used = |column: usize| {
            column < 2 || all.iter().skip(1).any(|line| line.get(column).is_some_and(|cell| !cell.is_empty()))
        };
        let used: Vec<bool> = (0..7).map(is_used).collect();
        let keep = |line: &[String; 7]| -> Vec<String> {
            line.iter().zip(&used).filter(|(_, used)| **used).map(|(cell, _)| cell.clone()).collect()
        };
        all.iter().map(keep).collect()
    }

    /// For a terminal.
    pub(crate) fn text(&self) -> String {
        let grid = self.grid();
        let columns = grid.first().map_or(0, Vec::len);
        let width =
            |column: usize| grid.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = format!("{}\n  {}\n", self.headline(), self.circumstances());
        for (at, line) in grid.iter().enumerate() {
            let out = at.checked_sub(1).and_then(|at| self.rows.get(at)).and_then(|row| row.out.as_ref());
            let cells: Vec<String> =
                line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}", width = *width)).collect();
            let out = out.map_or_else(String::new, |out| format!("  << {}", out.lines().next().unwrap_or_default()));
            let _ = writeln!(text, "  {}", format!("{}{out}", cells.join("  ")).trim_end());
        }
        text
    }

    /// For a page.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("### {}\n\n{}.\n\n", capitalised(&self.headline()), capitalised(&self.circumstances()));
        for (at, line) in self.grid().iter().enumerate() {
            let _ = writeln!(text, "| {} |", line.join(" | "));
            if at == 0 {
                let _ = writeln!(text, "|{}", "---|".repeat(line.len()));
            }
        }
        for row in &self.rows {
            if let Some(out) = &row.out {
                let first = out.lines().next().unwrap_or_default();
                let _ = write!(text, "\n{}: {first}.\n", row.who);
            }
        }
        text
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
