//! Classes that a call makes, and that children do not find by their names: `type("Options", (), values)`.

use super::document_node::{DocumentNode, nodes_in};
use super::new_import;
use super::scopes::binding;
use super::sorted_edits::sorted;
use crate::finding::{Applicability, Finding, Fix, ObstacleKind};
use crate::limits::reached;
use crate::rules::Context;
use crate::text::Edit;

/// A name leads to a call over so many others: `point`, `Point(1, 2)`, `namedtuple("P", "x y")`.
const MAX_NAMES_TO_CLASS: usize = 3;

/// `types.SimpleNamespace(**values)` for a class that only holds values.
pub(in crate::rules) fn namespace(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let made = DocumentNode::of(context.document, found.first_related()?)?;
    let [name, bases, values] = arguments(made)?[..] else {
        return None;
    };
    let is_type = callee(made).is_some_and(|callee| context.text(callee.range()) == "type");
    let bases: String = context.text(bases.range()).split_whitespace().collect();
    let is_plain = name.node.kind() == "string" && matches!(&*bases, "()" | "(object,)");
    let assignment = made.parent()?;
    let target = assignment.with(assignment.node.child_by_field_name("left")?);
    let is_assigned = assignment.node.kind() == "assignment" && target.node.kind() == "identifier";
    if !is_type || !is_plain || !is_assigned || context.names().is_bound("type") {
        return None;
    }
    // What makes objects of it, or asks for them, needs a class.
    let reads = context.names().of_name(context.text(target.range()));
    let is_class = reads.iter().any(|read| {
        let around = read.place.parent();
        read.place.is("function")
            || around.is_some_and(|around| {
                around.node.kind() == "argument_list" && tests(context, around)
            })
    });
    if is_class {
        return None;
    }
    let mut edits = new_import::import(context, "types", made.range().start)?;
    edits.push(Edit {
        range: made.range(),
        content: format!("types.SimpleNamespace(**{})", context.text(values.range())),
    });
    Some(Fix::new(
        Applicability::Unsafe,
        "Use types.SimpleNamespace (no class any more)",
        sorted(edits)?,
    ))
}

/// Whether these are the arguments of a call that wants a class.
fn tests(context: &Context<'_>, arguments: DocumentNode<'_>) -> bool {
    let function = arguments.parent().and_then(callee);
    function.is_some_and(|function| {
        matches!(context.text(function.range()), "isinstance" | "issubclass")
    })
}

/// The name that the module has for a class, for the one that the class was given.
pub(in crate::rules) fn named(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref()?;
    let is_made = matches!(
        obstacle.kind,
        ObstacleKind::MadeClass | ObstacleKind::ObjectOfMadeClass
    );
    let wrong = obstacle.name.as_deref().filter(|_| is_made)?;
    let place = DocumentNode::of(context.document, &found.range)?;
    let (target, string) = misnamed(context, place, wrong, MAX_NAMES_TO_CLASS)?;
    // A child does not find what a function or a main guard binds.
    let statement = target.statement()?;
    if statement.parent()?.node.kind() != "module" {
        return None;
    }
    let name = context.text(target.range());
    let edit = Edit {
        content: context.text(string.range()).replacen(wrong, name, 1),
        range: string.range(),
    };
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Call the class `{name}`, as the module does"),
        vec![edit],
    ))
}

/// What the class is bound to, and the string with the wrong name, if something in this place leads there.
fn misnamed<'a>(
    context: &Context<'a>,
    place: DocumentNode<'a>,
    wrong: &str,
    depth: usize,
) -> Option<(DocumentNode<'a>, DocumentNode<'a>)> {
    let Some(depth) = depth.checked_sub(1) else {
        reached("names between a value and its class");
        return None;
    };
    nodes_in(place.node)
        .filter(|node| node.kind() == "identifier")
        .find_map(|node| {
            let name = place.with(node);
            let target = binding(context, context.text(name.range()), name)?.place;
            let assignment = target.parent()?;
            let made = assignment.with(assignment.node.child_by_field_name("right")?);
            let string = arguments(made).and_then(|all| all.first().copied());
            let is_wrong = |string: &DocumentNode<'_>| {
                string.node.kind() == "string"
                    && context.text(string.range()).trim_matches(['"', '\'']) == wrong
            };
            match string.filter(is_wrong) {
                Some(string) => Some((target, string)),
                None => misnamed(context, made, wrong, depth),
            }
        })
}

/// What is called.
fn callee(call: DocumentNode<'_>) -> Option<DocumentNode<'_>> {
    Some(call.with(call.node.child_by_field_name("function")?))
}

/// What a call is given.
fn arguments(call: DocumentNode<'_>) -> Option<Vec<DocumentNode<'_>>> {
    let list = call.node.child_by_field_name("arguments")?;
    let given = list.named_children().filter(|child| !child.is_extra());
    (call.node.kind() == "call").then(|| given.map(|child| call.with(child)).collect())
}
