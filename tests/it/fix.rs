//! Applying fixes: rounds, overlaps, and ends.

use std::ops::Range;

use proptest::prelude::*;
use spawnsafe::check::check_with_fixes;
use spawnsafe::config::Config;
use spawnsafe::finding::{Applicability, Finding, Fix, Severity};
use spawnsafe::fix::{Fixed, edited, fix_all};
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;
use spawnsafe::text::Edit;
use spawnsafe::world::Worlds;

fn edit(range: Range<usize>, content: &str) -> Edit {
    Edit {
        range,
        content: content.to_owned(),
    }
}

fn finding(range: Range<usize>, fixes: Vec<Vec<Edit>>) -> Finding {
    let fix = |edits| Fix::new(Applicability::Safe, "mend it", edits);
    Finding {
        fixes: fixes.into_iter().map(fix).collect(),
        ..Finding::new("test", Severity::Error, range, Worlds::ALL, String::new())
    }
}

/// All fixes of what `check` finds in the text.
fn fixed(text: &str, check: impl Fn(&str) -> Vec<Finding>) -> Fixed {
    let document = Document::new(text.to_owned());
    fix_all(
        &document,
        |_, _| true,
        |document| check(document.text().as_str()),
    )
}

fn text(fixed: &Fixed) -> &str {
    fixed.document.text().as_str()
}

#[test]
fn overlapping_fixes_are_applied_in_rounds() {
    // Each `aa` becomes `b`: of three overlapping ones only the first can go at once.
    let result = fixed("aaaa aa", |text| {
        let places = (0..text.len().saturating_sub(1)).filter(|&at| text[at..].starts_with("aa"));
        places
            .map(|at| finding(at..at + 2, vec![vec![edit(at..at + 2, "b")]]))
            .collect()
    });
    assert_eq!(text(&result), "bb b");
    assert_eq!(result.applied.len(), 3);
    assert_eq!(result.findings, []);
}

#[test]
fn two_fixes_may_share_an_edit() {
    let result = fixed("x y", |text| {
        let places = text.char_indices().filter(|(_, c)| "xy".contains(*c));
        places
            .map(|(at, _)| {
                let import = edit(0..0, "import z; ");
                finding(at..at + 1, vec![vec![import, edit(at..at + 1, "z")]])
            })
            .collect()
    });
    assert_eq!(text(&result), "import z; z z");
}

#[test]
fn what_two_fixes_replace_is_replaced_by_one() {
    // Each brings an import of its own for the same new code.
    let result = fixed("x y pwd.uid", |text| match text.find("pwd.uid") {
        Some(at) => [edit(0..0, "one "), edit(2..2, "two ")]
            .map(|import| vec![import, edit(at..at + 7, "user()")])
            .map(|edits| finding(at..at + 7, vec![edits]))
            .into(),
        None => Vec::new(),
    });
    assert_eq!(text(&result), "one x y user()");
}

#[test]
fn insertions_at_one_place_do_not_mix() {
    let result = fixed("", |text| {
        let wanted = ["a", "b"]
            .into_iter()
            .filter(|letter| !text.contains(letter));
        wanted
            .map(|letter| finding(0..0, vec![vec![edit(0..0, letter)]]))
            .collect()
    });
    assert_eq!(text(&result), "ba");
}

#[test]
fn fixes_that_undo_each_other_come_to_an_end() {
    let result = fixed("a", |text| {
        let other = if text == "a" { "b" } else { "a" };
        vec![finding(0..1, vec![vec![edit(0..1, other)]])]
    });
    assert_eq!(text(&result), "b");
    assert_eq!(result.findings.len(), 1);
}

#[test]
fn fixes_without_end_come_to_an_end() {
    let result = fixed("", |text| {
        let end = text.len();
        vec![finding(end..end, vec![vec![edit(end..end, "a")]])]
    });
    assert_eq!(text(&result).len(), result.applied.len());
    assert!(result.applied.len() <= 100);
}

