//! Fixes that put a use under the condition that it exists, whatever it is.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::guard_condition::condition_of;
use super::guard_edits::Guarding;
use super::guard_form::{GuardForm, ways};
use super::{
    argument, constant_test, default_factory, drop_in, early_return, quote_annotation, rewrite,
};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::model::value::exception::Exception;
use crate::rules::Context;
use crate::syntax::Node;

/// More statements than these in a row are mended one by one.
const MAX_STATEMENTS_IN_A_ROW: usize = 20;

/// The fixes of a use that fails: the one that changes the least, and one that fails on purpose.
pub(in crate::rules) fn fixes(context: &Context<'_>, usage: &Use) -> Vec<Fix> {
    let Some(condition) = condition_of(context, usage) else {
        return Vec::new();
    };
    // Leaving it out would lose what something else does as well, and what fails only sometimes is needed. Whoever reads a
    // field expects what its default is.
    let fact = usage.site.fact();
    if fact.is_some_and(|fact| fact.perhaps || fact.name == default_factory::FACT)
        || drop_in::of_attribute(context, usage).is_some()
        || constant_test::applies(context, usage)
        || quote_annotation::fix(context, usage).is_some()
    {
        return Vec::new();
    }
    let mut rewrites = rewrite::fixes(context, usage);
    rewrites.extend(argument::fixes(context, usage));
    let mut fixes = Vec::new();
    let diverges = usage.exception == Exception::Divergence;
    let applicability = match diverges {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    let reason = super::reason(context, usage);
    let guarding = || Guarding::new(context, condition.clone(), usage.worlds, reason.clone());
    let mut quiet = guarding();
    let allowed = |way: &GuardForm| match way {
        GuardForm::Raise => false,
        // Elsewhere it does something else, but it does it.
        GuardForm::OrNone(..) | GuardForm::ReturnNone(..) | GuardForm::ShowNone(..) if diverges => {
            false
        }
        GuardForm::ReturnNone(..) => rewrites.is_empty(),
        _ => !is_all(usage) || rewrites.is_empty(),
    };
    let kept = !is_noted_as_done(context, usage)
        && run(context, usage)
            .iter()
            .all(|range| quiet.keep(range, allowed));
    let shows = quiet
        .done
        .iter()
        .any(|way| matches!(way, GuardForm::ShowNone(..)));
    if !kept || !shows {
        fixes.extend(early_return::fix(context, usage, &condition));
    }
    if kept {
        let title = title(&quiet);
        let applicability = match quiet.harm {
            Some(_) => Applicability::Unsafe,
            None => applicability,
        };
        let covers = quiet.covered.clone();
        fixes.extend(
            quiet
                .finish()
                .map(|edits| Fix::new(applicability, title, edits).covering(covers)),
        );
    }
    let mut loud = guarding();
    if !diverges && loud.keep(&usage.range, |way| *way == GuardForm::Raise) {
        let title = title(&loud);
        let covers = loud.covered.clone();
        fixes.extend(
            loud.finish()
                .map(|edits| Fix::new(Applicability::Unsafe, title, edits).covering(covers)),
        );
    }
    fixes
}

/// Whether all is lost where it is left out: who asks whether a process is alive takes no answer for yes, and a program
/// without its event loop does nothing.
fn is_all(usage: &Use) -> bool {
    const NAMES: &[&str] = &[
        "asyncio.get_event_loop",
        "multiprocessing.queues.Queue.qsize",
        "os.kill(signal=0)",
    ];
    matches!(&usage.site, Site::Call { fact, .. } if NAMES.contains(&fact.name))
}

/// The use, and those of the statements before and behind that fail in the same worlds, if
/// whole statements are to be put under one condition.
fn run<'a>(context: &Context<'a>, usage: &Use) -> Vec<Range<usize>> {
    let alone = vec![usage.range.clone()];
    let Some(statement) = wrapped(context, &usage.range) else {
        return alone;
    };
    let same = |sibling: DocumentNode<'a>| {
        let range = sibling.range();
        let mut inside = context.model.uses_in(range.clone());
        let other = inside.find(|other| {
            // What works there, in its own way, stays.
            let diverges = other.exception == Exception::Divergence;
            other.statement == range && other.worlds == usage.worlds && !diverges
        })?;
        let is_import = sibling.node.kind().contains("import");
        wrapped(context, &other.range)
            .filter(|_| !is_import)
            .map(|_| other.range.clone())
    };
    let mut run = alone;
    for forward in [false, true] {
        let mut here = statement;
        while let Some(next) = here.neighbour(context, forward)
            && let Some(range) = same(next)
        {
            run.push(range);
            here = next;
            if run.len() > MAX_STATEMENTS_IN_A_ROW {
                return vec![usage.range.clone()];
            }
        }
    }
    run.sort_by_key(|range| range.start);
    run
}

