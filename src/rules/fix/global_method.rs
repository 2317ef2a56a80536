//! `Process(target=app.run)` of an object that cannot be sent: a function that calls it in the child, which has its own.

use super::document_node::DocumentNode;
use super::names::{Role, free_name, only_one};
use super::top_level::above;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Moves the call into a function of the module, if the object is one of the module.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let worker = DocumentNode::of(context.document, &found.range)?;
    if worker.node.kind() != "attribute" || worker.is_interpolated() {
        return None;
    }
    let object = worker.with(worker.node.child_by_field_name("object")?);
    let method = worker.with(worker.node.child_by_field_name("attribute")?);
    let (object_name, method_name) = (context.text(object.range()), context.text(method.range()));
    let occurrences = context.names().of_name(object_name);
    let binding = only_one(&occurrences, |occurrence| {
        matches!(occurrence.role, Role::Bind | Role::Import)
    })?;
    let statement = binding.place.statement()?;
    let is_of_module = statement
        .parent()
        .is_some_and(|node| node.node.kind() == "module");
    if object.node.kind() != "identifier" || !is_of_module || !binding.place.is("left") {
        return None;
    }
    let name = free_name(
        context,
        &format!("_{method_name}_{object_name}"),
        worker.base,
    );
    let style = context.style();
    let (newline, step) = (style.newline, style.step(""));
    let definition = format!(
        "def {name}(*args, **kwargs):{newline}{step}return {object_name}.{method_name}(*args, **kwargs){newline}{newline}{newline}"
    );
    let definition = above(context, worker, definition)?;
    // It stands behind the object.
    (definition.range.start >= statement.range().end).then(|| {
        Fix::new(
            Applicability::Unsafe,
            format!("Call it in a function (the child makes its own `{object_name}`)"),
            vec![
                definition,
                Edit {
                    range: worker.range(),
                    content: name,
                },
            ],
        )
    })
}
