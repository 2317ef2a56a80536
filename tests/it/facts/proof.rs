//! Every fact about this world, checked against the Python that runs here.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;
use spawnsafe::facts::{self, ArgumentTest, Fact, Failure, Literal};
use spawnsafe::world::{Platform, Worlds};

use super::{diverges, raises};

#[derive(Deserialize)]
struct Reality {
    platform: String,
    minor: u8,
    answers: Vec<String>,
}

/// How many facts may stay unproven on an interpreter that was built without everything.
const MAX_UNPROVEN_FACTS: usize = 90;

#[test]
#[allow(clippy::print_stdout)]
fn the_facts_about_this_world_are_true() {
    let facts: Vec<&Fact> = facts_of_the_library().collect();
    let questions: Vec<_> = facts.iter().map(|fact| question(fact)).collect();
    let reality = ask(&serde_json::to_vec(&questions).expect("JSON"));
    let here = reality.world();
    let optional = optional_modules();
    let mut wrong = Vec::new();
    let mut proven = BTreeMap::new();
    let mut exercised = 0;
    let mut unproven: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (fact, answer) in facts.iter().zip(&reality.answers) {
        let expected = ["absent", "present"][usize::from(fact.exists().contains(here))];
        let verdict = verdict(fact, answer, here);
        let reason = match verdict {
            _ if verdict == expected => {
                *proven.entry(expected).or_insert(0) += 1;
                continue;
            }
            "absent" | "unknown" if optional(split(fact.name).0) => {
                "in a module that this build of Python leaves out"
            }
            "absent" if fact.source == "typeshed" => {
                "a constant of headers that this build of Python did not see"
            }
            // The other test proves these.
            "unknown" if is_exercised(fact) => {
                exercised += 1;
                continue;
            }
            // What a decorator passes on is not in the signature.
            "absent" if expected == "present" && is_exercised(fact) && is_passed_on(fact) => {
                exercised += 1;
                continue;
            }
            _ => {
                wrong.push(format!("{} should be {expected}, is {answer}", fact.name));
                continue;
            }
        };
        unproven.entry(reason).or_default().push(fact.name);
    }
    let report = format!(
        "{} facts in {here}: {proven:?} proven, {exercised} by an exercise; unproven: {unproven:#?}",
        facts.len()
    );
    println!("{report}");
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    // A probe that answers nothing would prove nothing.
    let count: usize = unproven.values().map(Vec::len).sum();
    assert!(count <= MAX_UNPROVEN_FACTS, "{report}");
    assert!(proven.values().all(|&count| count > 500), "{report}");
}

#[test]
fn what_raises_or_diverges_somewhere_does_so_there_only() {
    let here = ask(b"[]").world();
    let done: BTreeMap<String, Option<String>> = python("tests/it/facts/exercises", b"");
    let exercised = facts_of_the_library().filter(|fact| is_exercised(fact));
    for fact in exercised.filter(|fact| can_be_written(fact, here)) {
        let name = fact.name;
        let outcome = done
            .get(name)
            .unwrap_or_else(|| panic!("`{name}` has no exercise"));
        match failure(fact, here) {
            Some(Failure::Raises(exception)) => {
                assert_eq!(outcome.as_deref(), Some(exception), "{name}");
            }
            Some(Failure::Diverges | Failure::Ignored) => {
                assert_eq!(outcome.as_deref(), Some("diverges"), "{name}");
            }
            Some(Failure::Missing) => assert!(outcome.is_some(), "{name} is there"),
            None => assert_eq!(*outcome, None, "{name}"),
        }
    }
    for name in done.keys() {
        let fact = facts::fact(name).unwrap_or_else(|| panic!("`{name}` has no fact"));
        assert!(
            is_exercised(fact),
            "{name} is missing or works, and is no call that fails"
        );
    }
}

/// Whether it is there somewhere and fails when it is used: then there is an exercise.
fn is_exercised(fact: &Fact) -> bool {
    !(raises(fact) | diverges(fact)).is_empty()
}

/// Whether it is about a parameter, whatever its value.
fn is_passed_on(fact: &Fact) -> bool {
    let mut all = fact.when.iter();
    !fact.when.is_empty() && all.all(|when| when.test == ArgumentTest::Passed)
}

/// Whether the names in its conditions are there: `signal.CTRL_C_EVENT` is on Windows only.
fn can_be_written(fact: &Fact, here: Worlds) -> bool {
    fact.when.iter().all(|when| match when.literal {
        Literal::Name(name) => facts::fact(name).is_none_or(|fact| fact.exists().contains(here)),
        _ => true,
    })
}

/// What happens in this world when it is used; nothing where it works.
fn failure(fact: &Fact, here: Worlds) -> Option<Failure> {
    let mut failures = fact.failures.iter();
    failures
        .find(|(worlds, _)| worlds.contains(here))
        .map(|(_, failure)| *failure)
}

/// Asks `python3` which of these names exist.
fn ask(questions: &[u8]) -> Reality {
    python("src/facts/refresh/probe.py", questions)
}

impl Reality {
    fn world(&self) -> Worlds {
        let platform = Platform::named(&self.platform).expect("a platform that is known");
        Worlds::platform(platform) & Worlds::minor(self.minor)
    }
}

/// Whether the answer means that what the fact is about is there.
fn verdict<'a>(fact: &Fact, answer: &'a str, here: Worlds) -> &'a str {
    let (verdict, why) = answer.split_once(": ").unwrap_or((answer, ""));
    let (module, member) = split(fact.name);
    let is_here = facts::fact(module).is_none_or(|fact| fact.exists().contains(here));
    let is_about_a_value = fact
        .when
        .iter()
        .any(|when| when.test != ArgumentTest::Passed);
    let is_method = fact.failure == Failure::Diverges && !fact.when.is_empty() && !is_about_a_value;
    match why {
        // What a class defines that extends this one.
        _ if is_method => "unknown",
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
    let mut parameters = fact
        .when
        .iter()
        .filter(|when| when.test != ArgumentTest::Absent);
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
    // A module that no known version has.
    let end = end.or_else(|| (!dotted.contains('.')).then_some(dotted.len()));
    let end = end.unwrap_or_else(|| panic!("`{name}` is in no module"));
    (&dotted[..end], dotted.get(end + 1..))
}

fn facts_of_the_library() -> impl Iterator<Item = &'static Fact> {
    let packages = read("src/facts/data/packages/modules.txt");
    facts::all().filter(move |fact| {
        let top = fact.name.split(['.', '(']).next().unwrap_or(fact.name);
        !packages.lines().any(|module| module == top)
    })
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

fn python<T: serde::de::DeserializeOwned>(program: &str, input: &[u8]) -> T {
    let mut child = Command::new("python3")
        .arg("-B")
        .arg(root().join(program))
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
            program,
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
