//! `worker = Worker(settings)` and `Process(target=worker.start)`: a worker that is made in the child, from what it is made from.

use super::document_node::{DocumentNode, contains};
use super::hoist_statement::whole_lines;
use super::names::{Role, free_name, starting_in};
use super::top_level::above;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Makes the object where its method runs, if it is for nothing else.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let worker = DocumentNode::of(context.document, &found.range)?;
    let object = worker.with(worker.node.child_by_field_name("object")?);
    let method = worker.with(worker.node.child_by_field_name("attribute")?);
    let name = context.text(object.range());
    let function = object.function()?;
    let occurrences = context.names().of_name(name);
    let [binding, read] = starting_in(&occurrences, &function.range()) else {
        return None;
    };
    let assignment = binding.place.parent()?;
    let made = assignment.with(assignment.node.child_by_field_name("right")?);
    let statement = assignment.parent()?;
    let callee = made.with(made.node.child_by_field_name("function")?);
    let arguments = made.with(made.node.child_by_field_name("arguments")?);
    let is_made = worker.node.kind() == "attribute"
        && object.node.kind() == "identifier"
        && binding.role == Role::Bind
        && read.range() == object.range()
        && assignment.node.kind() == "assignment"
        && binding.place.is("left")
        && callee.node.kind() == "identifier"
        && statement.function() == Some(function);
    // A class of a function cannot be found by a child either.
    let class = context.names().of_name(context.text(callee.range()));
    let is_global = class
        .iter()
        .any(|occurrence| occurrence.role != Role::Read && occurrence.place.function().is_none());
    if !is_made
        || !is_global
        || contains(
            arguments.node,
            &[
                "lambda",
                "await",
                "keyword_argument",
                "list_splat",
                "dictionary_splat",
                "call",
            ],
        )
    {
        return None;
    }
    // A comment would be lost.
    let gone = whole_lines(context, statement)?;
    if context.text(gone.clone()).contains('#') {
        return None;
    }
    let (class, method) = (context.text(callee.range()), context.text(method.range()));
    let given: Vec<&str> = arguments
        .node
        .named_children()
        .map(|argument| context.text(arguments.with(argument).range()))
        .collect();
    let parameters: Vec<String> = (1..=given.len())
        .map(|number| match given[number - 1] {
            name if name
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '_')
                && !name.starts_with(char::is_numeric) =>
            {
                name.to_owned()
            }
            _ => format!("given_{number}"),
        })
        .collect();
    let name = free_name(
        context,
        &format!("_{method}_{}", name.trim_start_matches('_')),
        worker.range().start,
    );
    let mut around = std::iter::successors(worker.parent(), |ancestor| ancestor.parent());
    let call = around.find(|node| node.node.kind() == "call")?;
    let edits = started(context, call, &given)?;
    let style = context.style();
    let (newline, step) = (style.newline, style.step(""));
    let all = [
        &parameters[..],
        &["*args".to_owned(), "**kwargs".to_owned()],
    ]
    .concat();
    let text = format!(
        "def {name}({}):{newline}{step}return {class}({}).{method}(*args, **kwargs){newline}{newline}{newline}",
        all.join(", "),
        parameters.join(", ")
    );
    let mut edits: Vec<Edit> = edits
        .into_iter()
        .chain([above(context, worker, text)?])
        .collect();
    edits.push(Edit {
        range: gone,
        content: String::new(),
    });
    edits.push(Edit {
        range: worker.range(),
        content: name,
    });
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Make the `{class}` in the child"),
        super::sorted_edits::sorted(edits)?,
    ))
}

/// The arguments of the object before those of its method.
fn started(context: &Context<'_>, call: DocumentNode<'_>, given: &[&str]) -> Option<Vec<Edit>> {
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let ends = context.text(
        call.with(call.node.child_by_field_name("function")?)
            .range(),
    );
    if !ends.ends_with("Process") {
        return None;
    }
    if given.is_empty() {
        return Some(Vec::new());
    }
    let Some(args) = super::global_as_argument::keyword(context, arguments, "args") else {
        let content = format!("args=({},)", given.join(", "));
        return Some(vec![super::global_as_argument::another(
            context, arguments, &content,
        )?]);
    };
    let first = args.with(args.node.named_child(0)?);
    matches!(args.node.kind(), "tuple" | "list").then(|| {
        let at = first.range().start;
        vec![Edit {
            range: at..at,
            content: format!("{}, ", given.join(", ")),
        }]
    })
}
