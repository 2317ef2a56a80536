//! Where each name of a document is bound and where it is read.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use memchr::memmem;
use tree_sitter::Node;

use super::place::Place;
use crate::syntax::Document;

/// The occurrences of names. Each name is looked for when somebody asks about it first.
pub(in crate::rules) struct Names<'a> {
    document: &'a Document,
    known: RefCell<HashMap<String, Rc<[Occurrence<'a>]>>>,
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
        Self {
            document,
            known: RefCell::default(),
        }
    }

    /// Every occurrence of this name, in the order of the text.
    pub(in crate::rules) fn of_name(&self, name: &str) -> Rc<[Occurrence<'a>]> {
        if let Some(known) = self.known.borrow().get(name) {
            return Rc::clone(known);
        }
        let found: Rc<[Occurrence<'a>]> = self.found(name).into();
        let mut known = self.known.borrow_mut();
        known.insert(name.to_owned(), Rc::clone(&found));
        found
    }

    /// The names that occur in these bytes, in the order of the text, with all their occurrences.
    pub(in crate::rules) fn within(&self, those: &[Range<usize>]) -> Vec<Rc<[Occurrence<'a>]>> {
        let text = self.document.text().as_str();
        let mut names = Vec::new();
        let mut seen = HashSet::new();
        for range in those {
            let mut visit = |occurrence: Occurrence<'a>| {
                let name = text.get(occurrence.range()).unwrap_or_default();
                if seen.insert(name) {
                    names.push(name);
                }
            };
            self.visit(range, |node| touches(node, range), &mut visit);
        }
        names.into_iter().map(|name| self.of_name(name)).collect()
    }

    /// Whether something else than an import binds this name.
    pub(in crate::rules) fn is_bound(&self, name: &str) -> bool {
        let occurrences = self.of_name(name);
        occurrences.iter().any(|one| one.role == Role::Bind)
    }

    fn found(&self, name: &str) -> Vec<Occurrence<'a>> {
        let text = self.document.text().as_str();
        let mentions = mentions(text, name);
        let mut found = Vec::new();
        let mut next = 0;
        while let Some(first) = mentions.get(next) {
            let Some(at) = self.document.statement_at(*first) else {
                break;
            };
            // All of them in one statement are met on one way through it.
            let whole = self.document.statements()[at].range();
            let own = mentions[next..].partition_point(|mention| *mention < whole.end);
            let own = &mentions[next..next + own.max(1)];
            next += own.len();
            let is_near = |range: &Range<usize>| {
                let first = own.partition_point(|mention| *mention < range.start);
                own.get(first).is_some_and(|mention| *mention < range.end)
            };
            self.visit(&whole, is_near, &mut |occurrence| {
                if text.get(occurrence.range()) == Some(name) {
                    found.push(occurrence);
                }
            });
        }
        found
    }

    /// Visits the variables of the statements around these bytes, in those of their nodes that are of
    /// interest.
    fn visit(
        &self,
        range: &Range<usize>,
        is_wanted: impl Fn(&Range<usize>) -> bool,
        visit: &mut dyn FnMut(Occurrence<'a>),
    ) {
        let statements = self.document.statements();
        let first = self.document.statement_at(range.start).unwrap_or(0);
        for statement in &statements[first.min(statements.len())..] {
            if statement.start >= range.end {
                break;
            }
            let Some(root) = statement.chunk.root() else {
                continue;
            };
            let base = statement.start;
            let mut cursor = root.walk();
            let mut around: Vec<Node<'a>> = Vec::new();
            loop {
                let node = cursor.node();
                let place = Place { base, node };
                let goes_in = is_wanted(&place.range());
                if goes_in
                    && node.kind() == "identifier"
                    && let Some(role) = role(&around, cursor.field_name())
                {
                    visit(Occurrence { place, role });
                }
                if goes_in && cursor.goto_first_child() {
                    around.push(node);
                    continue;
                }
                while !cursor.goto_next_sibling() {
                    if !cursor.goto_parent() {
                        break;
                    }
                    around.pop();
                }
                if around.is_empty() {
                    break;
                }
            }
        }
    }
}

fn touches(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The bytes at which this word stands, alone, in code or not.
fn mentions(text: &str, name: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_part = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii())
    };
    let all = memmem::find_iter(bytes, name.as_bytes());
    all.filter(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !is_part(before) && !is_part(bytes.get(at + name.len()))
    })
    .collect()
}

/// What an identifier is there for, by the nodes around it and by what it is of the innermost;
/// `None` for what is no variable: an attribute, a keyword.
fn role(around: &[Node<'_>], field: Option<&str>) -> Option<Role> {
    let parent = around.last()?;
    let is = |wanted: &str| field == Some(wanted);
    let role = match parent.kind() {
        "attribute" if is("attribute") => return None,
        "keyword_argument" if is("name") => return None,
        "dotted_name" | "aliased_import" => return imported(around),
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
        Role::Read if is_annotation(around) => Some(Role::Annotation),
        _ => Some(role),
    }
}

/// A name in an import, or in a decorator or pattern that the grammar takes for a dotted name.
fn imported(around: &[Node<'_>]) -> Option<Role> {
    for node in around.iter().rev() {
        match node.kind() {
            "import_statement" | "import_from_statement" | "future_import_statement" => {
                return Some(Role::Import);
            }
            "block" | "module" => return Some(Role::Read),
            _ => {}
        }
    }
    None
}

fn is_annotation(around: &[Node<'_>]) -> bool {
    for node in around.iter().rev() {
        match node.kind() {
            // `X: type = …` and parameters; not `type X = …`, which is not evaluated either.
            "type" => return true,
            "block" | "module" | "lambda" | "call" => return false,
            _ => {}
        }
    }
    false
}
