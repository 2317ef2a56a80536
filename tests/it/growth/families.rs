//! What is four times as long takes four times the work, counted in what it takes from the memory.

use std::alloc::System;

use spawnsafe::check::check_with_fixes;
use spawnsafe::config::Config;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;
use spawnsafe::work_counts;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use super::template::{families, program};

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The size of the smaller program.
const SIZE: i64 = 48;

/// 4 to the power of 1.15, and what the tables add that grow in steps.
const MOST_CALLS: f64 = 5.2;

/// The same for bytes. A fix may hold the statement that it changes, if that is short.
const MOST_BYTES: f64 = 7.5;

/// The same for nodes of syntax, and for occurrences of names, some of which are found by halves.
const MOST_OCCURRENCES: f64 = 6.0;

/// What grows faster, but only up to a bound: the attributes of an object are looked up for each child that gets it
/// (256 at most), what a condition says is read for each part of it (256 at most, too), and a function is evaluated for
/// each call of the top level (100,000 statements at most).
const BOUNDED: [&str; 3] = ["class_attrs_lambda", "or_terms", "returns_use"];

/// What a check with all fixes takes.
struct Work {
    /// How often it asks for memory.
    calls: usize,
    bytes: usize,
    /// How many occurrences of names it looks at, which takes no memory.
    occurrences: usize,
    /// How many nodes of syntax its fixes go through.
    nodes: usize,
    found: usize,
}

fn work(source: &str) -> Work {
    work_counts::take();
    let region = Region::new(MEMORY);
    let document = Document::new(source.to_owned());
    let findings = check_with_fixes(&document, &NoSurroundings, &Config::default(), |_| true);
    let found = findings.len();
    drop(findings);
    let change = region.change();
    let done = work_counts::take();
    Work {
        calls: change.allocations + change.reallocations,
        bytes: change.bytes_allocated,
        occurrences: done.occurrences,
        nodes: done.nodes,
        found,
    }
}

fn ratio(smallest: usize, small: usize, large: usize) -> f64 {
    let more =
        |count: usize| f64::from(u32::try_from(count - smallest.min(count)).unwrap_or(u32::MAX));
    more(large) / more(small).max(1.0)
}

/// The families whose place in the list leaves this rest: the others are another test's, beside this one.
fn grow(rest: usize) {
    // Only then does nothing else run in the process that is counted.
    if std::env::var_os("NEXTEST").is_none() {
        return;
    }
    // What is made once for all documents.
    for (_, template) in families() {
        work(&program(template, 3));
    }
    let mut faults = Vec::new();
    let own = families().enumerate().filter(|(at, _)| at % 4 == rest);
    let judged = own.filter(|(_, (name, _))| !BOUNDED.contains(name));
    for (_, (name, template)) in judged {
        let work = |n| work(&program(template, n));
        let (none, small, large) = (work(2), work(SIZE), work(4 * SIZE));
        // Where the smallest has a finding that is out of reach later, its work says nothing of theirs.
        let none = match none.found > small.found {
            true => self::work(""),
            false => none,
        };
        let calls = ratio(none.calls, small.calls, large.calls);
        let bytes = ratio(none.bytes, small.bytes, large.bytes);
        let occurrences = ratio(none.occurrences, small.occurrences, large.occurrences);
        let nodes = ratio(none.nodes, small.nodes, large.nodes);
        let grows = calls > MOST_CALLS
            || bytes > MOST_BYTES
            || occurrences > MOST_OCCURRENCES
            || nodes > MOST_OCCURRENCES;
        if grows {
            faults.push(format!(
                "{name}: {calls:.1} times the calls, {bytes:.1} times the bytes, {occurrences:.1} times the occurrences, {nodes:.1} times the nodes"
            ));
        }
    }
    assert!(
        faults.is_empty(),
        "these grow faster than their input:\n{}",
        faults.join("\n")
    );
}

#[test]
fn the_first_quarter_grows_no_faster_than_its_input() {
    grow(0);
}

#[test]
fn the_second_quarter_grows_no_faster_than_its_input() {
    grow(1);
}

#[test]
fn the_third_quarter_grows_no_faster_than_its_input() {
    grow(2);
}

#[test]
fn the_fourth_quarter_grows_no_faster_than_its_input() {
    grow(3);
}
