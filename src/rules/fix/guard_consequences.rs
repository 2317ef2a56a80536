//! What a quiet fix takes away where it keeps code from running, and who would trip over its `None`.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::names::Role;
use crate::rules::Context;

/// What somebody relies on, by the end of the name of the function that does it, and what it is like without it.
const RELIED_ON: &[(&str, &str)] = &[
    ("flock", "no lock elsewhere"),
    ("lockf", "no lock elsewhere"),
    ("kill", "kills nothing elsewhere"),
    ("killpg", "kills nothing elsewhere"),
    ("send_signal", "kills nothing elsewhere"),
    ("alarm", "no time limit elsewhere"),
    ("setitimer", "no time limit elsewhere"),
    ("add_reader", "does not read elsewhere"),
    ("add_writer", "does not write elsewhere"),
    ("chroot", "no jail elsewhere"),
    ("initgroups", "stays privileged elsewhere"),
    ("setegid", "stays privileged elsewhere"),
    ("seteuid", "stays privileged elsewhere"),
    ("setgid", "stays privileged elsewhere"),
    ("setgroups", "stays privileged elsewhere"),
    ("setregid", "stays privileged elsewhere"),
    ("setresgid", "stays privileged elsewhere"),
    ("setresuid", "stays privileged elsewhere"),
    ("setreuid", "stays privileged elsewhere"),
    ("setuid", "stays privileged elsewhere"),
    ("setrlimit", "no limit elsewhere"),
];

/// Arguments that choose what runs: without them something else does, which lacks what it was chosen for.
const CHOOSING: &[&str] = &["loop_factory"];

/// Whether leaving out an argument of this name lets something else run.
pub(super) fn chooses(argument: &str) -> bool {
    CHOOSING.contains(&argument)
}

/// What else does not happen when the statement around these bytes does not run.
const MORE: &str = "skips more elsewhere";

/// What is missed where the statement does not run, beside what fails itself; `None`: nothing.
pub(super) fn lost(context: &Context<'_>, range: &Range<usize>) -> Option<&'static str> {
    let place = DocumentNode::of(context.document, range)?;
    let failing = root(context, place);
    let path: Vec<DocumentNode<'_>> = place.up_to_statement().collect();
    let called = path.iter().filter_map(|node| callee(context, *node));
    let relied = called.filter_map(|callee| {
        let end = callee.rsplit('.').next()?;
        let mut known = RELIED_ON.iter();
        known.find(|(name, _)| *name == end)
    });
    if let Some((_, lost)) = relied.last() {
        return Some(lost);
    }
    let takes_more = path.iter().any(|node| match node.node.kind() {
        "list" | "tuple" | "set" | "dictionary" | "expression_list" => {
            node.node.named_child_count() > 1
        }
        "argument_list" => {
            let own = node.parent().and_then(|call| callee(context, call));
            let is_own = own.is_some_and(|own| own.split('.').next() == Some(failing));
            !is_own && node.node.named_child_count() > 1
        }
        _ => false,
    });
    takes_more.then_some(MORE)
}

/// What is called, if this is a call.
fn callee<'c>(context: &'c Context<'_>, call: DocumentNode<'_>) -> Option<&'c str> {
    let function = call.node.child_by_field_name("function")?;
    (call.node.kind() == "call").then(|| context.text(call.with(function).range()))
}

/// The name that a dotted one begins with.
fn root<'c>(context: &'c Context<'_>, place: DocumentNode<'_>) -> &'c str {
    let written = context.text(place.range());
    written.split('.').next().unwrap_or(written)
}

/// What becomes of a `None` that takes the place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NoneEffect {
    /// Who reads it can live with it, or asks first.
    Fine,
    /// It goes to somebody who may not expect it.
    PassedOn,
    /// Somebody calls it, goes through it or reckons with it: that only moves the failure.
    Refused,
}

