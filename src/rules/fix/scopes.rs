//! Which binding a name refers to, by the scopes around the place that reads it.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::document_node::DocumentNode;
use super::names::{Occurrence, Role};
use crate::rules::Context;

/// A function, a lambda, a class or a comprehension; nothing for the module.
type Scope<'a> = Option<DocumentNode<'a>>;

/// Where a name is bound, by scope.
pub(super) struct ScopedBindings<'a> {
    /// A `global` or `nonlocal` names it: who else binds it is not told by where that stands.
    is_shared: bool,
    /// Where each scope binds it first, by the bytes of the scope, and whether nothing else in it does.
    by_scope: HashMap<Option<Range<usize>>, (Occurrence<'a>, bool)>,
}

impl<'a> ScopedBindings<'a> {
    /// Where this name is bound.
    pub(super) fn of(context: &Context<'a>, name: &str) -> Self {
        let occurrences = context.names().of_name(name);
        let binds = |one: &&Occurrence<'_>| matches!(one.role, Role::Bind | Role::Import);
        let mut is_shared = false;
        let mut by_scope = HashMap::new();
        for binding in occurrences.iter().filter(binds) {
            let around = binding.place.parent().map(|node| node.node.kind());
            is_shared |= matches!(around, Some("global_statement" | "nonlocal_statement"));
            let scope = bound_in(binding).map(DocumentNode::range);
            by_scope
                .entry(scope)
                .and_modify(|(_, is_only)| *is_only = false)
                .or_insert_with(|| (binding.clone(), true));
        }
        Self {
            is_shared,
            by_scope,
        }
    }
}

/// The binding of this name that is seen from this place, if nothing else binds it in the same scope.
pub(super) fn binding<'a>(
    context: &Context<'a>,
    name: &str,
    place: DocumentNode<'_>,
) -> Option<Occurrence<'a>> {
    let bindings = context.memory.bindings(context, name);
    if bindings.is_shared {
        return None;
    }
    let mut here = place;
    let mut is_first = true;
    loop {
        let scope = scope(here);
        let is_class = scope.is_some_and(|node| node.node.kind() == "class_definition");
        // What a class binds its methods do not see.
        if is_first || !is_class {
            let bytes = scope.map(DocumentNode::range);
            if let Some((first, is_only)) = bindings.by_scope.get(&bytes) {
                return is_only.then(|| first.clone());
            }
        }
        is_first = false;
        here = scope?;
    }
}

/// The scope in which an occurrence binds its name.
fn bound_in<'a>(occurrence: &Occurrence<'a>) -> Scope<'a> {
    let place = occurrence.place;
    let around = place.parent();
    let is_target = around.is_some_and(|node| node.node.kind() == "named_expression");
    let mut found = scope(place);
    // A name that is given within a comprehension is one of the function around it.
    while is_target && found.is_some_and(|node| is_comprehension(node)) {
        found = found.and_then(scope);
    }
    found
}

/// The innermost scope that what stands here belongs to.
fn scope(place: DocumentNode<'_>) -> Scope<'_> {
    let mut here = place;
    while let Some(parent) = here.parent() {
        let is_inside = match parent.node.kind() {
            "function_definition" | "lambda" => {
                here.is("body") || here.is("parameters") && is_parameter(place)
            }
            "class_definition" => here.is("body"),
            _ => is_comprehension(parent),
        };
        if is_inside {
            return Some(parent);
        }
        here = parent;
    }
    None
}

/// Whether it is the name of a parameter, and not a default or an annotation.
fn is_parameter(place: DocumentNode<'_>) -> bool {
    let mut here = place;
    while let Some(parent) = here.parent() {
        match parent.node.kind() {
            "parameters" | "lambda_parameters" => return true,
            "default_parameter" | "typed_default_parameter" if here.is("name") => {}
            "typed_parameter" if !here.is("type") => {}
            "list_splat_pattern" | "dictionary_splat_pattern" | "tuple_pattern" => {}
            _ => return false,
        }
        here = parent;
    }
    false
}

fn is_comprehension(node: DocumentNode<'_>) -> bool {
    matches!(
        node.node.kind(),
        "list_comprehension"
            | "set_comprehension"
            | "dictionary_comprehension"
            | "generator_expression"
    )
}
