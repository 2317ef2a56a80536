//! `def main():` for what runs while a module is imported, where that is much.

use std::ops::Range;

use super::document_node::{DocumentNode, contains};
use super::import_bindings::binding_scope;
use super::module_exports::{self, Placement, is_within};
use super::names::{Occurrence, Role};
use super::statement_split::StatementSplit;
use super::top_level;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Fewer statements than these do with the guard alone, unless they are as many lines.
const MIN_STATEMENTS: usize = 5;
/// Fewer lines than these do with the guard alone.
const MIN_LINES: usize = 10;

/// What is not the same in a function.
const MODULE_ONLY: &[&str] = &[
    "function_definition",
    "class_definition",
    "global_statement",
    "import_statement",
    "import_from_statement",
    "await",
    "yield",
];

/// Calls that ask for the names around them.
const REFLECTIVE: &[&str] = &["globals", "locals", "vars", "exec", "eval", "dir"];

/// Moves the statement at these bytes, and all behind it that does something, into a function that a main guard calls.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let range = &found.range;
    let statements = context.statements();
    let first = top_level::at(statements, range)?;
    let style = context.style();
    let (newline, quote, step) = (style.newline, style.quote, style.step(""));
    let statements = &statements[first..];
    let parts = module_exports::parts(context, statements);
    let gone = module_exports::gone(statements, &parts);
    let is_free = context.names().of_name("main").is_empty();
    let has_guard = statements
        .iter()
        .any(|(_, statement)| top_level::is_main_guard(statement));
    let fits = |own: &Range<usize>| {
        DocumentNode::of(context.document, own)
            .is_some_and(|place| !contains(place.node, MODULE_ONLY))
    };
    if !is_free || has_guard || parts.contains(&Placement::Fixed) || !gone.iter().all(fits) {
        return None;
    }
    let parted = StatementSplit::of(context, statements, &parts, step)?;
    let is_much = gone.len() >= MIN_STATEMENTS || parted.inner.lines().count() >= MIN_LINES;
    let inside = |range: &Range<usize>| is_within(range, &gone);
    if !is_much {
        return None;
    }
    if needs_module(context, &gone, &inside) {
        return None;
    }
    let consequence = module_exports::consequence(context, &gone)?;
    let text = context.document.text().as_str();
    let blank = newline.repeat(3);
    let before = match parted.staying.is_empty() {
        true => newline.repeat(missing_lines(text, parted.range.start)),
        false => parted.staying + &blank,
    };
    let inner = &parted.inner;
    let title = format!("Move it into main() ({consequence})");
    let edit = Edit {
        range: parted.range.clone(),
        content: format!(
            "{before}def main():{newline}{step}{inner}{blank}if __name__ == {quote}__main__{quote}:{newline}{step}main()"
        ),
    };
    let fix = Fix::new(Applicability::Unsafe, title, vec![edit]);
    Some(fix.covering(vec![parted.range]))
}

/// Whether something else uses a name that these statements bind, or may do so.
fn needs_module(
    context: &Context<'_>,
    gone: &[Range<usize>],
    inside: &impl Fn(&Range<usize>) -> bool,
) -> bool {
    context.names().within(gone).iter().any(|occurrences| {
        let name = occurrences
            .first()
            .map_or("", |occurrence| context.text(occurrence.range()));
        let binds = |occurrence: &Occurrence<'_>| {
            matches!(occurrence.role, Role::Bind | Role::Import) && inside(&occurrence.range())
        };
        let is_bound = occurrences.iter().any(binds);
        let is_shared = || is_shared(occurrences, inside);
        let reflects = REFLECTIVE.contains(&name)
            && occurrences
                .iter()
                .any(|occurrence| inside(&occurrence.range()));
        reflects || (is_bound && is_shared())
    })
}

/// Whether the name means the same somewhere else, and not something of a function's own.
fn is_shared(occurrences: &[Occurrence<'_>], inside: &impl Fn(&Range<usize>) -> bool) -> bool {
    let is_local = |occurrence: &Occurrence<'_>| {
        let parent = occurrence
            .place
            .parent()
            .map_or("", |parent| parent.node.kind());
        occurrence.role == Role::Bind && parent != "global_statement"
    };
    let outside = || {
        occurrences
            .iter()
            .filter(|occurrence| !inside(&occurrence.range()))
    };
    let scopes: Vec<Range<usize>> = outside()
        .filter(|occurrence| is_local(occurrence))
        .filter_map(binding_scope)
        .collect();
    let hides = |scope: &Range<usize>, range: &Range<usize>| {
        scope.start <= range.start && range.end <= scope.end
    };
    let mut others = outside();
    others.any(|node| !scopes.iter().any(|scope| hides(scope, &node.range())))
}

/// How many line breaks are missing for two blank lines above.
fn missing_lines(text: &str, start: usize) -> usize {
    let before = &text[..start];
    let code = before.trim_end();
    let breaks = before[code.len()..].matches('\n').count();
    match code.is_empty() {
        true => 0,
        false => 3usize.saturating_sub(breaks),
    }
}
