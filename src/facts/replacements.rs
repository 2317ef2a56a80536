//! What to write instead of names that are gone, where it does the same.

use std::sync::LazyLock;

use foldhash::HashMap;

/// What does the same as a name that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The dotted name; with a dot in front, only the last part of it.
    pub name: &'static str,
    /// What is different about it.
    pub difference: Option<&'static str>,
}

/// Whether every supported Python has this member of a class, as what to write instead of another one.
pub(crate) fn is_always_there(class: &str, member: &str) -> bool {
    /// The names that are replaced, by the member to write instead.
    static REPLACED: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let lines = include_str!("data/replacements.txt").lines();
        let mut replaced: HashMap<&str, Vec<&str>> = HashMap::default();
        for line in lines.filter(|line| !line.starts_with('#')) {
            if let Some((name, instead)) = line.split_once(": .") {
                replaced.entry(instead).or_default().push(name);
            }
        }
        replaced
    });
    let mut replaced = REPLACED.get(member).into_iter().flatten();
    replaced.any(|name| {
        let of_class = name.strip_prefix(class);
        of_class.is_some_and(|rest| rest.starts_with('.'))
    })
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
