//! A test that holds in child processes, too: `__name__ in ("__main__", "__mp_main__")`.

use super::document_node::DocumentNode;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// `if __name__ == "__main__":` instead: children are never called that.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let mut around = DocumentNode::of(context.document, &found.range)?;
    let test = loop {
        let parent = around.parent()?;
        if parent.node.kind() == "if_statement" && !around.is("condition") {
            let test = parent.with(parent.node.child_by_field_name("condition")?);
            if is_of_children(context.text(test.range())) {
                break test;
            }
        }
        around = parent;
    };
    let quote = context.style().quote;
    let edit = Edit {
        range: test.range(),
        content: format!("__name__ == {quote}__main__{quote}"),
    };
    Some(Fix::new(
        Applicability::Safe,
        "Test for `__main__` alone",
        vec![edit],
    ))
}

/// Whether it asks for nothing but whether the module is the program, here or in a child.
fn is_of_children(test: &str) -> bool {
    let test = test.replace('\'', "\"");
    let rest = test
        .replace("\"__main__\"", " main ")
        .replace("\"__mp_main__\"", " main ");
    let mut words = rest.split(|c: char| !c.is_alphanumeric() && c != '_');
    let is_known = words.all(|word| matches!(word, "" | "__name__" | "main" | "in" | "or"));
    let is_plain = rest
        .chars()
        .all(|c| c.is_alphanumeric() || c.is_whitespace() || "_=,()[]{}".contains(c));
    let asks = test.contains("\"__main__\"") && test.contains("\"__mp_main__\"");
    is_known && is_plain && asks
}
