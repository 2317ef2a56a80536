//! Applying fixes in rounds, until nothing is left to fix.

use std::collections::HashSet;
use std::ops::Range;

use crate::finding::{Finding, Fix};
use crate::syntax::Document;
use crate::text::Edit;

/// A document after its fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The document as it is now.
    pub document: Document,
    /// The findings that are left.
    pub findings: Vec<Finding>,
    /// The fixes that were applied: rule and title.
    pub applied: Vec<(&'static str, String)>,
}

/// A fix that makes way for another one in each of so many rounds does not come to an end.
const ROUNDS: usize = 100;

/// Applies the first allowed fix of each finding, as many a round as do not overlap, and checks again.
pub fn fix_all(
    document: &Document,
    allowed: impl Fn(&Finding, &Fix) -> bool,
    check: impl Fn(&Document) -> Vec<Finding>,
) -> Fixed {
    let mut fixed = Fixed {
        document: document.clone(),
        findings: check(document),
        applied: Vec::new(),
    };
    let mut seen = HashSet::from([document.text().as_str().to_owned()]);
    for _ in 0..ROUNDS {
        let mut round = Round::default();
        for finding in &fixed.findings {
            let fix = finding.fixes.iter().find(|fix| allowed(finding, fix));
            let fix = fix.filter(|_| !round.covers(&finding.range));
            if let Some(fix) = fix.filter(|fix| round.takes(&fix.edits)) {
                round.covered.extend(fix.covers.iter().cloned());
                round.applied.push((finding.rule, fix.title.clone()));
            }
        }
        if round.edits.is_empty() {
            break;
        }
        let next = edited(&fixed.document, round.edits);
        // Fixes that undo each other would go on for ever.
        if !seen.insert(next.text().as_str().to_owned()) {
            break;
        }
        fixed.findings = check(&next);
        fixed.document = next;
        fixed.applied.extend(round.applied);
    }
    fixed
}

/// The document after edits that do not overlap.
pub fn edited(document: &Document, mut edits: Vec<Edit>) -> Document {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut document = document.clone();
    for edit in edits.iter().rev() {
        document.edit(edit);
    }
    document
}

/// The edits of one round.
#[derive(Default)]
struct Round {
    edits: Vec<Edit>,
    covered: Vec<Range<usize>>,
    applied: Vec<(&'static str, String)>,
}

impl Round {
    /// Whether what is found there may be gone after this round.
    fn covers(&self, range: &Range<usize>) -> bool {
        let mut covered = self.covered.iter();
        covered.any(|one| one.start <= range.start && range.end <= one.end)
    }

    /// Takes all of these edits, or none when one is in the way of another fix. Two fixes may
    /// share what they add: both need the same import.
    fn takes(&mut self, edits: &[Edit]) -> bool {
        let is_shared = |edit: &&Edit| edit.range.is_empty() && self.edits.contains(edit);
        let new: Vec<&Edit> = edits.iter().filter(|edit| !is_shared(edit)).collect();
        if new.is_empty()
            || new
                .iter()
                .any(|new| self.edits.iter().any(|old| collide(old, new)))
        {
            return false;
        }
        self.edits.extend(new.into_iter().cloned());
        true
    }
}

/// Whether the result would depend on which of two edits comes first, or say the same twice.
fn collide(one: &Edit, other: &Edit) -> bool {
    let (a, b) = (&one.range, &other.range);
    let (written, other) = (one.content.trim(), other.content.trim());
    if a.is_empty() && b.is_empty() && written == other && written.starts_with("import ") {
        return true;
    }
    if a.is_empty() || b.is_empty() {
        a.start <= b.end && b.start <= a.end
    } else {
        a.start < b.end && b.start < a.end
    }
}
