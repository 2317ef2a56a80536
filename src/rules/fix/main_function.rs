//! `def main():` for what runs while a module is imported, where that is much.

use std::ops::Range;

use super::imported::binding_scope;
use super::line::{attached, has_own_lines, line_end, line_start};
use super::main_guard::is_definition;
use super::names::{Occurrence, Role};
use super::place::{Place, contains};
use super::top_level;
use crate::finding::{Applicability, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Fewer statements than these do with the guard alone, unless they are as many lines.
const MANY: usize = 5;
/// Fewer lines than these do with the guard alone.
const MANY_LINES: usize = 10;

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

/// Moves the statement at these bytes, and all behind it, into a function that a main guard calls.
pub(super) fn fix(context: &Context<'_>, range: &Range<usize>) -> Option<Fix> {
    let text = context.document.text().as_str();
    let statements = top_level::statements(context);
    let first = statements
        .iter()
        .position(|(own, _)| own.start <= range.start && range.end <= own.end)?;
    let moved = &statements[first..];
    let (start, end) = (moved.first()?.0.start, moved.last()?.0.end);
    let lines = text[start..end].lines().count();
    let is_much = moved.len() >= MANY || lines >= MANY_LINES;
    let fits = |(own, statement): &top_level::Statement<'_>| {
        !is_definition(statement)
            && Place::of(context.document, own)
                .is_some_and(|place| !contains(place.node, MODULE_ONLY))
    };
    let is_free = context.names().of_name("main").is_empty();
    let inside = |one: &Range<usize>| start <= one.start && one.end <= end;
    if !is_much || !is_free || !moved.iter().all(fits) || needs_module(context, &inside) {
        return None;
    }
    let whole = start..end;
    if line_start(text, start) != start || !has_own_lines(text, &whole) {
        return None;
    }
    let style = context.style();
    let (newline, quote, step) = (style.newline, style.quote, style.step(""));
    let range = attached(text, start)..line_end(text, end);
    let inner = super::layout::further_in(context.document, &range, step);
    let gap = newline.repeat(missing_lines(text, range.start));
    Some(Fix {
        covers: vec![range.clone()],
        title: "Move it into main() (imports no longer run it)".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![Edit {
            range,
            content: format!(
                "{gap}def main():{newline}{step}{inner}{newline}{newline}{newline}if __name__ == {quote}__main__{quote}:{newline}{step}main()"
            ),
        }],
    })
}

/// Whether something else uses a name that these statements bind, or may do so.
fn needs_module(context: &Context<'_>, inside: &impl Fn(&Range<usize>) -> bool) -> bool {
    let text = context.document.text().as_str();
    context.names().all().any(|occurrences| {
        let name = occurrences
            .first()
            .map_or("", |one| context.text(one.range()));
        let binds = |one: &Occurrence<'_>| {
            matches!(one.role, Role::Bind | Role::Import) && inside(&one.range())
        };
        let is_bound = occurrences.iter().any(binds);
        let is_shared = || is_shared(occurrences, inside);
        let is_exported = || {
            text.contains("__all__")
                && [format!("\"{name}\""), format!("'{name}'")]
                    .iter()
                    .any(|quoted| text.contains(quoted))
        };
        let reflects =
            REFLECTIVE.contains(&name) && occurrences.iter().any(|one| inside(&one.range()));
        reflects || (is_bound && (name.starts_with("__") || is_shared() || is_exported()))
    })
}

/// Whether the name means the same somewhere else, and not something of a function's own.
fn is_shared(occurrences: &[Occurrence<'_>], inside: &impl Fn(&Range<usize>) -> bool) -> bool {
    let is_local = |one: &Occurrence<'_>| {
        let parent = one.place.parent().map_or("", |parent| parent.node.kind());
        one.role == Role::Bind && parent != "global_statement"
    };
    let outside = || occurrences.iter().filter(|one| !inside(&one.range()));
    let scopes: Vec<Range<usize>> = outside()
        .filter(|one| is_local(one))
        .filter_map(binding_scope)
        .collect();
    let hides =
        |scope: &Range<usize>, one: &Range<usize>| scope.start <= one.start && one.end <= scope.end;
    let mut others = outside();
    others.any(|one| !scopes.iter().any(|scope| hides(scope, &one.range())))
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
