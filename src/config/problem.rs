//! What is wrong with a setting.

use std::ops::Range;

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes that are wrong; `None` where there is no text.
    pub range: Option<Range<usize>>,
    /// The setting, with dots: `rules.unavailable-import`; empty for a text that cannot be read.
    pub setting: String,
    /// What is wrong, and what is allowed.
    pub message: String,
}

/// The candidate that was probably meant, if one is near enough.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let written = word.to_lowercase();
    let word: Vec<char> = written.chars().take(64).collect();
    let limit = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let longer = candidate.len() > 2 && written.starts_with(candidate);
            let shorter = written.len() > 2 && candidate.starts_with(&*written);
            let near = (longer || shorter).then_some(1);
            (
                near.unwrap_or_else(|| distance(&word, candidate)),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many insertions, deletions, replacements and swaps of neighbours lie between two words.
fn distance(word: &[char], candidate: &str) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=word.len()).collect();
    let mut last = '\0';
    for (i, c) in candidate.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, &w) in word.iter().enumerate() {
            let replaced = row[j] + usize::from(w != c);
            let mut best = replaced.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && w == last && word[j - 1] == c {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        last = c;
    }
    row[word.len()]
}