/// Whether a statement behind the one that fails notes that it was done: `self.handles = True`. Where that one alone is
/// left out, whoever asks goes on as if it had been.
fn is_noted_as_done(context: &Context<'_>, usage: &Use) -> bool {
    let Some(statement) = wrapped(context, &usage.range) else {
        return false;
    };
    let Some(block) = statement.parent() else {
        return false;
    };
    let last = context.memory.last_note(block.range(), || {
        let statements = block.node.named_children();
        let notes = statements.filter(|statement| notes_as_done(*statement));
        let last = notes.last()?;
        Some(block.with(last).range().start)
    });
    last.is_some_and(|last| last > statement.range().start)
}

fn notes_as_done(statement: Node<'_>) -> bool {
    let assignment = statement.named_child(0).unwrap_or(statement);
    let is = |field: &str, kind: &str| {
        let part = assignment.child_by_field_name(field);
        part.is_some_and(|part| part.kind() == kind)
    };
    is("left", "attribute") && is("right", "true")
}

/// The statement around the use, if it is put under a condition as a whole.
fn wrapped<'a>(context: &Context<'a>, range: &Range<usize>) -> Option<DocumentNode<'a>> {
    let place = DocumentNode::of(context.document, range)?;
    let statement = place.statement()?;
    let ways = ways(context, place, statement);
    let mut others = ways
        .iter()
        .filter(|way| !matches!(way, GuardForm::ShowNone(..)));
    (others.next() == Some(&GuardForm::Wrap)).then_some(statement)
}

/// What fits into a menu.
const MAX_TITLE_CHARS: usize = 60;

/// What the fix does, as an order, and what is missed then.
pub(in crate::rules) fn title(guarding: &Guarding<'_, '_>) -> String {
    let condition = &guarding.condition;
    let full = order(guarding, &condition.if_holds(), &condition.if_fails());
    let Some(harm) = guarding.harm else {
        return full;
    };
    let said = format!("{full} ({harm})");
    match said.len() <= MAX_TITLE_CHARS {
        true => said,
        false if guarding.wrapped() > 1 => format!("Run these only where they work ({harm})"),
        false => format!(
            "{} ({harm})",
            order(guarding, "where it works", "elsewhere")
        ),
    }
}

fn order(guarding: &Guarding<'_, '_>, holds: &str, fails: &str) -> String {
    if guarding.returns_early() {
        return format!("Return early {fails}");
    }
    match guarding.done.first() {
        Some(GuardForm::Operand(..) | GuardForm::Different(..)) => format!("Test it only {holds}"),
        Some(GuardForm::OrNone(..)) => format!("Use None {fails}"),
        Some(GuardForm::ReturnNone(..)) => format!("Return None {fails}"),
        Some(GuardForm::ShowNone(..)) => format!("Show None {fails}"),
        Some(GuardForm::Element(range) | GuardForm::Entry(range)) => {
            let named = format!("Leave `{}` out {fails}", guarding.text(range));
            match named.len() <= MAX_TITLE_CHARS && !named.contains(['\n', '\r']) {
                true => named,
                false => format!("Leave it out {fails}"),
            }
        }
        Some(GuardForm::Raise) => format!("Raise NotImplementedError {fails}"),
        _ => match guarding.wrapped() {
            0 | 1 => format!("Run this only {holds}"),
            several => format!("Run these {several} statements only {holds}"),
        },
    }
}
