//! The architecture: which part may use which, and what every file looks like.

use std::fs;
use std::path::{Path, PathBuf};

/// Each part may use those before it.
const CORE: [&str; 14] = [
    "limits",
    "work_counts",
    "world",
    "text",
    "syntax",
    "facts",
    "finding",
    "model",
    "config",
    "ignore",
    "rules",
    "search",
    "check",
    "fix",
];
/// Above the core, the parts of one group do not know each other.
const ABOVE: [&[&str]; 3] = [&["project"], &["cli", "server", "testing"], &["main"]];

/// Only the server and `main.rs` wait for several things at once.
const ASYNC: [&str; 4] = ["tokio", "tower", "tower_lsp", "dashmap"];
/// What the core never asks: the disk, the environment, the network, the clock, other programs.
const OUTSIDE: [&str; 7] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
];

const MAX_LINES: usize = 400;
const TOO_LONG: &str = "it has more than 400 lines";

/// Names that say nothing.
const EMPTY_NAMES: [&str; 10] = [
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "handler",
    "handlers",
];

/// Participles that are nouns of the field, or names of what Python or the protocol calls so.
const NOUNS: [&str; 8] = [
    "finding",
    "narrowing",
    "nesting",
    "pickling",
    "rebinding",
    "setting",
    "listing",
    "testing",
];

/// Other words that say nothing of what is in a file by themselves.
const BARE_WORDS: [&str; 18] = [
    "again", "alike", "around", "brought", "deed", "file", "files", "held", "inside", "kept",
    "known", "line", "lines", "outside", "place", "said", "taken", "way",
];

/// Constants that say that there is a limit, and not of what.
const BARE_LIMITS: [&str; 12] = [
    "DEEPEST", "DEPTH", "FEW", "HEAVIEST", "LARGE", "LARGEST", "LONGEST", "MANY", "MOST", "OFTEN",
    "SLOWEST", "SOON",
];
const SUPERLATIVES: [&str; 4] = ["DEEPEST_", "LARGEST_", "LONGEST_", "MOST_"];

/// Whether a file's name is one word that does not say what is in it.
fn is_bare(name: &str) -> bool {
    let is_participle = (name.ends_with("ed") || name.ends_with("ing")) && !name.contains('_');
    BARE_WORDS.contains(&name) || is_participle && !NOUNS.contains(&name)
}

/// The constants of a source whose names do not say what they limit.
fn bare_constants(source: &str) -> impl Iterator<Item = &str> {
    let names = source.lines().filter_map(|line| {
        let (before, rest) = line.trim().split_once("const ")?;
        let is_declared = before.is_empty() || before.starts_with("pub");
        rest.split_once(": ").filter(|_| is_declared)
    });
    names.map(|(name, _)| name).filter(|name| {
        BARE_LIMITS.contains(name) || SUPERLATIVES.iter().any(|start| name.starts_with(start))
    })
}

/// The place of a part in the order, and whether it is in the core.
fn place(part: &str) -> Option<(usize, bool)> {
    let core = CORE.iter().position(|known| *known == part);
    let above = || ABOVE.iter().position(|group| group.contains(&part));
    core.map(|place| (place, true))
        .or_else(|| above().map(|group| (CORE.len() + group, false)))
}