/// What becomes of `None` as the value of these bytes, which are assigned or are a default.
pub(super) fn of_none(context: &Context<'_>, value: &Range<usize>) -> NoneEffect {
    let Some(place) = DocumentNode::of(context.document, value) else {
        return NoneEffect::PassedOn;
    };
    let mut around = std::iter::successors(Some(place), |ancestor| ancestor.parent());
    let target = around.find_map(|node| {
        let field = match node.node.kind() {
            "assignment" => "left",
            "default_parameter" | "typed_default_parameter" => "name",
            _ => return None,
        };
        Some(node.with(node.node.child_by_field_name(field)?))
    });
    let Some(target) = target.filter(|target| target.node.kind() == "identifier") else {
        return NoneEffect::Fine;
    };
    let name = context.text(target.range());
    // The names of a function are its own.
    let scope = match target.parent() {
        Some(node) if node.node.kind() != "assignment" => {
            std::iter::successors(Some(node), |ancestor| ancestor.parent())
                .find(|ancestor| ancestor.node.kind() == "function_definition")
        }
        _ => target.function(),
    };
    let scope = scope.map(DocumentNode::range);
    let occurrences = context.names().of_name(name);
    let reads = occurrences.iter().filter(|occurrence| {
        let own = occurrence.range();
        let is_inside = |scope: &Range<usize>| scope.start <= own.start && own.end <= scope.end;
        occurrence.role == Role::Read && scope.as_ref().is_none_or(is_inside)
    });
    let stands = reads.map(|read| of_read(context, read.place, name));
    stands.max().unwrap_or(NoneEffect::Fine)
}

/// What takes anything.
const TAKES_NONE: &[&str] = &[
    "bool",
    "format",
    "id",
    "isinstance",
    "print",
    "repr",
    "str",
    "type",
];

/// What takes no `None`.
const REFUSES_NONE: &[&str] = &[
    "enumerate",
    "filter",
    "float",
    "int",
    "issubclass",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "min",
    "next",
    "open",
    "range",
    "reversed",
    "set",
    "sorted",
    "sum",
    "tuple",
    "zip",
];

/// What becomes of `None` where it is read.
fn of_read(context: &Context<'_>, read: DocumentNode<'_>, name: &str) -> NoneEffect {
    if is_asked_first(context, read, name) {
        return NoneEffect::Fine;
    }
    let Some(parent) = read.parent() else {
        return NoneEffect::Fine;
    };
    match parent.node.kind() {
        "attribute"
        | "subscript"
        | "call"
        | "binary_operator"
        | "unary_operator"
        | "augmented_assignment"
        | "list_splat"
        | "dictionary_splat"
        | "with_item"
        | "await"
        | "raise_statement" => NoneEffect::Refused,
        "for_statement" | "for_in_clause" if read.is("right") => NoneEffect::Refused,
        "comparison_operator" => {
            let written = context.text(parent.range());
            match written.contains(['<', '>']) {
                true => NoneEffect::Refused,
                false => NoneEffect::Fine,
            }
        }
        "assignment" => {
            let left = parent.node.child_by_field_name("left");
            let unpacks = left.is_some_and(|left| {
                left.kind().ends_with("pattern") || left.kind() == "pattern_list"
            });
            match unpacks {
                true => NoneEffect::Refused,
                false => NoneEffect::PassedOn,
            }
        }
        "argument_list" => {
            let called = parent.parent().and_then(|call| callee(context, call));
            let is_first = parent.node.named_child(0) == Some(read.node);
            match called {
                Some("isinstance") if !is_first => NoneEffect::Refused,
                Some(called) if TAKES_NONE.contains(&called) => NoneEffect::Fine,
                Some(called) if REFUSES_NONE.contains(&called) => NoneEffect::Refused,
                _ => NoneEffect::PassedOn,
            }
        }
        "keyword_argument" | "return_statement" | "yield" | "pair" | "list" | "tuple" => {
            NoneEffect::PassedOn
        }
        _ => NoneEffect::Fine,
    }
}

/// Whether the code around it asks for the name before it reads it.
fn is_asked_first(context: &Context<'_>, read: DocumentNode<'_>, name: &str) -> bool {
    let around = std::iter::successors(Some(read), |ancestor| ancestor.parent());
    let mut pairs = around.clone().zip(around.skip(1));
    pairs.any(|(inner, outer)| {
        let test = match outer.node.kind() {
            "if_statement" | "elif_clause" | "while_statement" => {
                outer.node.child_by_field_name("condition")
            }
            "conditional_expression" => outer.node.named_child(1),
            "boolean_operator" => outer.node.child_by_field_name("left"),
            _ => None,
        };
        test.is_some_and(|test| {
            let written = context.text(outer.with(test).range());
            let mut words =
                written.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            test != inner.node && words.any(|word| word == name)
        })
    })
}
