//! What is wrong with a setting.

use std::ops::Range;

use strsim::osa_distance;

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
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
    let limit = (written.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let longer = candidate.len() > 2 && written.starts_with(candidate);
            let shorter = written.len() > 2 && candidate.starts_with(&*written);
            let near = (longer || shorter).then_some(1);
            (
                near.unwrap_or_else(|| osa_distance(&written, candidate)),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
