//! A process that the default start method starts: started by `spawn`, which takes no locks of threads along.

use super::document_node::DocumentNode;
use super::global_as_argument::another;
use super::names::{Role, only_one};
use super::new_import;
use crate::finding::{Applicability, Finding, Fix};
use crate::model::children::records::Spawn;
use crate::rules::Context;
use crate::text::Edit;

/// The fix of a process that may be forked; what calls `os.fork` is another program without it.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let spawn = context.model.spawns_at(&found.range).next()?;
    let call = made(context, spawn)?;
    let callee = call.with(call.node.child_by_field_name("function")?);
    let written = context.text(callee.range());
    let (module, class) = written.rsplit_once('.').unwrap_or(("", written));
    if let Some(edit) = forked(context, &call) {
        return Some(Fix::new(
            Applicability::Unsafe,
            "Use the method spawn (the child imports everything again)",
            vec![edit],
        ));
    }
    let quote = context.style().quote;
    let swapped = swapped(context, callee).filter(|_| class != "ProcessPoolExecutor");
    let (own, edit) = match class {
        "Manager" | "Process" | "Pool" if swapped.is_some() => {
            let content = format!("get_context({quote}spawn{quote}).{class}");
            let range = callee.range();
            ("", Edit { range, content })
        }
        "Manager" | "Process" | "Pool" if matches!(module, "" | "multiprocessing" | "mp") => {
            let own = if module.is_empty() {
                "multiprocessing"
            } else {
                module
            };
            let content = format!("{own}.get_context({quote}spawn{quote}).{class}");
            let range = callee.range();
            (own, Edit { range, content })
        }
        "ProcessPoolExecutor" => {
            let start = call.range().start;
            let (own, _) = new_import::named(context, "multiprocessing", start, &(start..start))?;
            let content = format!("mp_context={own}.get_context({quote}spawn{quote})");
            let arguments = call.with(call.node.child_by_field_name("arguments")?);
            (own, another(context, arguments, &content)?)
        }
        _ => return None,
    };
    if context.names().is_bound(own) || context.names().is_bound(class) {
        return None;
    }
    let mut edits = match own {
        "multiprocessing" => new_import::import(context, own, edit.range.start)?,
        _ => swapped.into_iter().collect(),
    };
    edits.push(edit);
    Some(Fix::new(
        Applicability::Unsafe,
        "Start it with spawn (the child imports everything again)",
        edits,
    ))
}

/// `get_context("spawn")`, where the context of this call is made once, by `get_context("fork")`.
fn forked<'a>(context: &Context<'a>, call: &DocumentNode<'a>) -> Option<Edit> {
    let callee = call.with(call.node.child_by_field_name("function")?);
    let object = callee.with(callee.node.child_by_field_name("object")?);
    let made = context_maker(context, object)?;
    let function = made.with(made.node.child_by_field_name("function")?);
    let arguments = made.with(made.node.child_by_field_name("arguments")?);
    let method = arguments.with(arguments.node.named_child(0)?);
    let written = context.text(method.range());
    let asks = context.text(function.range()).ends_with("get_context")
        && arguments.node.named_child_count() == 1
        && matches!(written, "\"fork\"" | "'fork'");
    asks.then(|| Edit {
        range: method.range(),
        content: written.replace("fork", "spawn"),
    })
}

/// The call that makes a context: it stands there itself, or what is bound once to it does.
fn context_maker<'a>(context: &Context<'a>, object: DocumentNode<'a>) -> Option<DocumentNode<'a>> {
    let right = |assignment: DocumentNode<'a>| {
        let right = assignment.node.child_by_field_name("right")?;
        Some(assignment.with(right))
    };
    match object.node.kind() {
        "call" => Some(object),
        "identifier" => {
            let occurrences = context.names().of_name(context.text(object.range()));
            let binding = only_one(&occurrences, |occurrence| {
                matches!(occurrence.role, Role::Bind | Role::Import)
            })?;
            right(binding.place.parent()?)
        }
        "attribute" => {
            let written = context.text(object.range());
            let around = std::iter::successors(object.parent(), |node| node.parent());
            let class = around
                .into_iter()
                .find(|node| node.node.kind() == "class_definition")?;
            let sets = |node: &DocumentNode<'a>| {
                let left = node.node.child_by_field_name("left");
                node.node.kind() == "assignment"
                    && left.is_some_and(|left| context.text(node.with(left).range()) == written)
            };
            let name = object.with(object.node.child_by_field_name("attribute")?);
            let name = context.text(name.range());
            let same = context.memory.identifiers(context).inside(class, name);
            let around = same.iter().filter_map(|name| name.parent()?.parent());
            let mut all = around.filter(sets);
            let only = all.next().filter(|_| all.next().is_none())?;
            right(only)
        }
        _ => None,
    }
}

/// The call that makes what starts.
fn made<'a>(context: &Context<'a>, spawn: &Spawn) -> Option<DocumentNode<'a>> {
    let subject = spawn.subject.single(spawn.worlds);
    let make = subject.and_then(|subject| context.model.make(subject));
    let range = make.map_or(&spawn.range, |make| &make.range);
    DocumentNode::of(context.document, range).filter(|node| node.node.kind() == "call")
}

/// `from multiprocessing import get_context`, where what is imported now is not needed for anything else.
fn swapped(context: &Context<'_>, callee: DocumentNode<'_>) -> Option<Edit> {
    let names = context.names();
    let occurrences = names.of_name(context.text(callee.range()));
    let [one, other] = &occurrences[..] else {
        return None;
    };
    let imported = [one, other]
        .into_iter()
        .find(|occurrence| occurrence.role == Role::Import)?;
    let name = imported.place.parent()?;
    let statement = name.parent()?;
    let module = statement.node.child_by_field_name("module_name")?;
    let is_free = names.of_name("get_context").is_empty();
    let is_plain = name.node.kind() == "dotted_name"
        && statement.node.kind() == "import_from_statement"
        && context.text(statement.with(module).range()) == "multiprocessing";
    (is_free && is_plain).then(|| Edit {
        range: name.range(),
        content: "get_context".to_owned(),
    })
}
