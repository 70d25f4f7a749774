//! "Did you mean": the nearest known word to one that is not known.

/// A hint naming the candidate closest to `word`, where one is close enough to be what was meant.
pub(crate) fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let word: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if word.len() > LONGEST {
        return None;
    }
    let most = (word.len() / 3).max(1);
    candidates
        .take(MOST_CANDIDATES)
        .filter_map(|candidate| {
            let distance = distance(&word, &candidate.chars().take(LONGEST).collect::<Vec<_>>());
            (distance <= most).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

/// Longer words are not compared, nor more of them: the cost is their product.
const LONGEST: usize = 64;
const MOST_CANDIDATES: usize = 1_000;

/// Optimal string alignment: insertions, deletions, replacements and swapped neighbours; case counts nothing.
fn distance(a: &[char], b: &[char]) -> usize {
    let same = |x: char, y: char| x.eq_ignore_ascii_case(&y);
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let at = |row: &[usize], i: usize| row.get(i).copied().unwrap_or(usize::MAX);
    let mut previous_a = None;
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        let mut previous_b = None;
        for (j, &y) in b.iter().enumerate() {
            let replaced = at(&row, j) + usize::from(!same(x, y));
            let mut best = replaced.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            if let (Some(px), Some(py), Some(k)) = (previous_a, previous_b, j.checked_sub(1))
                && same(px, y)
                && same(x, py)
            {
                best = best.min(at(&before, k).saturating_add(1));
            }
            next.push(best);
            previous_b = Some(y);
        }
        before = std::mem::replace(&mut row, next);
        previous_a = Some(x);
    }
    at(&row, b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let words = ["channels", "components", "info"];
        assert_eq!(
            closest("chanels", words.into_iter()).unwrap(),
            "did you mean `channels`?"
        );
        assert_eq!(
            closest("cahnnels", words.into_iter()).unwrap(),
            "did you mean `channels`?"
        );
        assert_eq!(
            closest("Info", words.into_iter()).unwrap(),
            "did you mean `info`?"
        );
        assert_eq!(closest("security", words.into_iter()), None);
    }
}
