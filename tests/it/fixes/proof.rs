//! What has to hold after each fix.

use std::collections::{BTreeMap, HashSet};

use spawnsafe::check::check_with_fixes;
use spawnsafe::config::Config;
use spawnsafe::finding::{Applicability, Finding, Fix, Severity};
use spawnsafe::fix::{edited, fix_all};
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;
use spawnsafe::world::Worlds;

use super::python;
use super::spelling::Spelling;

/// Fixes that were examined, and what is wrong with them.
#[derive(Default)]
pub(super) struct Proof {
    /// What each fix was, and the program after it.
    results: Vec<(String, String)>,
    problems: Vec<String>,
}

impl Proof {
    /// Tries every fix of every finding of a program.
    pub(super) fn examine(&mut self, source: &str, spelling: Spelling) {
        let document = Document::new(source.to_owned());
        let findings = found(&document);
        let mut titles = HashSet::new();
        for finding in findings
            .iter()
            .filter(|finding| finding.rule != "unused-ignore")
        {
            for fix in &finding.fixes {
                // A fix that is like another one has been seen where nothing else is different.
                if !titles.insert((finding.rule, &fix.title)) && spelling != Spelling::Plain {
                    continue;
                }
                let after = edited(&document, fix.edits.clone())
                    .text()
                    .as_str()
                    .to_owned();
                let what = format!("{}: {} ({spelling:?})", finding.rule, fix.title);
                let mut problems = placed(source, fix);
                if !fits_a_menu(&fix.title) {
                    problems.push("its title is long, or no order".to_owned());
                }
                problems.extend(compare(
                    source,
                    &after,
                    &key(source, finding),
                    finding.worlds,
                ));
                self.note(&what, source, &after, &problems);
                self.results.push((what, after));
            }
        }
        self.repeat(source, &document);
    }

    /// All safe fixes, and again.
    fn repeat(&mut self, source: &str, document: &Document) {
        let safe = |_: &Finding, fix: &Fix| fix.applicability == Applicability::Safe;
        let once = fix_all(document, safe, found).document;
        let twice = fix_all(&once, safe, found).document;
        let (once, twice) = (once.text().as_str(), twice.text().as_str());
        if once != twice {
            let problem = ["a second time changes it again".to_owned()];
            self.note("all safe fixes", once, twice, &problem);
        }
        if once != source {
            self.results
                .push(("all safe fixes".to_owned(), once.to_owned()));
        }
    }

    fn note(&mut self, what: &str, before: &str, after: &str, problems: &[String]) {
        for problem in problems {
            self.problems.push(format!(
                "{what}\n  {problem}\n--- before\n{before}\n--- after\n{after}"
            ));
        }
    }

    /// How many fixes were examined.
    pub(super) fn fixes(&self) -> usize {
        self.results.len()
    }

    /// Fails if something is wrong; real Python has the last word.
    pub(super) fn conclude(mut self) {
        let programs: Vec<&str> = self.results.iter().map(|(_, program)| &**program).collect();
        let refused = python::refused(&programs);
        for (at, reason) in refused {
            let (what, after) = &self.results[at];
            self.problems
                .push(format!("{what}\n  Python refuses it: {reason}\n{after}"));
        }
        let all = self.problems.len();
        let first: Vec<String> = self.problems.into_iter().take(8).collect();
        assert!(
            all == 0,
            "{all} problems; the first:\n\n{}",
            first.join("\n\n")
        );
    }
}

fn found(document: &Document) -> Vec<Finding> {
    check_with_fixes(document, &NoSurroundings, &Config::default(), |_| true)
}

/// A person reads it in a menu.
fn fits_a_menu(title: &str) -> bool {
    title.chars().count() <= 60 && title.starts_with(char::is_uppercase) && !title.ends_with('.')
}

/// Edits are in order, apart from each other, and on whole characters.
fn placed(source: &str, fix: &Fix) -> Vec<String> {
    let mut problems = Vec::new();
    let is_apart = |pair: &[spawnsafe::text::Edit]| pair[0].range.end <= pair[1].range.start;
    if !fix.edits.windows(2).all(is_apart) {
        problems.push("its edits are not in order".to_owned());
    }
    if fix
        .edits
        .iter()
        .any(|edit| source.get(edit.range.clone()).is_none())
    {
        problems.push("an edit cuts a character".to_owned());
    }
    problems
}

/// What is wrong with a program after a fix of the finding with this key, or part of it.
pub(super) fn compare(before: &str, after: &str, fixed: &str, worlds: Worlds) -> Vec<String> {
    let mut problems = Vec::new();
    let after_document = Document::new(after.to_owned());
    let broken = |document: &Document| {
        let mut roots = document
            .statements()
            .iter()
            .map(|statement| statement.chunk.root());
        roots.any(|root| root.is_none_or(|root| root.has_error()))
    };
    if broken(&after_document) {
        problems.push("it does not parse".to_owned());
    }
    let earlier = counted(before, &found(&Document::new(before.to_owned())));
    let mut found = found(&after_document);
    // Where the program could not even ask for a start method, its children can only fail from now on.
    if fixed.starts_with("unavailable-start-method") {
        found.retain(|finding| {
            !worlds.contains(finding.worlds) || finding.rule.starts_with("unavailable")
        });
    }
    let later = counted(after, &found);
    // What is only worth knowing is no failure: Windows ignores `start_new_session=True`.
    let failures: Vec<Finding> = found
        .into_iter()
        .filter(|finding| finding.severity != Severity::Info)
        .collect();
    for (key, count) in &counted(after, &failures) {
        if *count > earlier.get(key).copied().unwrap_or(0) {
            problems.push(format!("this is new: {key}"));
        }
    }
    let of = |counts: &BTreeMap<String, usize>| -> usize {
        let own = counts.iter().filter(|(key, _)| key.contains(fixed));
        own.map(|(_, count)| count).sum()
    };
    if of(&later) >= of(&earlier) {
        problems.push("the finding is still there".to_owned());
    }
    if line_breaks(before) != 0 && line_breaks(before) | line_breaks(after) != line_breaks(before) {
        problems.push("it has other line breaks".to_owned());
    }
    for comment in comments(before) {
        if !after.contains(comment) {
            problems.push(format!("a comment is gone: {comment}"));
        }
    }
    problems
}

/// What a finding is about, wherever it stands.
pub(super) fn key(source: &str, finding: &Finding) -> String {
    let text = &source[finding.range.clone()];
    // The arguments of a call may be what is mended.
    let text = text.split('(').next().unwrap_or(text);
    format!("{}: {text}", finding.rule)
}

/// How often each thing is found. A comment that ignores what was fixed is none of it.
fn counted(source: &str, findings: &[Finding]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings
        .iter()
        .filter(|finding| finding.rule != "unused-ignore")
    {
        *counts.entry(key(source, finding)).or_insert(0) += 1;
    }
    counts
}

/// Which kinds of line breaks there are: one bit for each.
fn line_breaks(text: &str) -> u8 {
    let bytes = text.as_bytes();
    let mut kinds = 0;
    for (at, byte) in bytes.iter().enumerate() {
        kinds |= match byte {
            b'\n' if at > 0 && bytes[at - 1] == b'\r' => 1,
            b'\n' => 2,
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => 4,
            _ => 0,
        };
    }
    kinds
}

fn comments(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
        .filter_map(|line| line.find(" # ").map(|at| line[at..].trim()))
}
