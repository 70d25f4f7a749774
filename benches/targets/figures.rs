//! Figures of several runs: medians, spreads, and how they are written.

/// The middle of some numbers, with the least and the greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Spread {
    /// Of at least one number.
    pub(crate) fn of(numbers: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let (below, above) = (sorted.get((sorted.len() - 1) / 2)?, sorted.get(sorted.len() / 2)?);
        Some(Self { median: f64::midpoint(*below, *above), min, max })
    }

    /// `median (min–max)`, or the number alone where there is only one.
    pub(crate) fn written(&self) -> String {
        if self.min.total_cmp(&self.max).is_eq() {
            return number(self.median);
        }
        format!("{} ({}–{})", number(self.median), number(self.min), number(self.max))
    }
}

/// The value below which this share of sorted values lies; 0 of none.
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    // Rounding to a place in the list is what the cast is for.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or(0.0)
}

/// A count as a number that can be divided. Exact below 2⁵³.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

/// Three digits at least, thousands as `k`.
pub(crate) fn number(value: f64) -> String {
    match value.abs() {
        large if large >= 1e6 => format!("{},{:03.0}k", (value / 1e6).floor(), (value % 1e6 / 1e3).floor()),
        large if large >= 1e5 => format!("{:.0}k", value / 1e3),
        large if large >= 1e4 => format!("{:.1}k", value / 1e3),
        large if large >= 100.0 => format!("{value:.0}"),
        large if large >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
