//! Every fact about linux, checked against the Python that runs here.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use spawnsafe::facts::{self, Fact, Failure, Test};
use spawnsafe::world::{Platform, Worlds};

#[derive(Deserialize)]
struct Reality {
    platform: String,
    minor: u8,
    answers: Vec<String>,
}

#[test]
fn the_facts_about_linux_are_true_here() {
    let facts: Vec<&Fact> = facts::all()
        .filter(|fact| is_of_the_library(fact))
        .collect();
    let questions: Vec<_> = facts.iter().map(|fact| question(fact)).collect();
    let input = serde_json::to_vec(&questions).expect("JSON");
    let reality: Reality = python(&root().join("src/facts/refresh/probe.py"), &input);
    if reality.platform != "linux" {
        // The facts about other platforms have no proof yet; the data is the same everywhere.
        return;
    }
    let here = Worlds::platform(Platform::Linux) & Worlds::minor(reality.minor);
    let optional = optional_modules();
    let mut wrong = Vec::new();
    let mut proven = BTreeMap::new();
    for (fact, answer) in facts.iter().zip(&reality.answers) {
        let verdict = verdict(fact, answer, here);
        let expected = if fact.exists().contains(here) {
            "present"
        } else {
            "absent"
        };
        let (module, _) = split(fact.name);
        if verdict != expected && (verdict == "present" || !optional(module)) {
            wrong.push(format!("{} should be {expected}, is {answer}", fact.name));
        }
        *proven.entry(format!("{expected}, {verdict}")).or_insert(0) += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} facts are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    #[allow(clippy::print_stdout, reason = "the answer of the proof")]
    println!(
        "python 3.{}: {} facts, expected and found: {proven:?}",
        reality.minor,
        facts.len()
    );
    assert!(
        facts.len() > 3_000,
        "only {} facts were checked",
        facts.len()
    );
}

#[test]
fn what_raises_or_diverges_on_linux_does_so_here() {
    let version: Reality = python(&root().join("src/facts/refresh/probe.py"), b"[]");
    if version.platform != "linux" {
        return;
    }
    let here = Worlds::platform(Platform::Linux) & Worlds::minor(version.minor);
    let expected: BTreeMap<String, String> = facts::all()
        .filter(|fact| is_of_the_library(fact))
        .filter_map(|fact| {
            let (_, failure) = fact
                .failures
                .iter()
                .find(|(worlds, _)| worlds.contains(here))?;
            let outcome = match failure {
                Failure::Missing => return None,
                Failure::Raises(exception) => *exception,
                Failure::Diverges => "diverges",
            };
            Some((fact.name.to_owned(), outcome.to_owned()))
        })
        .collect();
    let found: BTreeMap<String, Option<String>> =
        python(&root().join("tests/it/facts/exercises.py"), b"");
    let found: BTreeMap<String, String> = found
        .into_iter()
        .map(|(fact, outcome)| (fact, outcome.unwrap_or_else(|| "works".into())))
        .filter(|(fact, outcome)| outcome != "works" || expected.contains_key(fact))
        // Where the fact says that it is missing here, another error than its own is right.
        .filter(|(name, _)| facts::fact(name).is_none_or(|fact| fact.exists().contains(here)))
        .collect();
    assert_eq!(found, expected);
}

/// Whether the answer means that what the fact is about is there.
fn verdict<'a>(fact: &Fact, answer: &'a str, here: Worlds) -> &'a str {
    let (verdict, why) = answer.split_once(": ").unwrap_or((answer, ""));
    let (module, member) = split(fact.name);
    let is_here = facts::fact(module).is_none_or(|fact| fact.exists().contains(here));
    let is_about_a_value = fact.when.iter().any(|when| when.test != Test::Passed);
    match why {
        // A fact about a value does not mind how it is passed.
        "it is passed by position only" if is_about_a_value => "present",
        // What is inside a module that is rightly missing is missing.
        _ if member.is_some() && why.starts_with(module) && !is_here => "absent",
        _ => verdict,
    }
}

/// The module, the member in it and the parameter of that, that a fact is about.
fn question(fact: &Fact) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    let (module, member) = split(fact.name);
    let mut parameters = fact.when.iter().filter(|when| when.test != Test::Absent);
    (module, member, parameters.next().map(|when| when.parameter))
}

fn split(name: &'static str) -> (&'static str, Option<&'static str>) {
    let dotted = name.split('(').next().unwrap_or(name);
    let ends = dotted.match_indices('.').map(|(at, _)| at);
    let ends: Vec<usize> = ends.chain([dotted.len()]).collect();
    let end = ends
        .into_iter()
        .rev()
        .find(|&end| facts::is_module(&dotted[..end]));
    let end = end.unwrap_or_else(|| panic!("`{name}` is in no module"));
    (&dotted[..end], dotted.get(end + 1..))
}

fn is_of_the_library(fact: &Fact) -> bool {
    let packages = read("src/facts/data/packages/modules.txt");
    let top = fact.name.split(['.', '(']).next().unwrap_or(fact.name);
    !packages.lines().any(|module| module == top)
}

/// Whether a build of Python may leave this module out.
fn optional_modules() -> impl Fn(&str) -> bool {
    let text = read("src/facts/data/optional.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let names: BTreeSet<String> = lines
        .map(|line| line.split_once(": ").expect("a reason").0.to_owned())
        .collect();
    move |module| {
        let ends = module.match_indices('.').map(|(at, _)| at);
        let mut ends = ends.chain([module.len()]);
        ends.any(|end| names.contains(&module[..end]))
    }
}

fn python<T: serde::de::DeserializeOwned>(program: &Path, input: &[u8]) -> T {
    let mut child = Command::new("python3")
        .arg("-B")
        .arg(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 on PATH");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input)
        .expect("python3 reads its questions");
    let output = child.wait_with_output().expect("python3 ends");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "{}: {error}\n{}",
            program.display(),
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