/// What is wrong with a file, by its path under `src/`.
fn problems(path: &str, source: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut parts: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
    let empty = parts.iter().find(|name| EMPTY_NAMES.contains(name));
    problems.extend(empty.map(|name| format!("`{name}` says nothing; name it by what it does")));
    let bare = parts.last().filter(|name| is_bare(name));
    problems.extend(bare.map(|name| format!("`{name}` does not say what is in the file")));
    let bare = bare_constants(source);
    problems.extend(bare.map(|name| format!("`{name}` does not say what it limits: `MAX_…`")));
    if !source.starts_with("//! ") {
        problems.push("it does not open with a `//!` sentence".into());
    }
    if source.lines().count() > MAX_LINES {
        problems.push(TOO_LONG.into());
    }
    if parts.last() == Some(&"mod") {
        parts.pop();
    }
    let Some(own) = parts.first().filter(|own| **own != "lib") else {
        return problems;
    };
    let Some((own_place, is_core)) = place(own) else {
        problems.push(format!("`{own}` is not in the order of the parts"));
        return problems;
    };
    for used in paths(source) {
        let (root, inside) = used.split_once("::").unwrap_or((&used, ""));
        let supers = used
            .split("::")
            .take_while(|segment| *segment == "super")
            .count();
        let part = match root {
            "crate" | "spawnsafe" => inside.split("::").next(),
            "super" if supers >= parts.len() => used.split("::").nth(supers),
            _ => None,
        };
        let used_place = part.filter(|part| part != own).and_then(place);
        if used_place.is_some_and(|(used_place, _)| used_place >= own_place) {
            problems.push(format!("`{own}` may not use `{used}`"));
        }
        if ASYNC.contains(&root) && !matches!(*own, "server" | "main") {
            problems.push(format!("`{own}` may not use `{root}`, only `server` may"));
        }
        let is_outside =
            |outside: &&str| used == **outside || used.starts_with(&format!("{outside}::"));
        if is_core && OUTSIDE.iter().any(is_outside) {
            problems.push(format!("`{own}` is in the core and may not use `{used}`"));
        }
    }
    problems
}

/// Every path in a source that starts at a root, with groups spelled out.
fn paths(source: &str) -> Vec<String> {
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut paths = Vec::new();
    let roots = ["crate", "super", "spawnsafe", "std"]
        .into_iter()
        .chain(ASYNC);
    for root in roots {
        let start = format!("{root}::");
        let starts = code.match_indices(&start).map(|(at, _)| at);
        let is_root = |at: &usize| {
            let before = code[..*at].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
        };
        for at in starts.filter(is_root) {
            spell(&code[at..], "", &mut paths);
        }
    }
    paths
}

/// Reads one path, or each of a group, and gives the rest.
fn spell<'a>(code: &'a str, before: &str, paths: &mut Vec<String>) -> &'a str {
    let code = code.trim_start();
    let end = code
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*'))
        .unwrap_or(code.len());
    let path = [before, &code[..end]].concat();
    let rest = &code[end..];
    let Some(inside) = rest.strip_prefix("::") else {
        if end > 0 {
            paths.push(path);
        }
        return rest;
    };
    let before = format!("{path}::");
    let Some(mut group) = inside.strip_prefix('{') else {
        return spell(inside, &before, paths);
    };
    loop {
        group = spell(group, &before, paths).trim_start();
        // An alias of no matter: `a as b`.
        group = group.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_' || c == ' ');
        match group.strip_prefix(',') {
            Some(more) => group = more,
            None => return group.strip_prefix('}').unwrap_or(group),
        }
    }
}

pub(super) fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_keeps_to_the_architecture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert!(found.len() > 50, "only {} files", found.len());
    let mut all = Vec::new();
    for path in found {
        let source = fs::read_to_string(&path).expect("a source");
        let name = path
            .strip_prefix(&root)
            .expect("inside")
            .to_string_lossy()
            .replace('\\', "/");
        let problems = problems(&name, &source).into_iter();
        all.extend(problems.map(|problem| (name.clone(), problem)));
    }
    let show = |(name, problem): &(String, String)| format!("src/{name}: {problem}");
    let wrong: Vec<String> = all.iter().map(show).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_map_shows_the_order() {
    let lib =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).expect("lib.rs");
    let above = ABOVE.map(|group| group.join(" ")).join(" | ");
    let order = format!("//! {} | {above}\n", CORE.join(" "));
    assert!(lib.contains(&order), "lib.rs does not say {order}");
    for line in lib.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
        assert!(
            place(line.trim_end_matches(';')).is_some(),
            "{line} has no place"
        );
    }
}

