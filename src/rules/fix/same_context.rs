//! A lock or queue of one context in a process of another: made with the context of the process.

use super::document_node::DocumentNode;
use super::global_as_argument::keyword;
use super::hoist_statement::moved_up;
use super::import_parts;
use super::names::{Role, only_one};
use super::sorted_edits::sorted;
use crate::facts::lists;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// The fix of something that goes to a process of another context.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let made = DocumentNode::of(context.document, found.first_related()?)?;
    let callee = made.with(made.node.child_by_field_name("function")?);
    let class = context.text(callee.range()).rsplit('.').next()?;
    let mut spawns = context.model.spawns.iter();
    let spawn = spawns.find(|spawn| spawn.given.iter().any(|given| given.range == found.range))?;
    let start = DocumentNode::of(context.document, &spawn.range)?;
    let own = own_context(context, start)?;
    let shown = context.text(own.range());
    if !lists::CONTEXT_MEMBERS.has(class) || shown.contains(['\n', '\r']) {
        return None;
    }
    let mut edits = match own.node.kind() {
        "identifier" => reachable(context, own, made)?,
        "call" if is_made_by_name(context, own) => Vec::new(),
        _ => return None,
    };
    let title = match (edits.is_empty(), class.len() + shown.len() <= 32) {
        (true, true) => format!("Make the {class} with `{shown}` too"),
        (false, true) => format!("Make the {class} with `{shown}`, moved up"),
        _ => format!("Make the {class} with the context of the process"),
    };
    edits.push(Edit {
        range: callee.range(),
        content: format!("{shown}.{class}"),
    });
    let unneeded = import_parts::unneeded(context, callee);
    edits.extend(unneeded.into_iter().flat_map(|(edits, _)| edits));
    let fix = Fix::new(Applicability::Safe, title, sorted(edits)?);
    Some(fix)
}

/// The context that a process, a pool or an executor is started with.
fn own_context<'a>(context: &Context<'_>, start: DocumentNode<'a>) -> Option<DocumentNode<'a>> {
    let arguments = start.with(start.node.child_by_field_name("arguments")?);
    if let Some(given) = keyword(context, arguments, "mp_context") {
        return Some(given);
    }
    let callee = start.with(start.node.child_by_field_name("function")?);
    if context
        .text(callee.range())
        .ends_with("ProcessPoolExecutor")
    {
        let second = arguments.node.named_child(1)?;
        return (second.kind() != "keyword_argument").then(|| arguments.with(second));
    }
    let object = callee.node.child_by_field_name("object")?;
    Some(callee.with(object))
}

/// Whether it is `multiprocessing.get_context("spawn")`, or another literal.
fn is_made_by_name(context: &Context<'_>, call: DocumentNode<'_>) -> bool {
    let field = |name: &str| call.node.child_by_field_name(name);
    let (Some(callee), Some(arguments)) = (field("function"), field("arguments")) else {
        return false;
    };
    let callee = context.text(call.with(callee).range());
    let module = callee.split('.').next().unwrap_or(callee);
    let only = arguments
        .named_child(0)
        .filter(|_| arguments.named_child_count() == 1);
    callee.ends_with("get_context")
        && !context.names().is_bound(module)
        && only.is_some_and(|only| only.kind() == "string")
}

/// What it takes to read this name where that is made: nothing, or that its assignment moves up.
fn reachable(
    context: &Context<'_>,
    name: DocumentNode<'_>,
    made: DocumentNode<'_>,
) -> Option<Vec<Edit>> {
    let occurrences = context.names().of_name(context.text(name.range()));
    let binding = only_one(&occurrences, |occurrence| {
        matches!(occurrence.role, Role::Bind | Role::Import)
    })?;
    let (here, there) = (made.statement()?, binding.place.statement()?);
    let is_of_module = there
        .parent()
        .is_some_and(|node| node.node.kind() == "module");
    let scope = |place: DocumentNode<'_>| place.function().map(DocumentNode::range);
    let block = there.parent()?.range();
    let is_around = block.start <= here.range().start && here.range().end <= block.end;
    let is_seen = is_of_module || (is_around && scope(there) == scope(here));
    let is_later = scope(there) != scope(here) || there.range().end <= here.range().start;
    if is_seen && is_later {
        return Some(Vec::new());
    }
    let is_beside = here.parent().is_some_and(|node| {
        node.range() == block || (is_of_module && node.node.kind() == "module")
    });
    let assignment = binding.place.parent()?;
    let value = assignment.with(assignment.node.child_by_field_name("right")?);
    if !is_beside || !is_made_by_name(context, value) {
        return None;
    }
    moved_up(context, there, here)
}
