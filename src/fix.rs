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
    /// What was found before any fix; empty if none was applied.
    pub first: Vec<Finding>,
    /// The findings that are left.
    pub findings: Vec<Finding>,
    /// The fixes that were applied: rule and title.
    pub applied: Vec<(&'static str, String)>,
}

/// A fix that makes way for another one in each of so many rounds does not come to an end.
const ROUNDS: usize = 100;

/// In so many rounds fixes wait for those beside them; then there are too many of them.
const PATIENT: usize = 16;

/// Applies the first allowed fix of each finding, as many a round as do not overlap, and checks again.
pub fn fix_all(
    document: &Document,
    allowed: impl Fn(&Finding, &Fix) -> bool,
    check: impl Fn(&Document) -> Vec<Finding>,
) -> Fixed {
    let mut fixed = Fixed {
        document: document.clone(),
        first: Vec::new(),
        findings: check(document),
        applied: Vec::new(),
    };
    let mut seen = HashSet::from([document.text().as_str().to_owned()]);
    for at in 0..ROUNDS {
        let mut round = Round {
            is_patient: at < PATIENT,
            ..Round::default()
        };
        for finding in &fixed.findings {
            let fix = finding.fixes.iter().find(|fix| allowed(finding, fix));
            let fix = fix.filter(|_| !round.covers(&finding.range));
            let text = fixed.document.text().as_str();
            if let Some(fix) = fix.filter(|fix| round.takes(&fix.edits, text)) {
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
        let found = std::mem::replace(&mut fixed.findings, check(&next));
        if fixed.applied.is_empty() {
            fixed.first = found;
        }
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
    /// Whether fixes wait for those beside them.
    is_patient: bool,
    /// What the fixes that wait would replace.
    waiting: Vec<Range<usize>>,
    applied: Vec<(&'static str, String)>,
}

impl Round {
    /// Whether what is found there may be gone after this round.
    fn covers(&self, range: &Range<usize>) -> bool {
        let mut covered = self.covered.iter();
        covered.any(|one| one.start <= range.start && range.end <= one.end)
    }

    /// Takes all of these edits, or none when one is in the way of another fix. Two fixes may
    /// share what they add: both need the same import. A fix beside another one waits: it may join
    /// what that one writes, and whatever is beside it may join both.
    fn takes(&mut self, edits: &[Edit], text: &str) -> bool {
        let is_shared = |edit: &&Edit| edit.range.is_empty() && self.edits.contains(edit);
        let new: Vec<&Edit> = edits.iter().filter(|edit| !is_shared(edit)).collect();
        if new.is_empty()
            || new
                .iter()
                .any(|new| self.edits.iter().any(|old| collide(old, new)))
        {
            return false;
        }
        let is_beside = |edit: &Edit| {
            let mut taken = self.edits.iter().map(|edit| &edit.range);
            let beside = |other| are_beside(&edit.range, other, text);
            taken.any(beside) || self.waiting.iter().any(beside)
        };
        if self.is_patient && new.iter().any(|edit| is_beside(edit)) {
            let replaced = new.into_iter().map(|edit| edit.range.clone());
            self.waiting.extend(replaced);
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

/// Whether both replace something, on lines that follow each other.
fn are_beside(one: &Range<usize>, other: &Range<usize>, text: &str) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let between = one.end.min(other.end)..one.start.max(other.start);
    let between = text.get(between).unwrap_or_default();
    between.contains(['\n', '\r']) && between.trim().is_empty()
}
