//! "Did you mean": the known word nearest to a mistyped one.

/// The candidate that `word` is most likely a slip of: a letter or two (a third of the word at most) added, left out,
/// changed or swapped with its neighbour; `-`, `_` and case do not count.
///
/// ```
/// assert_eq!(config::did_you_mean("adress", ["address", "advertise"]), Some("address"));
/// assert_eq!(config::did_you_mean("kafka", ["address", "advertise"]), None);
/// ```
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = plain(word);
    let limit = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What to say of a word that is not known: `"tagg" is not known; did you mean "tag"?`
pub fn unknown_word<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let list = if known.is_empty() { "there is none yet".to_owned() } else { format!("known: {}", known.join(", ")) };
    format!("{word:?} is not known{}", hint(word, &known, &list))
}

/// `; did you mean "x"?`, or `; <otherwise>` where nothing is near.
pub(super) fn hint(word: &str, known: &[&str], otherwise: &str) -> String {
    match did_you_mean(word, known.iter().copied()) {
        Some(near) => format!("; did you mean {near:?}?"),
        None => format!("; {otherwise}"),
    }
}

fn plain(word: &str) -> Vec<char> {
    // Bounded: a distance costs the product of the lengths.
    word.chars().take(64).map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() }).collect()
}

/// Optimal string alignment distance, two rows and the one before.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let at = |cells: &[usize], j: usize| cells.get(j).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&last, j) + usize::from(from != to);
            let best = changed.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from);
            row.push(if swapped { best.min(at(&before, j - 1) + 1) } else { best });
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}
