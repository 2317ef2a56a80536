//! A second opinion: what a type checker reports on some platforms only, we report too, and nothing of the kind besides.
//!
//! `oracle/pyright.json` has its answers about `oracle/sample`, one run for each platform; it says how they were
//! recorded. The comparison over whole packages is `tests/corpus/oracle.py`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use spawnsafe::config::Config;
use spawnsafe::finding::Finding;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;
use spawnsafe::text::PositionEncoding;
use spawnsafe::world::{Platform, Worlds};

const PLATFORMS: [&str; 3] = ["linux", "macos", "windows"];

/// Behind guards that the type checker does not know: `sys.platform.startswith("linux")`.
const GUARDED: &[&str] = &[
    "machine.py:22 copy_file_range macos windows",
    "machine.py:44 ttyname windows",
    "machine.py:45 startfile linux macos",
    "machine.py:46 getwindowsversion linux macos",
];

/// Names of a module whose import is reported on the same platform.
const ECHOES: &[(&str, &str)] = &[
    ("daemon.py:25 LOCK_EX windows", "daemon.py:3"),
    ("daemon.py:25 LOCK_NB windows", "daemon.py:3"),
    ("daemon.py:25 flock windows", "daemon.py:3"),
];

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/oracle")
}

/// What we find in the sample, each with its place.
fn ours() -> Vec<(String, Finding)> {
    let config = Config {
        targets: "linux|macos|windows 3.13".parse().expect("worlds"),
        levels: BTreeMap::new(),
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(here().join("sample")).expect("a sample") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("a file");
        let document = Document::new(text);
        for finding in spawnsafe::check::check(&document, &NoSurroundings, &config) {
            let start = document
                .text()
                .position(finding.range.start, PositionEncoding::Utf8);
            found.push((format!("{name}:{}", start.line + 1), finding));
        }
    }
    found
}

/// What the type checker found, as `file:line name platforms…`.
fn theirs() -> BTreeSet<String> {
    let text = fs::read_to_string(here().join("pyright.json")).expect("answers");
    let answers: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let missing = answers["missing"].as_array().expect("a list");
    missing
        .iter()
        .map(|name| name.as_str().expect("a string").to_owned())
        .collect()
}

/// A finding as the type checker would put it, if it is about a name that is missing on some platforms.
fn as_theirs(place: &str, finding: &Finding) -> Option<String> {
    let about_names = matches!(finding.rule, "unavailable-attribute" | "unavailable-import");
    let name = finding.message.split('`').nth(1)?;
    let is_module = finding.message.contains("ModuleNotFoundError");
    let platforms = PLATFORMS.iter().filter(|platform| {
        let platform = Platform::named(platform).expect("a platform");
        finding.worlds.overlaps(Worlds::platform(platform))
    });
    let platforms: Vec<&str> = platforms.copied().collect();
    (about_names && !is_module).then(|| {
        let name = name.rsplit('.').next().unwrap_or(name);
        format!("{place} {name} {}", platforms.join(" "))
    })
}

#[test]
fn the_type_checker_and_we_miss_the_same_names() {
    let ours = ours();
    let names: BTreeSet<String> = ours
        .iter()
        .filter_map(|(place, finding)| as_theirs(place, finding))
        .collect();
    let explained = |found: &String| {
        let echo = ECHOES.iter().any(|(name, import)| {
            let reported = ours
                .iter()
                .any(|(place, finding)| place == import && finding.rule == "unavailable-import");
            found == name && reported
        });
        echo || GUARDED.contains(&found.as_str())
    };
    let theirs = theirs();
    assert!(theirs.len() > 30, "the answers are there");
    let expected: BTreeSet<String> = theirs
        .iter()
        .filter(|mistake| !explained(mistake))
        .cloned()
        .collect();
    assert_eq!(expected.len() + GUARDED.len() + ECHOES.len(), theirs.len());
    let missed: Vec<&String> = expected.difference(&names).collect();
    let only_ours: Vec<&String> = names.difference(&expected).collect();
    assert!(missed.is_empty(), "missed: {missed:#?}");
    assert!(only_ours.is_empty(), "only ours: {only_ours:#?}");
}
