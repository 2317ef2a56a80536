//! Programs that double something on each line: a tree of what they say would fill any memory.

use std::fmt::Write as _;

use spawnsafe::check::check;
use spawnsafe::config::Config;
use spawnsafe::finding::Finding;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;

/// 2 to this power is more than any machine can do.
const DOUBLED: usize = 60;

fn findings(source: String) -> Vec<Finding> {
    check(&Document::new(source), &NoSurroundings, &Config::default())
}

/// A first line, then lines made of the name before and their own: `{old}` and `{new}`.
fn doubled(first: &str, line: &str, last: &str) -> String {
    let mut source = format!("import os\nfrom multiprocessing import Process\n{first}\n");
    for turn in 1..=DOUBLED {
        let line = line.replace("{new}", &format!("x{turn}"));
        let line = line.replace("{old}", &format!("x{}", turn - 1));
        writeln!(source, "{line}").expect("a string");
    }
    source + &last.replace("{old}", &format!("x{DOUBLED}")) + "\n"
}

#[test]
fn calls_of_a_function_that_fails_are_one_failure_each() {
    let source = doubled(
        "def x0(): return os.fork()",
        "def {new}(): return {old}() + {old}()",
        "{old}()",
    );
    let found = findings(source);
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn collections_that_hold_themselves_twice_are_compared_at_once() {
    let start = "Process(target=print, args=({old},)).start()";
    for line in [
        "{new} = ({old}, {old})",
        "{new} = [{old}, {old}]",
        "{new} = {'a': {old}, 'b': {old}}",
        "({new} := ({old}, {old}))",
        "{new}, other = ({old}, {old}), ({old}, {old})",
        "{new} = ({old}, {old}) if {old} == ({old}, {old}) else {old}",
    ] {
        let source = doubled("x0 = (os, lambda: 1)", line, start);
        let found = findings(source);
        assert!(!found.is_empty(), "nothing is found in `{line}`");
    }
}

#[test]
fn marks_that_hold_themselves_twice_are_looked_through_at_once() {
    let source = doubled(
        "import pytest\nx0 = pytest.mark.slow",
        "{new} = [{old}, {old}]",
        "pytestmark = {old}\nos.fork()",
    );
    assert_eq!(findings(source).len(), 1);
}
