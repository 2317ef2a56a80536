//! A generator that an object holds, which cannot be sent: an iterator over a list of what it yields can.

use super::document_node::{DocumentNode, contains};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// `self.rows = iter([line.split() for line in lines])`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref()?;
    // By its name the child finds the method of the class itself, which starts another one.
    let is_of_base = context.text(found.range.clone()).starts_with("super()");
    if obstacle.name.as_deref() != Some("generator") || obstacle.path.is_empty() || is_of_base {
        return None;
    }
    let made = found.places().find_map(|range| {
        let place = DocumentNode::of(context.document, range)?;
        let assignment = place
            .parent()
            .filter(|node| node.node.kind() == "assignment")?;
        let made = assignment.with(assignment.node.child_by_field_name("right")?);
        (place == made || place.is("left")).then_some(made)
    })?;
    let written = context.text(made.range());
    let content = match made.node.kind() {
        "generator_expression" => {
            let inside = written.strip_prefix('(')?.strip_suffix(')')?;
            format!("iter([{inside}])")
        }
        "call" => format!("iter(list({written}))"),
        _ => return None,
    };
    let is_hidden = ["iter", "list"]
        .iter()
        .any(|name| context.names().is_bound(name));
    (!is_hidden && !contains(made.node, &["await"])).then(|| {
        Fix::new(
            Applicability::Unsafe,
            "Make all that it yields at once",
            vec![Edit {
                range: made.range(),
                content,
            }],
        )
    })
}
