//! The page of the last run's figures, `docs/benchmarks.md`: everything below its mark is replaced.

use std::fmt::Write as _;
use std::fs;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::error::Error;
use crate::lab::root;
use crate::machine;
use crate::options::Options;
use crate::table::Table;

const PAGE: &str = "docs/benchmarks.md";
const MARK: &str = "<!-- Below: written by benches/run --write -->\n";

/// Writes the tables with the date, the machine and how they were made.
pub(crate) fn write(options: &Options, tables: &[Table]) -> Result<(), Error> {
    let path = root().join(PAGE);
    let text = fs::read_to_string(&path).map_err(Error::during(PAGE))?;
    let (head, _) = text.split_once(MARK).ok_or_else(|| Error::Failed(format!("{PAGE} has no line {MARK}")))?;
    let now = OffsetDateTime::now_utc().replace_nanosecond(0).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let date = now.format(&Rfc3339).map_err(Error::during("the date"))?;
    let mut page = format!("{head}{MARK}\nMade on {date}; {}; ", machine::description());
    // Writing to a String cannot fail.
    let _ = write!(page, "{} runs of {} s after {} to warm up.\n\n", options.runs, options.seconds, options.warm_ups);
    page.push_str(&tables.iter().map(Table::markdown).collect::<Vec<_>>().join("\n"));
    fs::write(&path, page).map_err(Error::during(PAGE))
}
