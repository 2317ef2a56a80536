//! Mistakes in the data files: what cannot be read, and what is out of order and so hard to review.

use foldhash::{HashSet, HashSetExt};

use super::table::{FILES, cut, tables};
use super::{lists, spawns, values};

/// Says which sections and names of a file are out of order or there twice.
pub(super) fn audit(file: &str, text: &'static str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut last_section = "";
    for (section, text) in cut(text) {
        if section <= last_section {
            problems.push(format!("{file}: section [{section}] is out of order"));
        }
        last_section = section;
        let mut last = "";
        let mut seen = HashSet::new();
        for line in text.lines().filter(|line| !line.starts_with([' ', '#'])) {
            let name = name(line);
            if name < last {
                problems.push(format!("{file}: `{name}` is out of order"));
            }
            if !line.is_empty() && !seen.insert(line) {
                problems.push(format!("{file}: `{line}` is there twice"));
            }
            if !line.is_empty() && top(name) != section {
                problems.push(format!("{file}: `{name}` is in the section [{section}]"));
            }
            last = if line.is_empty() { last } else { name };
        }
    }
    problems
}

/// What a line is about: everything before `: `, ` @ ` or a relation.
fn name(line: &str) -> &str {
    let ends = [
        ": ",
        " @ ",
        " is ",
        " extends ",
        " returns ",
        " takes ",
        " forwards ",
        " overrides ",
        " yields ",
    ];
    let end = ends.iter().filter_map(|end| line.find(end)).min();
    &line[..end.unwrap_or(line.len())]
}

fn top(name: &str) -> &str {
    name.split(['.', '(']).next().unwrap_or(name)
}

/// What is wrong with the data files: nothing, unless an edit to one was a mistake.
pub(crate) fn problems() -> Vec<String> {
    let mut problems: Vec<String> = tables()
        .flat_map(|table| table.problems.iter().cloned())
        .collect();
    problems.extend(values::problems());
    problems.extend(spawns::problems());
    problems.extend(lists::problems());
    for (file, text) in FILES {
        problems.extend(audit(file, text));
    }
    problems
}
