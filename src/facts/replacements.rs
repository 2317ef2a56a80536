//! What to write instead of names that are gone, where it does the same.

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};

/// What does the same as a name that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The dotted name; with a dot in front, only the last part of it.
    pub name: &'static str,
    /// What is different about it.
    pub difference: Option<&'static str>,
}

/// Whether every supported Python has this name, as what to write instead of another one:
/// `configparser.RawConfigParser.read_file`.
pub(super) fn stands_in(name: &str) -> bool {
    static INSTEAD: LazyLock<HashSet<Cow<'static, str>>> = LazyLock::new(|| {
        let lines = include_str!("data/replacements.txt").lines();
        let lines = lines.filter(|line| !line.starts_with('#'));
        let instead = lines.filter_map(|line| {
            let (name, instead) = line.split_once(": ")?;
            let instead = instead.split("; ").next().unwrap_or(instead);
            let owner = name.rsplit_once('.').map_or("", |(owner, _)| owner);
            Some(match instead.starts_with('.') {
                true => Cow::Owned(format!("{owner}{instead}")),
                false => Cow::Borrowed(instead),
            })
        });
        instead.collect()
    });
    INSTEAD.contains(name)
}

/// What to write instead of this name.
pub fn replacement(name: &str) -> Option<Replacement> {
    static BY_NAME: LazyLock<HashMap<&str, Replacement>> = LazyLock::new(|| {
        let lines = include_str!("data/replacements.txt").lines();
        let lines = lines.filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| {
                let (name, instead) = line.split_once(": ")?;
                let (instead, difference) = match instead.split_once("; ") {
                    Some((instead, difference)) => (instead, Some(difference)),
                    None => (instead, None),
                };
                let replacement = Replacement {
                    name: instead,
                    difference,
                };
                Some((name, replacement))
            })
            .collect()
    });
    BY_NAME.get(name).copied()
}
