//! Keeps code from running where it would fail, in the way that changes the least.

use std::ops::Range;

use super::adjacent_if::{continues, leads_to};
use super::document_node::DocumentNode;
use super::early_return;
use super::guard_condition::GuardCondition;
use super::guard_consequences;
use super::guard_form::{Brackets, GuardForm, ways};
use super::import_block::Placed;
use super::masked_failures;
use super::new_import;
use super::none::{self, Stand};
use super::statement_lines::StatementLines;
use super::test_answer;
use crate::limits::reached;
use crate::rules::Context;
use crate::text::Edit;
use crate::world::Worlds;

/// More places than these are too many for one fix.
const MAX_GUARDED_PLACES: usize = 24;
/// A longer statement is not put under a condition: nobody would see what is changed, and each of its findings would
/// have all of it in its fix.
const MAX_GUARDED_BYTES: usize = 1 << 13;

/// The edits of one fix, while they are gathered.
pub(in crate::rules) struct Guarding<'c, 'a> {
    context: &'c Context<'a>,
    pub(in crate::rules) condition: GuardCondition,
    failing: Worlds,
    /// What a `raise` says: "os.fork does not exist on Windows".
    reason: String,
    wraps: Vec<(DocumentNode<'a>, DocumentNode<'a>)>,
    edits: Vec<Edit>,
    /// What is not evaluated any more where it failed.
    pub(in crate::rules) covered: Vec<Range<usize>>,
    /// How it was done, in the order of the places.
    pub(in crate::rules) done: Vec<GuardForm>,
    /// What is missed where it fails, beside what fails itself.
    pub(in crate::rules) harm: Option<&'static str>,
}

impl<'c, 'a> Guarding<'c, 'a> {
    pub(in crate::rules) fn new(
        context: &'c Context<'a>,
        condition: GuardCondition,
        failing: Worlds,
        reason: String,
    ) -> Self {
        Self {
            context,
            condition,
            failing,
            reason,
            wraps: Vec::new(),
            edits: Vec::new(),
            covered: Vec::new(),
            done: Vec::new(),
            harm: None,
        }
    }

    /// Keeps these bytes from being evaluated, in one of the ways that are allowed; whether that was possible.
    pub(in crate::rules) fn keep(
        &mut self,
        range: &Range<usize>,
        allowed: impl Fn(&GuardForm) -> bool,
    ) -> bool {
        self.try_keep(range, &allowed).is_some()
    }

    /// Whether something else would fail once these bytes are not evaluated any more where they fail.
    pub(in crate::rules) fn unmasks(&self, range: &Range<usize>) -> bool {
        masked_failures::does(self.context, range, range, self.failing, true)
    }

    /// Whether these bytes are not evaluated where it fails only because the statement does: both are
    /// in the body of a `try`, and a handler goes on.
    pub(in crate::rules) fn is_cut_off(&self, range: &Range<usize>, by: DocumentNode<'_>) -> bool {
        let Some(there) =
            DocumentNode::of(self.context.document, range).and_then(DocumentNode::statement)
        else {
            return false;
        };
        let reached = self.context.model.reaching(&there.range());
        let mut around = std::iter::successors(by.parent(), |place| place.parent());
        let body = around
            .find(|place| place.node.kind() == "try_statement")
            .and_then(|tried| Some(tried.with(tried.node.child_by_field_name("body")?)));
        let behind = by.range().end..body.map_or(0, |body| body.range().end);
        behind.contains(&range.start)
            && reached.is_some_and(|reached| !reached.overlaps(self.failing))
    }

    fn try_keep(
        &mut self,
        range: &Range<usize>,
        allowed: &dyn Fn(&GuardForm) -> bool,
    ) -> Option<()> {
        let covers =
            |covered: &Range<usize>| covered.start <= range.start && range.end <= covered.end;
        if self.covered.iter().any(covers) {
            return Some(());
        }
        if self.done.len() >= MAX_GUARDED_PLACES {
            reached("places that one fix changes");
            return None;
        }
        let place = DocumentNode::of(self.context.document, range)?;
        let statement = place.statement()?;
        let reached = self.context.model.reaching(&statement.range());
        if reached.is_some_and(|reached| !reached.overlaps(self.failing)) {
            return Some(());
        }
        for way in ways(self.context, place, statement) {
            let mended = way.mended().cloned().unwrap_or_else(|| statement.range());
            let unmasks = || {
                way != GuardForm::Raise
                    && masked_failures::does(
                        self.context,
                        range,
                        &mended,
                        self.failing,
                        way.skips(),
                    )
            };
            if allowed(&way)
                && !unmasks()
                && let Ok(harm) = self.harm_of(&way, range)
                && self.go(&way, statement).is_some()
            {
                self.harm = self.harm.or(harm);
                self.done.push(way);
                return Some(());
            }
        }
        None
    }

