//! An attribute that the parent sets before a pool's children start: set in each of them, by an initializer.

use super::document_node::{DocumentNode, contains};
use super::global_as_argument::{self, another, keyword, without_initializer};
use super::names::{Role, free_name};
use super::sorted_edits::sorted;
use super::top_level::above;
use super::wrap_worker::is_of_module;
use crate::facts::spawns::SpawnKind;
use crate::finding::{Applicability, Finding, Fix, Location};
use crate::model::children::records::Spawn;
use crate::rules::Context;
use crate::text::Edit;

/// `Pool(initializer=_set_up_worker, initargs=(settings().debug,))`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let (Location::Here(start), others) =
        (&found.related.last()?.place, found.related.split_last()?.1)
    else {
        return None;
    };
    let mut spawns = context.model.spawns_at(start);
    let spawn =
        spawns.find(|spawn| matches!(spawn.role.kind, SpawnKind::Task | SpawnKind::Submit))?;
    // It is changed here, or read here and changed there.
    let changed = others.iter().find_map(|other| match &other.place {
        Location::Here(range) => Some(range),
        Location::Elsewhere { .. } => None,
    });
    let changed = DocumentNode::of(context.document, changed.unwrap_or(&found.range))?;
    let attribute = SetAttribute::of(context, changed)?;
    let edits = match without_initializer(context, spawn) {
        Some(_) if global_as_argument::fix(context, found).is_some() => return None,
        Some(arguments) => attribute.in_new(context, arguments)?,
        None => attribute.in_existing(context, spawn)?,
    };
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Set `{}` in the pool's initializer, too", attribute.whole),
        sorted(edits)?,
    ))
}

/// `settings().debug`
struct SetAttribute<'c> {
    whole: &'c str,
    /// What the initializer calls its value.
    name: &'c str,
}

impl<'c> SetAttribute<'c> {
    fn of(context: &'c Context<'_>, place: DocumentNode<'_>) -> Option<Self> {
        let attribute = match place.node.kind() {
            "attribute" => place,
            // The statement that sets it.
            "assignment" | "augmented_assignment" => {
                place.with(place.node.child_by_field_name("left")?)
            }
            "expression_statement" => {
                let assignment = place.with(place.node.named_child(0)?);
                assignment.with(assignment.node.child_by_field_name("left")?)
            }
            _ => place.parent()?,
        };
        let object = attribute.with(attribute.node.child_by_field_name("object")?);
        let name = attribute.with(attribute.node.child_by_field_name("attribute")?);
        let hard = [
            "await",
            "lambda",
            "subscript",
            "string",
            "integer",
            "keyword_argument",
        ];
        // A method is not set.
        let is_called = attribute.is("function");
        let names = context.names().within(&[object.range()]);
        let is_known = names.iter().all(|occurrences| {
            let first = occurrences.first();
            first.is_some_and(|first| is_of_module(context, context.text(first.range()), attribute))
        });
        let name = context.text(name.range());
        (attribute.node.kind() == "attribute"
            && !is_called
            && !names.is_empty()
            && is_known
            && !contains(object.node, &hard))
        .then(|| Self {
            whole: context.text(attribute.range()),
            name: name.trim_start_matches('_'),
        })
    }

    /// An initializer for a pool that has none.
    fn in_new(&self, context: &Context<'_>, arguments: DocumentNode<'_>) -> Option<Vec<Edit>> {
        let style = context.style();
        let (newline, step) = (style.newline, style.step(""));
        let function = free_name(context, "_set_up_worker", arguments.base);
        let (whole, name) = (self.whole, self.name);
        let definition = format!(
            "def {function}({name}):{newline}{step}{whole} = {name}{}",
            newline.repeat(3)
        );
        let content = format!("initializer={function}, initargs=({whole},)");
        Some(vec![
            above(context, arguments, definition)?,
            another(context, arguments, &content)?,
        ])
    }

    /// One more line in the initializer of the pool, if it is a plain function of the file.
    fn in_existing(&self, context: &Context<'_>, spawn: &Spawn) -> Option<Vec<Edit>> {
        let subject = spawn.subject.single(spawn.worlds)?;
        let make = context.model.make(subject)?;
        let pool = DocumentNode::of(context.document, &make.range)?;
        let arguments = pool.with(pool.node.child_by_field_name("arguments")?);
        let function = keyword(context, arguments, "initializer")?;
        let given = keyword(context, arguments, "initargs")?;
        let last = given.node.named_children().last()?;
        let occurrences = context.names().of_name(context.text(function.range()));
        let definition = occurrences.iter().find_map(|occurrence| {
            let definition = occurrence.place.parent()?;
            (occurrence.role == Role::Bind && definition.node.kind() == "function_definition")
                .then_some(definition)
        })?;
        // Nobody else calls it.
        if occurrences.len() != 2 || given.node.kind() != "tuple" {
            return None;
        }
        let parameters = definition.with(definition.node.child_by_field_name("parameters")?);
        let is_plain = |node: crate::syntax::Node<'_>| {
            let own = context.text(parameters.with(node).range());
            node.kind() == "identifier" && own != self.name
        };
        let own: Vec<_> = parameters.node.named_children().collect();
        if own.is_empty() || !own.iter().all(|node| is_plain(*node)) {
            return None;
        }
        let end = parameters.with(*own.last()?).range().end;
        let given_end = given.with(last).range().end;
        let style = context.style();
        let comma = usize::from(context.text(given_end..given_end + 2) == ",)");
        Some(vec![
            Edit::insertion(end, format!(", {}", self.name)),
            Edit::insertion(
                definition.range().end,
                format!(
                    "{}{}{} = {}",
                    style.newline,
                    style.step(""),
                    self.whole,
                    self.name
                ),
            ),
            Edit {
                range: given_end..given_end + comma,
                content: format!(", {}", self.whole),
            },
        ])
    }
}
