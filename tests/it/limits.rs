//! Every number in the code that limits something has a reason and a voice: what a user is told when it is reached.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use spawnsafe::limits;

use super::architecture;
use super::cli::Project;

/// For each number, as `path NAME`, one of
///
/// * `said "…"`: a message with these words, which are in the code;
/// * `-v "…"`: it is counted under this name, and `check -v` says so;
/// * `shown`: what is shown is shorter, and ends in `…` or a count;
/// * `pace`: the result is the same, only the way to it differs;
/// * `no limit`: it limits nothing;
/// * `silent: …`: nothing is said, for this reason.
const VOICES: &str = include_str!("limits.txt");

/// A number in the code.
#[derive(Debug, PartialEq, Eq)]
struct Number {
    path: String,
    name: String,
    value: String,
    reason: String,
}

/// The constants of a file that are numbers or times.
fn numbers(path: &str, source: &str) -> Vec<Number> {
    let mut reason: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(more) = line.strip_prefix("///") {
            reason.push(more.trim());
            continue;
        }
        let said = std::mem::take(&mut reason).join(" ");
        let Some((_, declared)) = line.split_once("const ").filter(|(before, _)| {
            before.is_empty() || before.starts_with("pub") && before.ends_with(' ')
        }) else {
            continue;
        };
        let kinds = ["usize", "u64", "u32", "u16", "u8", "i64", "Duration"];
        let parts = declared.split_once(": ").and_then(|(name, rest)| {
            let (kind, value) = rest.split_once(" = ")?;
            kinds.contains(&kind).then_some((name, value))
        });
        if let Some((name, value)) = parts {
            found.push(Number {
                path: path.to_owned(),
                name: name.to_owned(),
                value: value.trim_end_matches(';').to_owned(),
                reason: said,
            });
        }
    }
    found
}

fn sources() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    architecture::sources(&top, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let inside = path
                .strip_prefix(&top)
                .expect("below it")
                .to_string_lossy()
                .replace('\\', "/");
            (inside, fs::read_to_string(&path).expect("a source"))
        })
        .collect()
}

fn voices() -> BTreeMap<&'static str, &'static str> {
    let lines = VOICES.lines();
    lines
        .map(|line| line.split_once(": ").expect("a number and its voice"))
        .collect()
}

/// What is wrong with the voice of a number.
fn problem(number: &Number, voice: Option<&str>, sources: &[(String, String)]) -> Option<String> {
    let at = format!("{} {}", number.path, number.name);
    let Some(voice) = voice else {
        return Some(format!(
            "{at} has no voice: give it one in tests/it/limits.txt"
        ));
    };
    let quoted = |kind: &str| {
        voice
            .strip_prefix(kind)?
            .strip_prefix(" \"")?
            .strip_suffix('"')
    };
    let has = |words: &str| sources.iter().any(|(_, source)| source.contains(words));
    if voice != "no limit" && number.reason.is_empty() {
        return Some(format!("{at} has no reason: say it above the constant"));
    }
    if let Some(words) = quoted("said") {
        return (!has(words)).then(|| format!("nobody says {words:?}, as {at} is to"));
    }
    if let Some(name) = quoted("-v") {
        return (!has(&format!("reached(\"{name}\")")))
            .then(|| format!("nobody counts {name:?}, as {at} is to"));
    }
    let is_known = ["shown", "pace", "no limit"].contains(&voice) || voice.starts_with("silent: ");
    (!is_known).then(|| format!("{at}: {voice:?} is no voice"))
}

#[test]
fn every_limit_has_a_reason_and_a_voice() {
    let (sources, voices) = (sources(), voices());
    let all: Vec<Number> = sources
        .iter()
        .flat_map(|(path, source)| numbers(path, source))
        .collect();
    let key = |number: &Number| format!("{} {}", number.path, number.name);
    let problems: Vec<String> = all
        .iter()
        .filter_map(|number| problem(number, voices.get(&*key(number)).copied(), &sources))
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    let gone: Vec<_> = voices
        .keys()
        .filter(|known| !all.iter().any(|number| key(number) == **known))
        .collect();
    assert!(gone.is_empty(), "not in the code any more: {gone:#?}");
}

#[test]
fn a_limit_without_a_voice_is_found() {
    let source = "/// Longer ones are not read.\npub(crate) const LONGEST: u64 = 1 << 20;\n    const BARE: usize = 3;\nconst NAME: &str = \"\";\n";
    let found = numbers("a.rs", source);
    let names: Vec<_> = found
        .iter()
        .map(|number| (&*number.name, &*number.value, &*number.reason))
        .collect();
    assert_eq!(
        names,
        [
            ("LONGEST", "1 << 20", "Longer ones are not read."),
            ("BARE", "3", "")
        ]
    );
    let sources = [(
        "a.rs".to_owned(),
        format!("{source}\nreached(\"letters\");\n"),
    )];
    for (at, voice, expected) in [
        (0, None, true),
        (0, Some("-v \"letters\""), false),
        (0, Some("-v \"words\""), true),
        (0, Some("said \"not read\""), false),
        (0, Some("said \"is too long\""), true),
        (0, Some("whatever"), true),
        (1, Some("pace"), true),
        (1, Some("no limit"), false),
    ] {
        assert_eq!(
            problem(&found[at], voice, &sources).is_some(),
            expected,
            "{voice:?}"
        );
    }
}

/// `docs/limits.md` from the code; `UPDATE=1` writes it again.
#[test]
fn the_page_of_the_limits_is_up_to_date() {
    let voices = voices();
    let mut rows = String::new();
    for number in sources()
        .iter()
        .flat_map(|(path, source)| numbers(path, source))
    {
        let voice = voices[&*format!("{} {}", number.path, number.name)];
        let told = match voice.split_once(' ') {
            Some(("said", words)) => format!(
                "\"… {} …\"",
                words.trim_matches('"').replace(['{', '}'], "")
            ),
            Some(("-v", what)) => format!("`-v` counts it: too many {}", what.trim_matches('"')),
            Some(("silent:", reason)) => format!("Nothing: {reason}"),
            _ => continue,
        };
        let Number {
            path,
            name,
            value,
            reason,
        } = number;
        let _ = writeln!(
            rows,
            "| `{name}` in `{path}` | `{value}` | {reason} | {told} |"
        );
    }
    let page = format!(
        "# Limits\n\nA check ends, whatever it is given, because what it looks at is limited. What lies beyond a limit is taken for unknown,\n\
         and of what is unknown nothing is said. So that silence is not taken for more than it is, each limit has a voice. This\n\
         page is made from the code: `UPDATE=1 cargo test limits`.\n\n\
         | Limit | Value | Why | What is said when it is reached |\n|---|---|---|---|\n{rows}"
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/limits.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "write it again: UPDATE=1 cargo test limits"
    );
}

#[test]
fn limits_that_are_reached_are_counted_and_said() {
    let deep = format!(
        "import os\nx = {}os.fork(){}\n",
        "[".repeat(200),
        "]".repeat(200)
    );
    let project = Project::new(&[("a.py", deep)]);
    let (_, _, err) = project.run("check -v a.py");
    assert!(err.contains("too many levels of nesting ("), "{err}");
    let (_, _, err) = project.run("check a.py");
    assert!(!err.contains("levels of nesting"), "{err}");
    // Only what was reached since is said again.
    limits::take();
}
