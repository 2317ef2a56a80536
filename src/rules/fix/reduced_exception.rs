//! An exception that is made again from what it was given, in another process.

use super::counterpart::RESTORED;
use super::document_node::{DocumentNode, contains_long_string};
use super::new_method::{behind, method};
use super::statement_lines::StatementLines;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;

/// Keeps what `__init__` is given, for a `__reduce__`.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let call = DocumentNode::of(context.document, &found.range)?;
    let class = match call.node.kind() {
        "call" => call.with(call.node.child_by_field_name("function")?),
        _ => call,
    };
    let occurrences = context.names().of_name(context.text(class.range()));
    let class = occurrences
        .iter()
        .map(|occurrence| occurrence.place)
        .filter(|place| place.is("name"))
        .find_map(|place| {
            place
                .parent()
                .filter(|node| node.node.kind() == "class_definition")
        })?;
    let init = method(context, class, "__init__")?;
    if method(context, class, "__reduce__").is_some() || contains_long_string(init.node) {
        return None;
    }
    let parameters = init.with(init.node.child_by_field_name("parameters")?);
    let Some(names) = plain_parameters(context, parameters) else {
        return restored(context, class, init);
    };
    let (own, given) = names.split_first()?;
    let given = match given {
        [] => return None,
        [only] => format!("({only},)"),
        several => format!("({})", several.join(", ")),
    };
    let suite = init.with(init.node.child_by_field_name("body")?);
    // Behind a docstring, which has to come first.
    let is_said = |node: &crate::syntax::Node<'_>| {
        let said = node.named_child(0).map(crate::syntax::Node::kind);
        node.kind() == "expression_statement" && said == Some("string")
    };
    let mut statements = suite.node.named_children().filter(|node| !node.is_extra());
    let first = suite.with(statements.find(|statement| !is_said(statement))?);
    let lines = StatementLines::of(context, first, first)?;
    let mut edits = lines.after(&[format!("{own}._given = {given}")]);
    let reduce = "def __reduce__(self):\n    return type(self), self._given";
    edits.push(behind(context, init, reduce)?);
    Some(Fix::new(
        Applicability::Unsafe,
        "Say in `__reduce__` what it was made from",
        edits,
    ))
}

/// The names of parameters that can be passed by their places.
fn plain_parameters<'c>(
    context: &'c Context<'_>,
    parameters: DocumentNode<'_>,
) -> Option<Vec<&'c str>> {
    let mut names = Vec::new();
    for parameter in parameters
        .node
        .named_children()
        .filter(|node| !node.is_extra())
    {
        let name = match parameter.kind() {
            "identifier" => parameter,
            "default_parameter" | "typed_default_parameter" => {
                parameter.child_by_field_name("name")?
            }
            "typed_parameter" => parameter
                .named_child(0)
                .filter(|node| node.kind() == "identifier")?,
            _ => return None,
        };
        names.push(context.text(parameters.with(name).range()));
    }
    Some(names)
}

/// `__reduce__` for what is given some of its arguments by their names: what it is, without `__init__`.
fn restored(context: &Context<'_>, class: DocumentNode<'_>, init: DocumentNode<'_>) -> Option<Fix> {
    let added = RESTORED.before(context, &class.range(), str::to_owned)?;
    let reduce = format!(
        "def __reduce__(self):\n    return {}, (type(self), self.args, self.__dict__)",
        added.name
    );
    let mut edits = added.edits;
    edits.push(behind(context, init, &reduce)?);
    Some(Fix::new(
        Applicability::Unsafe,
        "Copy it as it is, by `__reduce__`",
        edits,
    ))
}
