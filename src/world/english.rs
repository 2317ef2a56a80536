//! Sets of worlds as a person would say them.

use super::{FIRST_MINOR, LAST_MINOR, Platform, Worlds, ranges, widen};

/// Up to this many platforms are named one by one, even when they are all the targets.
const MAX_NAMED_PLATFORMS: usize = 3;

impl Worlds {
    /// The set as a person would say it, as far as it concerns `targets`: "on Windows, and Linux
    /// from 3.14".
    pub fn in_english(self, targets: Self) -> String {
        let wanted = self & targets;
        if wanted == targets && targets.platforms().count() > MAX_NAMED_PLATFORMS {
            return "on every target platform".into();
        }
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        for platform in wanted.platforms() {
            let row = widen(platform, wanted.row(platform), targets.row(platform)).row(platform);
            let versions = english_versions(row);
            match groups.iter_mut().find(|(known, _)| *known == versions) {
                Some((_, titles)) => titles.push(platform.title()),
                None => groups.push((versions, vec![platform.title()])),
            }
        }
        groups.sort_by_key(|(versions, _)| !versions.is_empty());
        if let [(versions, titles)] = &groups[..]
            && !versions.is_empty()
            && titles.len() == targets.platforms().count()
        {
            return versions.trim_start().to_owned();
        }
        // After platforms that fail as a whole, the versions of the others need few words.
        let whole = groups
            .first()
            .is_some_and(|(versions, _)| versions.is_empty());
        let parts = groups.iter().enumerate();
        let parts = parts.map(|(at, (versions, titles))| match whole && at > 0 {
            true => format!("{}{}", listed(titles), versions.replace("Python ", "")),
            false => format!("on {}{versions}", listed(titles)),
        });
        parts.collect::<Vec<_>>().join(", and ")
    }
}

impl Worlds {
    /// What these targets are, where every platform has the same versions in a row: "Linux and macOS, Python 3.11
    /// to 3.15".
    pub fn as_targets(self) -> Option<String> {
        let first = self.row(self.platforms().next()?);
        let is_same = |platform| self.row(platform) == first;
        let [(oldest, newest)] = ranges(first)[..] else {
            return None;
        };
        if !self.platforms().all(is_same) {
            return None;
        }
        let titles: Vec<&str> = self.platforms().map(Platform::title).collect();
        let versions = match oldest == newest {
            true => format!("Python 3.{oldest}"),
            false => format!("Python 3.{oldest} to 3.{newest}"),
        };
        Some(format!("{}, {versions}", listed(&titles)))
    }
}

/// "Windows", "Windows and macOS", "Linux, macOS and Windows".
pub fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [platform] => (*platform).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn english_versions(row: u16) -> String {
    if row == u16::MAX {
        return String::new();
    }
    let parts: Vec<String> = ranges(row)
        .into_iter()
        .map(|(first, last)| match (first, last) {
            (FIRST_MINOR, last) => format!("up to Python 3.{last}"),
            (first, LAST_MINOR) => format!("from Python 3.{first}"),
            (first, last) if first == last => format!("with Python 3.{first}"),
            (first, last) => format!("with Python 3.{first} to 3.{last}"),
        })
        .collect();
    format!(" {}", parts.join(" and "))
}
