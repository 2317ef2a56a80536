//! Where each name of a document is bound and where it is read.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::document_node::DocumentNode;
use crate::rules::Context;
use crate::syntax::{Document, Node};
use crate::work_counts;
use memchr::memmem;

/// The occurrences of names. Each name is looked for when somebody asks about it first.
pub(in crate::rules) struct Names<'a> {
    document: &'a Document,
    known: RefCell<HashMap<String, Rc<[Occurrence<'a>]>>>,
    bound: RefCell<HashMap<String, bool>>,
    /// Every occurrence of every name, once somebody has asked about several.
    all: OnceCell<HashMap<&'a str, Rc<[Occurrence<'a>]>>>,
}

/// Up to this many names are looked for one by one; for more the whole document is gone through once.
const MAX_NAMES_SEARCHED_SINGLY: usize = 8;

/// One occurrence of a name.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Occurrence<'a> {
    pub(in crate::rules) place: DocumentNode<'a>,
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
        work_counts::count(|work| work.occurrences += 1);
        self.place.range()
    }
}

/// Those of these occurrences, in the order of the text, that start in these bytes.
pub(super) fn starting_in<'o, 'a>(
    occurrences: &'o [Occurrence<'a>],
    bytes: &Range<usize>,
) -> &'o [Occurrence<'a>] {
    let before =
        |at: usize| occurrences.partition_point(|occurrence| occurrence.range().start < at);
    &occurrences[before(bytes.start)..before(bytes.end)]
}

/// The only one of these occurrences that is wanted; nothing if there are several.
pub(super) fn only_one<'o, 'a>(
    occurrences: &'o [Occurrence<'a>],
    wanted: impl Fn(&Occurrence<'a>) -> bool,
) -> Option<&'o Occurrence<'a>> {
    let mut found = occurrences.iter().filter(|occurrence| wanted(occurrence));
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

impl<'a> Names<'a> {
    /// The names of this document.
    pub(in crate::rules) fn of(document: &'a Document) -> Self {
        Self {
            document,
            known: RefCell::default(),
            bound: RefCell::default(),
            all: OnceCell::new(),
        }
    }

    /// Every occurrence of this name, in the order of the text.
    pub(in crate::rules) fn of_name(&self, name: &str) -> Rc<[Occurrence<'a>]> {
        if let Some(known) = self.known.borrow().get(name) {
            return Rc::clone(known);
        }
        let mut known = self.known.borrow_mut();
        let found: Rc<[Occurrence<'a>]> = match known.len() < MAX_NAMES_SEARCHED_SINGLY {
            true => self.found(name).into(),
            false => {
                let all = self.all.get_or_init(|| self.find_all());
                return all.get(name).map(Rc::clone).unwrap_or_default();
            }
        };
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
            self.visit(range, &mut visit);
        }
        names.into_iter().map(|name| self.of_name(name)).collect()
    }

    /// Whether something else than an import binds this name.
    pub(in crate::rules) fn is_bound(&self, name: &str) -> bool {
        if let Some(known) = self.bound.borrow().get(name) {
            return *known;
        }
        let occurrences = self.of_name(name);
        let is_bound = occurrences
            .iter()
            .any(|occurrence| occurrence.role == Role::Bind);
        self.bound.borrow_mut().insert(name.to_owned(), is_bound);
        is_bound
    }

    fn found(&self, name: &str) -> Vec<Occurrence<'a>> {
        let text = self.document.text().as_str();
        let mut found = Vec::new();
        for at in mentions(text, name) {
            self.visit(&(at..at + 1), &mut |occurrence| {
                if text.get(occurrence.range()) == Some(name) {
                    found.push(occurrence);
                }
            });
        }
        found
    }

    fn find_all(&self) -> HashMap<&'a str, Rc<[Occurrence<'a>]>> {
        let text = self.document.text().as_str();
        let mut found: HashMap<&str, Vec<Occurrence<'a>>> = HashMap::new();
        self.visit(&(0..text.len()), &mut |occurrence| {
            let name = text.get(occurrence.range()).unwrap_or_default();
            found.entry(name).or_default().push(occurrence);
        });
        found
            .into_iter()
            .map(|(name, all)| (name, all.into()))
            .collect()
    }

    /// Visits the variables that start in these bytes.
    fn visit(&self, range: &Range<usize>, visit: &mut dyn FnMut(Occurrence<'a>)) {
        let statements = self.document.statements();
        let first = self.document.statement_at(range.start).unwrap_or(0);
        for statement in &statements[first.min(statements.len())..] {
            let base = statement.start;
            if base >= range.end {
                break;
            }
            let Some(nodes) = statement.chunk.nodes() else {
                continue;
            };
            let inside = range.start.saturating_sub(base)..range.end - base;
            for node in nodes.starting_in(inside) {
                if node.kind() == "identifier"
                    && let Some(role) = role(node)
                {
                    let place = DocumentNode { base, node };
                    visit(Occurrence { place, role });
                }
            }
        }
    }
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

/// What an identifier is there for; `None` for what is no variable: an attribute, a keyword.
fn role(node: Node<'_>) -> Option<Role> {
    let parent = node.parent()?;
    let is = |wanted: &str| node.field() == Some(wanted);
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

/// A node, and those around it.
fn outwards(innermost: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(Some(innermost), |node| node.parent())
}

/// A name in an import, or in a decorator or pattern that the grammar takes for a dotted name.
fn imported(parent: Node<'_>) -> Option<Role> {
    for node in outwards(parent) {
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

fn is_annotation(parent: Node<'_>) -> bool {
    for node in outwards(parent) {
        match node.kind() {
            // `X: type = …` and parameters; not `type X = …`, which is not evaluated either.
            "type" => return true,
            "block" | "module" | "lambda" | "call" => return false,
            _ => {}
        }
    }
    false
}

/// This name, or one like it, that nothing else has, for what a fix defines because of these bytes: the fixes of other
/// bytes that somebody asks for at once have other names, so that all of them can be applied together.
pub(super) fn free_name(context: &Context<'_>, name: &str, because_of: usize) -> String {
    let is_free = |name: &str| context.names().of_name(name).is_empty();
    context.memory.free_name(name, because_of, "", is_free)
}
