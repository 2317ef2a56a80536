//! Every message in one file, to be read as a whole: an example of each wording.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{judge, read_all};

/// Where they are.
const FILE: &str = "tests/it/pages/messages.txt";
/// No message is longer, however long the names in it are.
const MAX_MESSAGE_CHARACTERS: usize = 126;
/// So many of a hundred are no longer than so many characters.
const SHORT_MESSAGES: [(usize, usize); 2] = [(52, 100), (96, 120)];

#[test]
fn every_message_is_in_the_file() {
    let found: RefCell<BTreeMap<String, String>> = RefCell::default();
    for page in &read_all() {
        judge::judge(page, &|document, around, config| {
            let findings = spawnsafe::check::check_with_fixes(document, around, config, |_| false);
            for finding in &findings {
                let message = format!("{}: {}", finding.rule, finding.message);
                let mut found = found.borrow_mut();
                let example = found
                    .entry(wording(&message))
                    .or_insert_with(|| message.clone());
                // Any will do, as long as it is the same each time.
                if message < *example {
                    *example = message;
                }
            }
            findings
        });
    }
    let found = found.into_inner();
    let mut lines: Vec<&str> = found.values().map(String::as_str).collect();
    lines.sort_unstable();
    let text = lines.join("\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&path, &text).expect("the file is written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written.replace("\r\n", "\n"),
        text,
        "UPDATE_PAGES=1 writes {FILE}; read it"
    );
    let lengths = lines.iter().map(|line| {
        let (_, message) = line.split_once(": ").expect("the rule comes first");
        message.chars().count()
    });
    let lengths: Vec<usize> = lengths.collect();
    assert!(
        lengths
            .iter()
            .all(|length| *length <= MAX_MESSAGE_CHARACTERS)
    );
    for (percent, characters) in SHORT_MESSAGES {
        let short = lengths.iter().filter(|length| **length <= characters);
        assert!(
            short.count() * 100 >= percent * lengths.len(),
            "{characters}"
        );
    }
    let doubled = ["a a ", "  ", " ,", "with a `a", "this raises an exception"];
    for line in lines {
        assert!(!doubled.iter().any(|slip| line.contains(slip)), "{line}");
    }
}

/// A message without its names, versions and places, so that each wording is there once.
fn wording(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let words = parts.map(|(at, part)| if at % 2 == 0 { part } else { "…" });
    let words: String = words.collect::<Vec<_>>().join("`");
    let plain: Vec<&str> = words
        .split(' ')
        .map(|word| match word.trim_end_matches([',', ':', '.']) {
            "Linux" | "macOS" | "Windows" | "Emscripten" | "Android" | "iOS" | "WASI"
            | "FreeBSD" => "…",
            number if number.starts_with("3.") => "…",
            exception if exception.ends_with("Error") => "…",
            _ => word,
        })
        .collect();
    plain.join(" ")
}