#[test]
fn a_file_that_breaks_a_rule_is_found() {
    let broken = [
        (
            "text.rs",
            "use crate::syntax::Document;",
            "`text` may not use `crate::syntax::Document`",
        ),
        (
            "text/lines.rs",
            "fn f(x: crate::rules::Rule) {}",
            "`text` may not use `crate::rules::Rule`",
        ),
        (
            "text/lines.rs",
            "use super::super::check;",
            "`text` may not use `super::super::check`",
        ),
        (
            "text/mod.rs",
            "use super::check;",
            "`text` may not use `super::check`",
        ),
        (
            "text.rs",
            "use crate::{world, text::{Edit, Text as T}, model::{self, value}};",
            "`text` may not use `crate::model::self`",
        ),
        (
            "text.rs",
            "use crate::{\n    world::{\n        Worlds,\n    },\n    check,\n};",
            "`text` may not use `crate::check`",
        ),
        (
            "cli/check.rs",
            "use crate::server::Server;",
            "`cli` may not use `crate::server::Server`",
        ),
        (
            "server/mod.rs",
            "use crate::cli;",
            "`server` may not use `crate::cli`",
        ),
        (
            "project/mod.rs",
            "crate::cli::run();",
            "`project` may not use `crate::cli::run`",
        ),
        (
            "check.rs",
            "let now = std::time::Instant::now();",
            "`check` is in the core and may not use `std::time::Instant::now`",
        ),
        (
            "rules/a.rs",
            "use std::{collections::HashMap, fs};",
            "`rules` is in the core and may not use `std::fs`",
        ),
        (
            "model/mod.rs",
            "use std::env;",
            "`model` is in the core and may not use `std::env`",
        ),
        (
            "cli/mod.rs",
            "use tokio::sync::Mutex;",
            "`cli` may not use `tokio`, only `server` may",
        ),
        (
            "project/a.rs",
            "fn f(_: tower_lsp::Client) {}",
            "`project` may not use `tower_lsp`, only `server` may",
        ),
        (
            "text/util.rs",
            "",
            "`util` says nothing; name it by what it does",
        ),
        (
            "helpers/mod.rs",
            "",
            "`helpers` says nothing; name it by what it does",
        ),
        ("other.rs", "", "`other` is not in the order of the parts"),
        (
            "text/parted.rs",
            "",
            "`parted` does not say what is in the file",
        ),
        ("text/way.rs", "", "`way` does not say what is in the file"),
        (
            "text.rs",
            "pub(super) const LONGEST_LINE: usize = 3;",
            "`LONGEST_LINE` does not say what it limits: `MAX_…`",
        ),
        (
            "text.rs",
            "    const MOST: usize = 3;",
            "`MOST` does not say what it limits: `MAX_…`",
        ),
    ];
    for (path, code, problem) in broken {
        let found = problems(path, &format!("//! A file.\n{code}\n"));
        assert!(
            found.contains(&problem.to_owned()),
            "{path}: {code}: {found:?}"
        );
    }
    let opening = problems("text.rs", "use std::fmt;\n");
    assert_eq!(opening, ["it does not open with a `//!` sentence"]);
    let long = problems("text.rs", &"//! A file.\n".repeat(401));
    assert_eq!(long, [TOO_LONG]);
    assert!(problems("text.rs", &"//! A file.\n".repeat(400)).is_empty());
}

#[test]
fn a_file_that_keeps_to_the_rules_is_not() {
    let kept = [
        (
            "syntax/mod.rs",
            "use crate::text::{Edit, Text};\nuse crate::syntax::Chunk;\nuse super::text;",
        ),
        (
            "syntax/queries/mod.rs",
            "use super::Chunk;\nuse super::super::text;",
        ),
        (
            "text.rs",
            "/// See [`crate::check`].\n// crate::check::check();\nuse std::fmt;\nuse std::time::Duration;",
        ),
        (
            "server/mod.rs",
            "use tokio::sync::Mutex;\nuse std::{env, fs};\nuse crate::check::check;",
        ),
        ("project/mod.rs", "use std::fs;\nmy::std::check();"),
        (
            "main.rs",
            "use spawnsafe::{cli, server};\nuse tokio::runtime;",
        ),
        ("lib.rs", "pub mod check;"),
        (
            "model/objects/pickling.rs",
            "const MAX_PICKLING_DEPTH: u32 = 6;\nfn depth(most: usize) {}",
        ),
        ("text/printed_lines.rs", ""),
    ];
    for (path, code) in kept {
        let found = problems(path, &format!("//! A file.\n{code}\n"));
        assert!(found.is_empty(), "{path}: {code}: {found:?}");
    }
}
