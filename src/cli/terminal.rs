//! What a terminal gets and a pipe does not: colours, aligned columns, a progress bar. `NO_COLOR` is respected.

use std::io::{self, IsTerminal, Write as _};

use clap::builder::styling::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

/// The colours of a stream; none where it is no terminal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    coloured: bool,
}

/// The colours of standard output.
pub(super) fn stdout() -> Palette {
    Palette { coloured: io::stdout().is_terminal() && wanted() }
}

/// The colours of standard error.
pub(super) fn stderr() -> Palette {
    Palette { coloured: io::stderr().is_terminal() && wanted() }
}

/// <https://no-color.org>: set, and not empty.
fn wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

impl Palette {
    /// No colours.
    #[cfg(test)]
    pub(super) fn plain() -> Self {
        Self { coloured: false }
    }

    /// What went wrong.
    pub(super) fn error(self) -> Style {
        self.of(AnsiColor::Red.on_default().bold())
    }

    /// What went on though something is wrong with it.
    pub(super) fn warning(self) -> Style {
        self.of(AnsiColor::Yellow.on_default())
    }

    /// What went well.
    pub(super) fn good(self) -> Style {
        self.of(AnsiColor::Green.on_default())
    }

    /// What is there but seldom read.
    pub(super) fn faint(self) -> Style {
        self.of(Style::new().dimmed())
    }

    /// Names.
    pub(super) fn name(self) -> Style {
        self.of(AnsiColor::Cyan.on_default())
    }

    /// Headings.
    pub(super) fn heading(self) -> Style {
        self.of(Style::new().bold())
    }

    fn of(self, style: Style) -> Style {
        if self.coloured { style } else { Style::new() }
    }
}

/// A text that a terminal shows as it is: what would move its cursor or change its colours is escaped. Messages come
/// from strangers.
pub(super) fn tame(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect()
}

/// Prints rows below their heads, each column as wide as its widest text.
pub(super) fn table<const COLUMNS: usize>(heads: [&str; COLUMNS], rows: &[[String; COLUMNS]]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let width = |column: usize| {
        let texts = rows.iter().filter_map(|row| row.get(column)).map(|text| text.chars().count());
        texts.chain(heads.get(column).map(|head| head.len())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    let line = |texts: &[&str]| {
        let padded = texts.iter().zip(&widths).map(|(text, width)| format!("{text:width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let heading = stdout().heading();
    writeln!(out, "{heading}{}{heading:#}", line(&heads))?;
    for row in rows {
        writeln!(out, "{}", line(&row.each_ref().map(String::as_str)))?;
    }
    Ok(())
}

/// A bar of bytes done, on standard error; nothing where that is no terminal.
pub(super) fn progress(total_bytes: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total_bytes);
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {msg} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_cannot_paint_the_terminal() {
        assert_eq!(tame("a\u{1b}[31mb\r\n\u{9b}c ü"), "a\\u{1b}[31mb\\r\\n\\u{9b}c ü");
    }
}