    /// What is missed this way; an error if it would only move the failure.
    fn harm_of(&self, way: &GuardForm, range: &Range<usize>) -> Result<Option<&'static str>, ()> {
        match way {
            GuardForm::Wrap => {
                let statement = DocumentNode::of(self.context.document, range)
                    .and_then(DocumentNode::statement);
                let is_missed = statement.is_some_and(|statement| {
                    statement.function().is_none()
                        && none::is_missed(self.context, statement, self.failing)
                });
                match is_missed {
                    true => Err(()),
                    false => Ok(guard_consequences::lost(self.context, range)),
                }
            }
            GuardForm::OrNone(value, _)
            | GuardForm::ReturnNone(value, _)
            | GuardForm::ShowNone(value, _) => {
                let stand = match none::is_no_answer(self.context.text(range.clone())) {
                    true => Stand::Refused,
                    false => none::of_none(self.context, value, self.failing),
                };
                match (stand, way) {
                    (Stand::Fine, _) => Ok(guard_consequences::relied_on(self.context, range)),
                    (Stand::PassedOn, GuardForm::OrNone(..)) => Ok(Some("passes None on")),
                    (Stand::PassedOn, GuardForm::ReturnNone(..)) => Ok(Some("callers get None")),
                    _ => Err(()),
                }
            }
            GuardForm::Operand(operand, _) => {
                let value = DocumentNode::of(self.context.document, range);
                let misleads =
                    value.is_some_and(|value| test_answer::misleads(self.context, value, operand));
                Ok(misleads.then_some("False elsewhere"))
            }
            // It is more than what fails.
            GuardForm::Element(left_out) if left_out.start < range.start => {
                Ok(Some("runs without it"))
            }
            _ => Ok(None),
        }
    }

    fn go(&mut self, way: &GuardForm, statement: DocumentNode<'a>) -> Option<()> {
        let condition = &self.condition;
        match way {
            GuardForm::Operand(range, brackets) => {
                let before = format!("{} and ", condition.operand());
                self.beside(range, *brackets, &before, "");
                self.covered.push(range.clone());
                self.cover_branch(range, statement);
            }
            GuardForm::Different(range, brackets) => {
                let before = format!("{} or ", condition.fails);
                self.beside(range, *brackets, &before, "");
                self.covered.push(range.clone());
            }
            GuardForm::OrNone(range, brackets) => {
                let after = format!(" if {} else None", condition.holds);
                match self.branches(range, statement) {
                    Some(edits) => self.edits.extend(edits),
                    None => self.beside(range, *brackets, "", &after),
                }
                self.covered.push(range.clone());
            }
            GuardForm::ReturnNone(range, brackets) | GuardForm::ShowNone(range, brackets) => {
                let after = format!(" if {} else None", condition.holds);
                self.beside(range, *brackets, "", &after);
                self.covered.push(range.clone());
            }
            GuardForm::Element(range) => {
                let after = format!("] if {} else [])", condition.holds);
                self.edits.push(Edit::insertion(range.start, "*(["));
                self.edits.push(Edit::insertion(range.end, after));
                self.covered.push(range.clone());
            }
            GuardForm::Entry(range) => {
                let after = format!("}} if {} else {{}})", condition.holds);
                self.edits.push(Edit::insertion(range.start, "**({"));
                self.edits.push(Edit::insertion(range.end, after));
                self.covered.push(range.clone());
            }
            GuardForm::Wrap => {
                let range = statement.range();
                if range.len() > MAX_GUARDED_BYTES {
                    reached("characters in a statement under a condition");
                    return None;
                }
                match self.wraps.last_mut() {
                    Some((_, last))
                        if last
                            .neighbour(self.context, true)
                            .is_some_and(|next| next.range() == statement.range()) =>
                    {
                        *last = statement;
                    }
                    _ => {
                        self.lines(statement, statement)?;
                        self.wraps.push((statement, statement));
                    }
                }
                self.covered.push(range);
            }
            GuardForm::Raise => {
                let quote = self.context.style().quote;
                let lines = self.lines(statement, statement)?;
                let raise = format!(
                    "{}raise NotImplementedError({quote}{}{quote})",
                    lines.step, self.reason
                );
                let edits = lines.after(&[format!("if {}:", condition.fails), raise]);
                self.edits.extend(edits);
                let block = statement.parent()?;
                self.covered
                    .push(statement.range().start..block.range().end);
            }
        }
        Some(())
    }

    /// What a condition that begins with ours guards.
    fn cover_branch(&mut self, operand: &Range<usize>, statement: DocumentNode<'a>) {
        let branch = DocumentNode::of(self.context.document, operand)
            .into_iter()
            .flat_map(DocumentNode::up_to_statement)
            .find(|node| node.is("condition") && node.range() == *operand)
            .and_then(DocumentNode::parent);
        let branch = branch.unwrap_or(statement);
        let condition = branch.node.child_by_field_name("condition");
        let consequence = branch.node.child_by_field_name("consequence");
        if let (Some(condition), Some(consequence)) = (condition, consequence)
            && branch.with(condition).range() == *operand
        {
            self.covered.push(branch.with(consequence).range());
        }
    }

    /// `if condition: name = …` and `else: name = None`, where the value of a name has several lines.
    fn branches(&self, value: &Range<usize>, statement: DocumentNode<'a>) -> Option<Vec<Edit>> {
        let assignment = statement.node.named_child(0)?;
        let field = |name: &str| assignment.child_by_field_name(name);
        let (target, right) = (field("left")?, field("right")?);
        let is_plain = assignment.kind() == "assignment"
            && statement.node.named_child_count() == 1
            && matches!(target.kind(), "identifier" | "attribute")
            && field("type").is_none()
            && statement.with(right).range() == *value;
        if !is_plain || !self.context.text(value.clone()).contains(['\n', '\r']) {
            return None;
        }
        let lines = self.lines(statement, statement)?;
        let target = self.context.text(statement.with(target).range());
        let none = format!("{}{target} = None", lines.step);
        Some(lines.under(
            &format!("if {}:", self.condition.holds),
            &["else:".to_owned(), none],
        ))
    }

    fn beside(&mut self, range: &Range<usize>, brackets: Brackets, before: &str, after: &str) {
        let if_needed = |needed: bool, bracket: &'static str| if needed { bracket } else { "" };
        let start = format!(
            "{}{before}{}",
            if_needed(brackets.outer, "("),
            if_needed(brackets.inner, "(")
        );
        let end = format!(
            "{}{after}{}",
            if_needed(brackets.inner, ")"),
            if_needed(brackets.outer, ")")
        );
        for (at, content) in [(range.start, start), (range.end, end)] {
            if !content.is_empty() {
                self.edits.push(Edit::insertion(at, content));
            }
        }
    }

    fn lines(&self, first: DocumentNode<'_>, last: DocumentNode<'_>) -> Option<StatementLines<'c>> {
        StatementLines::of(self.context, first, last)
    }

    /// What is written at these bytes.
    pub(in crate::rules) fn text(&self, range: &Range<usize>) -> &'c str {
        self.context.text(range.clone())
    }

    /// How many statements are put under the condition.
    pub(in crate::rules) fn wrapped(&self) -> usize {
        self.done
            .iter()
            .filter(|way| **way == GuardForm::Wrap)
            .count()
    }

    /// The first statement from which on a function does nothing else, and needs nothing else.
    pub(in crate::rules) fn returns_early(&self) -> bool {
        matches!(&self.wraps[..], [(first, last)] if early_return::ends_function(self.context, *first, *last))
    }

    /// All edits, in order; `None` if two of them are in each other's way, or an import has no place.
    pub(in crate::rules) fn finish(self) -> Option<Vec<Edit>> {
        self.finish_before(usize::MAX, &(0..0))
    }

    /// The same beside an import that is put under the condition.
    pub(super) fn finish_beside(self, placed: &Placed) -> Option<Vec<Edit>> {
        self.finish_before(placed.at, &placed.gone)
    }

    fn finish_before(mut self, before: usize, gone: &Range<usize>) -> Option<Vec<Edit>> {
        let early = self.returns_early();
        for (first, last) in std::mem::take(&mut self.wraps) {
            let lines = self.lines(first, last)?;
            let header = format!("if {}:", self.condition.holds);
            let edits = if early {
                let step = lines.step;
                lines.led_by(&[
                    format!("if {}:", self.condition.fails),
                    format!("{step}return"),
                ])
            } else if continues(self.context, first, &lines, &header) {
                lines.further_in()?
            } else if let Some(edit) = leads_to(self.context, last, &lines, &header)
                .and_then(|next| lines.at_start_of(&header, &next))
            {
                vec![edit]
            } else {
                lines.under(&header, &[])
            };
            self.edits.extend(edits);
        }
        let mut edits = self.edits;
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        if edits
            .windows(2)
            .any(|pair| pair[0].range.end > pair[1].range.start)
        {
            return None;
        }
        let first = edits.first()?.range.start.min(before);
        let module = self.condition.module;
        let import = new_import::import_without(self.context, module, first, gone)?;
        edits.splice(0..0, import);
        Some(edits)
    }
}
