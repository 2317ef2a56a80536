//! `asyncio.get_event_loop()`, which makes no loop any more: a loop of one's own.

use super::document_node::DocumentNode;
use super::expression_edit::replaced;
use super::sorted_edits::sorted;
use super::statement_lines::StatementLines;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

/// `asyncio.run(main())` for `asyncio.get_event_loop().run_until_complete(main())`, and a new loop, which is the current one
/// from then on, for one that gets a name.
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let call = place
        .up_to_statement()
        .find(|node| node.node.kind() == "call")?;
    let function = call.with(call.node.child_by_field_name("function")?);
    let module = context
        .text(function.range())
        .strip_suffix(".get_event_loop")?;
    let user = call.parent()?;
    if user.node.kind() == "attribute" {
        let name = user.with(user.node.child_by_field_name("attribute")?);
        let runs = context.text(name.range()) == "run_until_complete" && user.is("function");
        return runs.then(|| {
            replaced(
                "Use asyncio.run (in a loop of its own, which it closes)",
                Applicability::Unsafe,
                Vec::new(),
                user,
                format!("{module}.run"),
            )
        });
    }
    let target = user
        .node
        .child_by_field_name("left")
        .filter(|_| user.node.kind() == "assignment" && call.is("right"))?;
    let target = context.text(user.with(target).range());
    let statement = user.parent().filter(|parent| parent.is_statement())?;
    let lines = StatementLines::of(context, statement, statement)?;
    let mut edits = lines.behind(&[format!("{module}.set_event_loop({target})")])?;
    edits.push(Edit {
        range: call.range(),
        content: format!("{module}.new_event_loop()"),
    });
    Some(Fix::new(
        Applicability::Unsafe,
        "Make a new event loop and set it as the current one".to_owned(),
        sorted(edits)?,
    ))
}