#[test]
fn only_what_is_allowed_is_applied() {
    let document = Document::new("ab".to_owned());
    let check = |document: &Document| {
        let places = document
            .text()
            .as_str()
            .char_indices()
            .filter(|(_, c)| c.is_lowercase());
        places
            .map(|(at, c)| {
                let upper = c.to_uppercase().to_string();
                let fixes = vec![vec![edit(at..at + 1, "?")], vec![edit(at..at + 1, &upper)]];
                finding(at..at + 1, fixes)
            })
            .collect()
    };
    let allowed =
        |finding: &Finding, fix: &Fix| finding.range.start == 0 && fix.edits[0].content != "?";
    let result = fix_all(&document, allowed, check);
    assert_eq!(text(&result), "Ab");
    assert_eq!(result.findings.len(), 1);
}

/// A longer statement is not looked at.
const MAX_STATEMENT_BYTES: usize = 1 << 20;

#[test]
fn no_statement_is_fixed_until_nobody_looks_at_it() {
    let long = format!(
        "y = [\n{}]\n",
        "    'aa',\n".repeat(MAX_STATEMENT_BYTES / 10 - 10)
    );
    let source = format!("x = 'aa'\n{long}z = 'aa'\n");
    let check = |text: &str| {
        let places = text.match_indices("aa").map(|(at, _)| at);
        places
            .map(|at| finding(at..at + 2, vec![vec![edit(at..at + 2, "bbb")]]))
            .collect()
    };
    let result = fixed(&source, check);
    let expected = format!("x = 'bbb'\n{long}z = 'bbb'\n");
    assert!(text(&result) == expected, "{:?}", result.applied.len());
    let full = 10..10 + long.len();
    assert_eq!(result.full, std::slice::from_ref(&full));
    assert_eq!(result.findings.len(), long.matches("aa").count());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever rules ask for, and however wrong their ranges are, there is an end and a text.
    #[test]
    fn any_edits_come_to_an_end(
        source in "[a-cé\n]{0,12}",
        edits in prop::collection::vec((0usize..16, 0usize..5, "[a-cé\n]{0,3}"), 0..6),
    ) {
        let result = fixed(&source, |_| {
            let edit = |(start, length, content): &(usize, usize, String)| {
                let range = *start..start + length;
                finding(range.clone(), vec![vec![edit(range, content)]])
            };
            edits.iter().map(edit).collect()
        });
        prop_assert!(result.applied.len() <= 600);
    }

    /// Edits that do not overlap give the same text in any order.
    #[test]
    fn edits_do_not_depend_on_their_order(pieces in prop::collection::vec(("[a-z]{1,3}", "[A-Z]{0,3}"), 0..6)) {
        let mut source = String::new();
        let mut expected = String::new();
        let mut edits = Vec::new();
        for (before, after) in &pieces {
            edits.push(edit(source.len()..source.len() + before.len(), after));
            source.push_str(before);
            source.push('.');
            expected.push_str(after);
            expected.push('.');
        }
        edits.reverse();
        let document = edited(&Document::new(source), edits);
        prop_assert_eq!(document.text().as_str(), expected);
    }
}

#[test]
fn a_fix_that_mends_all_findings_of_a_kind_is_the_only_one() {
    // So many of them do not show it.
    let uses = "    loop.add_reader(1, ready)\n".repeat(24);
    let text = format!(
        "import asyncio\n\n\nasync def main(ready):\n    loop = asyncio.get_running_loop()\n{uses}\n\nasyncio.run(main(print))\n"
    );
    let fixed = fix_all(
        &Document::new(text),
        |_, _| true,
        |document| check_with_fixes(document, &NoSurroundings, &Config::default(), |_| true),
    );
    assert_eq!(fixed.findings, []);
    let titles: Vec<&str> = fixed.applied.iter().map(|(_, title)| &**title).collect();
    assert_eq!(
        titles,
        ["Run a selector loop on Windows (starts no processes)"]
    );
}
