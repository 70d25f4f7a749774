//! What became of the messages, told as it happens and summed up at the end.

use std::io::{self, Write as _};

use indicatif::ProgressBar;

use super::Fate;
use super::input::Place;
use crate::cli::{Error, terminal};

/// Counts, and tells.
pub(super) struct Report {
    station: String,
    bar: ProgressBar,
    stored: usize,
    tagged: usize,
    elsewhere: usize,
    refused: usize,
}

impl Report {
    /// A report with a progress bar, if it is known how much there is to do and somebody sees it.
    pub(super) fn new(station: &str, size_bytes: Option<u64>) -> Self {
        let bar = size_bytes.map_or_else(ProgressBar::hidden, terminal::progress);
        Self { station: station.to_owned(), bar, stored: 0, tagged: 0, elsewhere: 0, refused: 0 }
    }

    /// Tells what became of a batch that was so much of the input.
    pub(super) fn tell(&mut self, places: &[Place], fates: &[Fate], bytes: u64) {
        let palette = terminal::stderr();
        for (place, fate) in places.iter().zip(fates) {
            match fate {
                Fate::Stored => self.stored += 1,
                Fate::Tagged(errors) => {
                    self.stored += 1;
                    self.tagged += 1;
                    self.say(place, palette.warning(), "tagged", errors);
                }
                Fate::Elsewhere(word, errors) => {
                    self.elsewhere += 1;
                    self.say(place, palette.warning(), word, errors);
                }
                Fate::Refused(errors) => {
                    self.refused += 1;
                    self.say(place, palette.error(), "refused", errors);
                }
            }
        }
        self.bar.inc(bytes);
        self.bar.set_message(format!("{} stored", self.stored));
    }

    fn say(&self, place: &Place, style: clap::builder::styling::Style, word: &str, errors: &[String]) {
        let Place { name, line } = place;
        let line = if *line == 0 { String::new() } else { format!(":{line}") };
        let errors: Vec<String> = errors.iter().map(|error| terminal::tame(error)).collect();
        let why = if errors.is_empty() { String::new() } else { format!(": {}", errors.join("; ")) };
        // The bar is taken away while a line is written above it.
        self.bar.suspend(|| eprintln!("{name}{line}: {style}{word}{style:#}{why}"));
    }

    /// The sum; an error if anything was refused.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.bar.finish_and_clear();
        let Self { station, bar: _, stored, tagged, elsewhere, refused } = self;
        let mut sum = format!("{station}: {stored} stored");
        for (count, word) in [(tagged, "of them tagged"), (elsewhere, "not stored there"), (refused, "refused")] {
            if count > 0 {
                sum.push_str(&format!(", {count} {word}"));
            }
        }
        writeln!(io::stdout(), "{sum}")?;
        if refused > 0 { Err(Error::Said) } else { Ok(()) }
    }
}
