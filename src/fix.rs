//! Applying fixes in rounds, until nothing is left to fix.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use crate::finding::{Finding, Fix};
use crate::rules::rule;
use crate::rules::unused_ignore;
use crate::syntax::Document;
use crate::text::{Edit, EditSet};

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
    /// Statements whose fixes were not applied: with them they would be too long, or too deep, to be looked at.
    pub full: Vec<Range<usize>>,
}

impl Fixed {
    /// Whether an edit is in one of the statements that must not grow.
    fn is_full_at(&self, edit: &Edit) -> bool {
        let before = self
            .full
            .partition_point(|full| full.start <= edit.range.start);
        let full = self.full.get(before.wrapping_sub(1));
        full.is_some_and(|full| edit.range.start < full.end)
    }
}

/// A fix that makes way for another one in each of so many rounds does not come to an end.
const MAX_FIX_ROUNDS: usize = 100;

/// In so many rounds fixes wait for those beside them; then there are too many of them.
const MAX_WAITING_ROUNDS: usize = 16;

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
        full: Vec::new(),
    };
    let mut seen = HashSet::from([document.text().as_str().to_owned()]);
    for at in 0..MAX_FIX_ROUNDS {
        let is_patient = at < MAX_WAITING_ROUNDS;
        let (round, next) = round_within_limits(&mut fixed, is_patient, &allowed);
        let Some(next) = next else { break };
        // Fixes that undo each other would go on forever.
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

/// The fixes of a round, and the document after them, of which all is looked at that was before; no document if there are
/// no fixes.
fn round_within_limits(
    fixed: &mut Fixed,
    is_patient: bool,
    allowed: &impl Fn(&Finding, &Fix) -> bool,
) -> (FixRound, Option<Document>) {
    fixed.full.clear();
    loop {
        let round = FixRound::of(fixed, is_patient, allowed);
        if round.edits.is_empty() {
            return (round, None);
        }
        let next = edited(&fixed.document, round.edits.iter().cloned().collect());
        let outgrown = outgrown(&fixed.document, &next, &round.edits);
        if outgrown.is_empty() {
            return (round, Some(next));
        }
        // No fix is left that changes those.
        if outgrown.iter().all(|range| fixed.full.contains(range)) {
            return (round, None);
        }
        fixed.full.extend(outgrown);
        fixed.full.sort_by_key(|range| range.start);
        fixed.full.dedup();
    }
}

/// The statements that are looked at and would not be after these edits.
fn outgrown(document: &Document, after: &Document, edits: &EditSet) -> Vec<Range<usize>> {
    let statements = after.statements().iter();
    let unread = statements.filter(|statement| statement.chunk.is_unread());
    let starts: Vec<usize> = unread.map(|statement| statement.start).collect();
    let starts = edits.origins(starts).into_iter();
    let before = starts.filter_map(|start| {
        let statement = &document.statements()[document.statement_at(start)?];
        (!statement.chunk.is_unread()).then(|| statement.start..statement.end())
    });
    before.collect()
}

/// Whether a fix corrects the rule that a comment ignores: until that is done, nobody knows which findings are left.
fn corrects_comment(finding: &Finding, fix: &Fix) -> bool {
    let names_rule = |edit: &Edit| rule(&edit.content).is_some();
    finding.rule == unused_ignore::RULE.code && matches!(&fix.edits[..], [edit] if names_rule(edit))
}

/// With more edits than these the text is cut again.
const MAX_INCREMENTAL_EDITS: usize = 16;

/// The document after edits that do not overlap.
pub fn edited(document: &Document, mut edits: Vec<Edit>) -> Document {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    if edits.len() > MAX_INCREMENTAL_EDITS {
        let mut set = EditSet::default();
        edits.into_iter().for_each(|edit| set.insert(edit));
        return Document::read_only(set.apply(document.text().as_str()));
    }
    let mut document = document.clone();
    for edit in edits.iter().rev() {
        document.edit(edit);
    }
    document
}

/// The edits of one round.
#[derive(Default)]
struct FixRound {
    /// Those that are taken.
    edits: EditSet,
    /// The imports among them, wherever they go.
    imports: HashSet<String>,
    /// The functions and classes that they define: two of one name would be one.
    defined: HashSet<String>,
    covered: CoveredBytes,
    /// Whether fixes wait for those beside them.
    is_patient: bool,
    /// What is replaced, or would be by the fixes that wait: start and end, by the end.
    replaced_to: BTreeSet<(usize, usize)>,
    /// The same by the start.
    replaced_from: BTreeSet<(usize, usize)>,
    applied: Vec<(&'static str, String)>,
}

impl FixRound {
    /// As many of the first allowed fixes as do not overlap.
    fn of(fixed: &Fixed, is_patient: bool, allowed: &impl Fn(&Finding, &Fix) -> bool) -> Self {
        let mut round = Self {
            is_patient,
            ..Self::default()
        };
        let corrects = |finding: &&Finding| {
            let fix = finding.fixes.iter().find(|fix| allowed(finding, fix));
            fix.is_some_and(|fix| corrects_comment(finding, fix))
        };
        let only_comments = fixed.findings.iter().any(|finding| corrects(&finding));
        let findings = fixed.findings.iter();
        for finding in findings.filter(|finding| !only_comments || corrects(finding)) {
            let fix = finding.fixes.iter().find(|fix| allowed(finding, fix));
            let fix = fix.filter(|fix| {
                !round.covered.contains(&finding.range)
                    && !fix.edits.iter().any(|edit| fixed.is_full_at(edit))
            });
            let text = fixed.document.text().as_str();
            if let Some(fix) = fix.filter(|fix| round.takes(&fix.edits, text)) {
                fix.covers.iter().for_each(|range| round.covered.add(range));
                round.applied.push((finding.rule, fix.title.clone()));
            }
        }
        round
    }

    /// Takes all of these edits, or none when one is in the way of another fix. Two fixes may share an
    /// edit: both need the same import, or the same method moved out of its class. A fix beside another
    /// one waits: it may join what that one writes, and whatever is beside it may join both.
    fn takes(&mut self, edits: &[Edit], text: &str) -> bool {
        let is_shared = |edit: &&Edit| self.edits.contains(edit);
        let (shared, new): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(is_shared);
        let replaces = |edits: &[&Edit]| edits.iter().any(|edit| !edit.range.is_empty());
        // What one fix has replaced the other one need not.
        let is_done = new.is_empty() || replaces(&shared) && !replaces(&new);
        if is_done || new.iter().any(|new| self.collides(new)) {
            return false;
        }
        let waits = self.is_patient && new.iter().any(|edit| self.is_beside(&edit.range, text));
        for edit in new {
            let (start, end) = (edit.range.start, edit.range.end);
            if start != end {
                self.replaced_to.insert((end, start));
                self.replaced_from.insert((start, end));
            }
            if !waits {
                self.imports.extend(import(edit).map(str::to_owned));
                self.defined
                    .extend(Fix::defined_by(edit).map(str::to_owned));
                self.edits.insert(edit.clone());
            }
        }
        !waits
    }

    /// Whether the result would depend on which of two edits comes first, or say the same twice.
    fn collides(&self, new: &Edit) -> bool {
        let imports = import(new).is_some_and(|import| self.imports.contains(import));
        let defines = Fix::defined_by(new).any(|name| self.defined.contains(name));
        imports || defines || Fix::is_in_the_way(&self.edits, new)
    }

    /// Whether something else is replaced on the line before or behind these bytes.
    fn is_beside(&self, range: &Range<usize>, text: &str) -> bool {
        let (Some(before), Some(after)) = (text.get(..range.start), text.get(range.end..)) else {
            return false;
        };
        let (first, last) = (
            before.trim_end().len(),
            text.len() - after.trim_start().len(),
        );
        let mut earlier = self
            .replaced_to
            .range((first, 0)..=(range.start, usize::MAX));
        let mut later = self
            .replaced_from
            .range((range.end, 0)..=(last, usize::MAX));
        let breaks =
            |between: Option<&str>| between.is_some_and(|text| text.contains(['\n', '\r']));
        !range.is_empty()
            && (earlier.any(|(end, _)| breaks(text.get(*end..range.start)))
                || later.any(|(start, _)| breaks(text.get(range.end..*start))))
    }
}

/// The module that an edit imports, if it does nothing else.
fn import(edit: &Edit) -> Option<&str> {
    let written = edit.content.trim();
    let is_import = edit.range.is_empty() && written.starts_with("import ");
    is_import.then_some(written)
}

/// Bytes of which something may be gone after a round.
#[derive(Default)]
struct CoveredBytes {
    /// Where each stretch ends, by its start; they do not overlap.
    stretches: BTreeMap<usize, usize>,
}

impl CoveredBytes {
    fn add(&mut self, range: &Range<usize>) {
        let (mut start, mut end) = (range.start, range.end);
        while let Some((&known, &known_end)) = self.stretches.range(..=end).next_back()
            && known_end >= start
        {
            self.stretches.remove(&known);
            start = start.min(known);
            end = end.max(known_end);
        }
        self.stretches.insert(start, end);
    }

    fn contains(&self, range: &Range<usize>) -> bool {
        let before = self.stretches.range(..=range.start).next_back();
        before.is_some_and(|(_, end)| range.end <= *end)
    }
}
