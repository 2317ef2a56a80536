//! The counts in `src/facts/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use spawnsafe::facts::{self, Fact};
use spawnsafe::world::{Platform, Worlds};

use super::{diverges, minors, raises};

#[test]
fn the_counts_in_the_readme_are_true() {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for fact in facts::all() {
        for heading in [("all", "facts"), kind(fact), source(fact)] {
            *counts.entry(heading).or_default() += 1;
        }
        for heading in failures(fact) {
            *counts.entry(heading).or_default() += 1;
        }
    }
    let mut table = String::from("| | | facts |\n|---|---|---|\n");
    for ((what, which), count) in counts {
        table += &format!("| {what} | {which} | {count} |\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/facts/README.md");
    let mut readme = fs::read_to_string(&path).expect("the page");
    if std::env::var_os("UPDATE").is_some() {
        let (before, rest) = readme.split_once("| | | facts |\n").expect("a table");
        let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
        let end = if after.is_empty() { "" } else { "\n" };
        readme = format!("{before}{table}{end}{after}");
        fs::write(&path, &readme).expect("the page is written");
    }
    assert!(
        readme.contains(&table),
        "write it again: UPDATE=1 cargo test facts::report\n\n{table}"
    );
}

/// What decides about it on the three platforms that everything is measured against.
fn kind(fact: &Fact) -> (&'static str, &'static str) {
    let rows = [Platform::Linux, Platform::Macos, Platform::Windows];
    let rows = rows.map(|platform| minors(fact.available, platform));
    let all = minors(Worlds::ALL, Platform::Linux).len();
    let by_platform = rows.iter().any(|row| *row != rows[0]);
    let by_version = rows.iter().any(|row| !row.is_empty() && row.len() < all);
    let kind = match (by_platform, by_version) {
        (true, true) => "platform and version",
        (true, false) => "platform",
        (false, true) => "version",
        (false, false) => "only platforms beside Linux, macOS and Windows, or a value",
    };
    ("decided by", kind)
}

/// Which sources stand behind it.
fn source(fact: &Fact) -> (&'static str, &'static str) {
    let generated = [
        "typeshed, real runs, docs",
        "typeshed, real runs",
        "typeshed",
    ];
    let is_line = |start: &&&str| {
        let rest = fact.source.strip_prefix(**start);
        // `docs 3.15` names the version of the documentation.
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" 3."))
    };
    let found = generated.iter().find(is_line);
    (
        "source",
        found.copied().unwrap_or("by hand, each with its own"),
    )
}

/// How it fails.
fn failures(fact: &Fact) -> impl Iterator<Item = (&'static str, &'static str)> {
    let ways = [
        ("is missing somewhere", !fact.exists()),
        ("raises somewhere", raises(fact)),
        ("does something else, or nothing, somewhere", diverges(fact)),
    ];
    ways.into_iter()
        .filter(|(_, worlds)| !worlds.is_empty())
        .map(|(way, _)| ("fails so", way))
}
