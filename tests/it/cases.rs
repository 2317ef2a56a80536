//! Programs after public reports and real packages, judged as `tests/cases/cases.json` says.
//!
//! `tests/cases/open.txt` lists those that are judged wrong today; the list has to be exact.
//! `SPAWNSAFE_UPDATE_CASES=1` writes it anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::cli::Project;

/// One program, and what is true of it.
#[derive(Deserialize)]
struct Case {
    /// Its directory.
    id: String,
    targets: String,
    python: String,
    /// Findings that `before/` must have; `after/` must have none.
    expect: Option<Vec<Expected>>,
    /// The start methods under which the program fails.
    #[serde(default)]
    fails: Vec<String>,
    /// It prints something else under one of them.
    #[serde(default)]
    differs: bool,
    /// Lines that findings must touch.
    #[serde(default)]
    lines: Vec<u64>,
}

/// A finding that must be there.
#[derive(Deserialize)]
struct Expected {
    file: String,
    line: u64,
    rule: Option<String>,
}

/// What the command found: path, first line, last line, rule.
type Row = (String, u64, u64, String);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a directory") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        match entry.file_type().expect("a type").is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("a copy")),
        }
    }
}

/// What is found in a copy of the directory, so that no environment nearby is picked up.
fn findings(directory: &Path, case: &Case) -> Vec<Row> {
    let project = Project::new::<&str>(&[]);
    let code = project.path("code");
    copy(directory, &code);
    let output = project
        .command("check --isolated --no-cache --output-format json")
        .args(["--target-platforms", &case.targets])
        .args(["--target-python", &case.python, "."])
        .current_dir(&code)
        .output()
        .expect("it runs");
    let status = output.status.code();
    assert!(matches!(status, Some(0 | 1)), "{}: {output:?}", case.id);
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    let row = |row: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let line = |end: &str| row["range"][end]["line"].as_u64().unwrap_or_default();
        let file = text(&row["path"]);
        (file, line("start"), line("end"), text(&row["rule"]))
    };
    rows.iter().map(row).collect()
}

fn touches(row: &Row, line: u64) -> bool {
    (row.1..=row.2).contains(&line)
}

fn meets(row: &Row, expected: &Expected) -> bool {
    let rule = expected.rule.as_deref().unwrap_or("any");
    Path::new(&row.0).file_name() == Path::new(&expected.file).file_name()
        && touches(row, expected.line)
        && (rule == "any" || rule == row.3)
}

/// Whether what is found is what is true.
fn is_right(case: &Case) -> bool {
    let directory = root().join(&case.id);
    let Some(expected) = &case.expect else {
        let rows = findings(&directory, case);
        let wrong = !case.fails.is_empty() || case.differs;
        let touched = |line: &u64| rows.iter().any(|row| touches(row, *line));
        return wrong != rows.is_empty() && case.lines.iter().all(touched);
    };
    let (before, after) = (directory.join("before"), directory.join("after"));
    let rows = match before.is_dir() {
        true => findings(&before, case),
        false => Vec::new(),
    };
    let found = |wanted: &Expected| rows.iter().any(|row| meets(row, wanted));
    expected.iter().all(found) && (!after.is_dir() || findings(&after, case).is_empty())
}

#[test]
fn reported_programs_are_judged_as_they_behave() {
    let text = fs::read_to_string(root().join("cases.json")).expect("cases");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("cases");
    assert!(cases.len() >= 173);
    let judged: BTreeMap<&str, bool> = cases
        .par_iter()
        .map(|case| (case.id.as_str(), is_right(case)))
        .collect();
    let wrong = judged.iter().filter(|(_, right)| !**right);
    let wrong: String = wrong.map(|(id, _)| format!("{id}\n")).collect();
    let list = root().join("open.txt");
    if std::env::var_os("SPAWNSAFE_UPDATE_CASES").is_some() {
        fs::write(&list, &wrong).expect("the list is written");
        return;
    }
    let known = fs::read_to_string(&list).unwrap_or_default();
    assert_eq!(known, wrong, "tests/cases/open.txt is not exact");
}
