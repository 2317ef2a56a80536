//! Where each name of a document is bound and where it is read.

use std::collections::HashMap;
use std::ops::Range;

use tree_sitter::Node;

use super::place::{Place, nodes_in};
use crate::syntax::Document;

/// The occurrences of every name.
#[derive(Debug, Default)]
pub(in crate::rules) struct Names<'a> {
    found: HashMap<&'a str, Vec<Occurrence<'a>>>,
}

/// One occurrence of a name.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Occurrence<'a> {
    pub(in crate::rules) place: Place<'a>,
    pub(in crate::rules) role: Role,
}

/// What the name is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Role {
    /// It is read when the code runs.
    Read,
    /// It is part of an annotation.
    Annotation,
    /// An import binds it.
    Import,
    /// Anything else binds it: an assignment, a parameter, a definition.
    Bind,
}

impl Occurrence<'_> {
    /// The bytes of the document.
    pub(in crate::rules) fn range(&self) -> Range<usize> {
        self.place.range()
    }
}

impl<'a> Names<'a> {
    /// The names of this document.
    pub(in crate::rules) fn of(document: &'a Document) -> Self {
        let mut names = Self::default();
        for statement in document.statements() {
            if let Some(root) = statement.chunk.root() {
                names.collect(root, statement.start, document.text().as_str());
            }
        }
        names
    }

    /// Every occurrence of this name, in the order of the text.
    pub(in crate::rules) fn of_name(&self, name: &str) -> &[Occurrence<'a>] {
        self.found.get(name).map_or(&[], Vec::as_slice)
    }

    /// The occurrences of each name.
    pub(in crate::rules) fn all(&self) -> impl Iterator<Item = &[Occurrence<'a>]> {
        self.found.values().map(Vec::as_slice)
    }

    /// Whether something else than an import binds this name.
    pub(in crate::rules) fn is_bound(&self, name: &str) -> bool {
        let occurrences = self.of_name(name);
        occurrences.iter().any(|one| one.role == Role::Bind)
    }

    fn collect(&mut self, root: Node<'a>, base: usize, text: &'a str) {
        for node in nodes_in(root) {
            if node.kind() == "identifier"
                && let Some(role) = role(node)
                && let Some(name) = text.get(base + node.start_byte()..base + node.end_byte())
            {
                let place = Place { base, node };
                let known = self.found.entry(name).or_default();
                known.push(Occurrence { place, role });
            }
        }
    }
}

/// What an identifier is there for; `None` for what is no variable: an attribute, a keyword.
fn role(node: Node<'_>) -> Option<Role> {
    let parent = node.parent()?;
    let is = |field: &str| parent.child_by_field_name(field) == Some(node);
    let role = match parent.kind() {
        "attribute" if is("attribute") => return None,
        "keyword_argument" if is("name") => return None,
        "dotted_name" | "aliased_import" => return imported(parent),
        "function_definition"
        | "class_definition"
        | "named_expression"
        | "default_parameter"
        | "typed_default_parameter"
            if is("name") =>
        {
            Role::Bind
        }
        "parameters"
        | "lambda_parameters"
        | "typed_parameter"
        | "as_pattern_target"
        | "global_statement"
        | "nonlocal_statement"
        | "list_splat_pattern"
        | "dictionary_splat_pattern"
        | "pattern_list"
        | "tuple_pattern"
        | "list_pattern"
        | "delete_statement"
        | "case_pattern"
        | "splat_pattern" => Role::Bind,
        "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause" if is("left") => {
            Role::Bind
        }
        "except_clause" if is("alias") => Role::Bind,
        _ => Role::Read,
    };
    match role {
        Role::Read if is_annotation(parent) => Some(Role::Annotation),
        _ => Some(role),
    }
}

/// A name in an import, or in a decorator or pattern that the grammar takes for a dotted name.
fn imported(parent: Node<'_>) -> Option<Role> {
    let mut around = Some(parent);
    while let Some(node) = around {
        match node.kind() {
            "import_statement" | "import_from_statement" | "future_import_statement" => {
                return Some(Role::Import);
            }
            "block" | "module" => return Some(Role::Read),
            _ => around = node.parent(),
        }
    }
    None
}

fn is_annotation(parent: Node<'_>) -> bool {
    let mut around = Some(parent);
    while let Some(node) = around {
        match node.kind() {
            "type" => {
                // `X: type = …` and parameters; not `type X = …`, which is not evaluated either.
                return true;
            }
            "block" | "module" | "lambda" | "call" => return false,
            _ => around = node.parent(),
        }
    }
    false
}
