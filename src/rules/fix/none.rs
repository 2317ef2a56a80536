//! What would fail with a `None` in the place of a value, or with a name that is not bound.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::guard_consequences::callee;
use super::names::{Occurrence, Role, starting_in};
use crate::model::value::exception::Exception;
use crate::rules::Context;
use crate::world::Worlds;

/// What becomes of a `None` that takes the place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stand {
    /// Whatever reads it works with `None`, or asks first.
    Fine,
    /// It goes to somebody who may not expect it.
    PassedOn,
    /// Somebody calls it, goes through it or reckons with it: that only moves the failure.
    Refused,
}

/// What becomes of `None` as the value of these bytes, which are assigned or are a default; what reads it may `fail`
/// there itself.
pub(super) fn of_none(context: &Context<'_>, value: &Range<usize>, failing: Worlds) -> Stand {
    let Some(place) = DocumentNode::of(context.document, value) else {
        return Stand::PassedOn;
    };
    match place.parent().map(|parent| parent.node.kind()) {
        Some("return_statement") => return of_returned(context, place, failing),
        Some("argument_list") => return of_shown(context, place),
        _ => {}
    }
    let mut around = std::iter::successors(Some(place), |ancestor| ancestor.parent());
    let target = around.find_map(target_of);
    let Some(target) = target else {
        return Stand::Fine;
    };
    let written = context.text(target.range());
    let name = written.rsplit('.').next().unwrap_or(written);
    let Some(reads) = reads_of_target(context, target) else {
        return Stand::Fine;
    };
    let stands = reads
        .into_iter()
        .filter(|read| is_evaluated(context, *read, failing))
        .map(|read| of_read(context, read, name));
    stands.max().unwrap_or(Stand::Fine)
}

/// What an assignment or a default binds.
fn target_of(binding: DocumentNode<'_>) -> Option<DocumentNode<'_>> {
    let field = match binding.node.kind() {
        "assignment" => "left",
        "default_parameter" | "typed_default_parameter" => "name",
        _ => return None,
    };
    Some(binding.with(binding.node.child_by_field_name(field)?))
}

/// What reads it; nothing if that is not one name or attribute.
fn reads_of_target<'a>(
    context: &Context<'a>,
    target: DocumentNode<'a>,
) -> Option<Vec<DocumentNode<'a>>> {
    match target.node.kind() {
        "identifier" => Some(reads_of_name(context, target)),
        "attribute" => Some(reads_of_attribute(context, target)),
        _ => None,
    }
}

/// What reads the name or attribute that this assignment or default binds, as far as it is known.
pub(super) fn reads_of<'a>(
    context: &Context<'a>,
    binding: DocumentNode<'a>,
) -> Vec<DocumentNode<'a>> {
    let reads = target_of(binding).and_then(|target| reads_of_target(context, target));
    reads.unwrap_or_default()
}

/// Whether `None` would be taken for an answer that it is not: `if not pid:` of `os.fork`.
pub(super) fn is_no_answer(written: &str) -> bool {
    const ANSWERS: &[&str] = &["fork", "forkpty"];
    written
        .rsplit('.')
        .next()
        .is_some_and(|name| ANSWERS.contains(&name))
}

/// What becomes of a `None` that a function of the file returns.
fn of_returned(context: &Context<'_>, value: DocumentNode<'_>, failing: Worlds) -> Stand {
    let name = value.function().and_then(|function| {
        let name = function.node.child_by_field_name("name")?;
        Some(context.text(function.with(name).range()))
    });
    let occurrences = name.map(|name| context.names().of_name(name));
    let occurrences = occurrences.iter().flat_map(|all| all.iter());
    let calls = occurrences.filter_map(|occurrence| {
        let call = occurrence.place.parent()?;
        (occurrence.place.is("function") && call.node.kind() == "call").then_some(call)
    });
    let stands = calls
        .filter(|call| is_evaluated(context, *call, failing))
        .map(
            |call| match call.parent().map(|parent| parent.node.kind()) {
                Some("assignment") => of_none(context, &call.range(), failing),
                _ => of_read(context, call, ""),
            },
        );
    // Others may call it, too.
    stands.max().unwrap_or(Stand::PassedOn).max(Stand::PassedOn)
}

/// What only shows what it is given, by the end of its name.
const SHOWING: &[&str] = &[
    "critical",
    "debug",
    "error",
    "exception",
    "info",
    "print",
    "repr",
    "str",
    "warning",
];

/// What becomes of a `None` that is an argument.
fn of_shown(context: &Context<'_>, argument: DocumentNode<'_>) -> Stand {
    let call = argument.parent().and_then(DocumentNode::parent);
    let called = call.and_then(|call| callee(context, call));
    let shows =
        called.is_some_and(|called| SHOWING.contains(&called.rsplit('.').next().unwrap_or(called)));
    // `%d` takes numbers alone.
    let is_plain = call.is_some_and(|call| {
        let written = context.text(call.range());
        written
            .split('%')
            .skip(1)
            .all(|rest| rest.starts_with(['s', 'r']))
    });
    match shows && is_plain {
        true => Stand::Fine,
        false => Stand::Refused,
    }
}

/// Whether somebody reads what this statement of the module binds, and does not fail before.
pub(super) fn is_missed(
    context: &Context<'_>,
    statement: DocumentNode<'_>,
    failing: Worlds,
) -> bool {
    let found = || is_read_later(context, statement, failing);
    let memory = &context.memory;
    memory.is_missed(statement.range(), failing, found)
}

fn is_read_later(context: &Context<'_>, statement: DocumentNode<'_>, failing: Worlds) -> bool {
    let own = statement.range();
    let is_inside =
        |node: &Occurrence<'_>| own.start <= node.range().start && node.range().end <= own.end;
    let binds = |one: &Occurrence<'_>| one.role == Role::Bind && one.place.function().is_none();
    let inner = statement.node.named_child(0).map(crate::syntax::Node::kind);
    let is_assignment = matches!(inner, Some("assignment" | "named_expression"));
    let bound = context.names().within(std::slice::from_ref(&own));
    let mut bound = bound.iter().filter(|all| {
        starting_in(all, &own).iter().any(binds)
            && !all
                .iter()
                .any(|occurrence| !is_inside(occurrence) && binds(occurrence))
    });
    bound.any(|all| {
        all.iter().any(|occurrence| {
            let runs = is_assignment || occurrence.place.function().is_none();
            occurrence.role == Role::Read
                && !is_inside(occurrence)
                && runs
                && is_evaluated(context, occurrence.place, failing)
        })
    })
}

/// What reads a name, in the scope of this target.
fn reads_of_name<'a>(context: &Context<'a>, target: DocumentNode<'a>) -> Vec<DocumentNode<'a>> {
    // The names of a function are its own.
    let scope = match target.parent() {
        Some(node) if node.node.kind() != "assignment" => {
            std::iter::successors(Some(node), |ancestor| ancestor.parent())
                .find(|ancestor| ancestor.node.kind() == "function_definition")
        }
        _ => target.function(),
    };
    let scope = scope.map(DocumentNode::range);
    let occurrences = context.names().of_name(context.text(target.range()));
    let reads = occurrences.iter().filter(|occurrence| {
        let own = occurrence.range();
        let is_inside = |scope: &Range<usize>| scope.start <= own.start && own.end <= scope.end;
        occurrence.role == Role::Read && scope.as_ref().is_none_or(is_inside)
    });
    reads.map(|read| read.place).collect()
}

/// What reads `self.name`, in the class around this target.
fn reads_of_attribute<'a>(
    context: &Context<'a>,
    target: DocumentNode<'a>,
) -> Vec<DocumentNode<'a>> {
    let mut around = std::iter::successors(Some(target), |ancestor| ancestor.parent());
    let Some(class) = around.find(|node| node.node.kind() == "class_definition") else {
        return Vec::new();
    };
    let written = context.text(target.range());
    let Some(name) = target.node.child_by_field_name("attribute") else {
        return Vec::new();
    };
    let name = context.text(target.with(name).range());
    let same = context.memory.identifiers(context).inside(class, name);
    let same = same.iter().filter_map(|name| name.parent());
    let reads = same.filter(|node| context.text(node.range()) == written && !node.is("left"));
    reads.collect()
}

/// Whether it is reached in these worlds, and nothing in the same statement fails there.
fn is_evaluated(context: &Context<'_>, read: DocumentNode<'_>, failing: Worlds) -> bool {
    let Some(statement) = read.statement().map(DocumentNode::range) else {
        return true;
    };
    let reached = context.model.reaching(&statement);
    let mut inside = context.model.uses_in(statement.clone());
    let fails = inside.any(|other| {
        other.statement == statement
            && other.worlds.contains(failing)
            && other.exception != Exception::Divergence
    });
    !fails && reached.is_none_or(|reached| reached.overlaps(failing))
}

/// What takes anything.
const TAKES_NONE: &[&str] = &["bool", "id", "isinstance", "print", "type"];

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

/// Methods of tests that compare by size, or look into what they are given.
const REFUSING_ASSERTIONS: &[&str] = &[
    "assertAlmostEqual",
    "assertGreater",
    "assertGreaterEqual",
    "assertLess",
    "assertLessEqual",
    "assertRegex",
];

/// Modules whose functions take no `None`.
const REFUSING: &[&str] = &[
    "fcntl", "grp", "math", "os.path", "pwd", "resource", "signal", "struct", "termios", "tty",
];

/// Functions of `os` that take `None`; the others do not.
const OF_OS: &[&str] = &["getenv", "listdir", "scandir", "utime"];

/// Functions of other modules that do not, either.
const REFUSING_FUNCTIONS: &[&str] = &[
    "ast.dump",
    "ast.literal_eval",
    "ast.parse",
    "binascii.hexlify",
    "hashlib.md5",
    "importlib.import_module",
    "importlib.reload",
    "json.load",
    "json.loads",
    "pickle.loads",
    "shutil.copy",
    "shutil.rmtree",
    "shutil.which",
    "subprocess.Popen",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.run",
    "textwrap.dedent",
    "time.sleep",
    "urllib.parse.quote",
    "urllib.parse.unquote",
    "zlib.compress",
];

/// Whether a function takes no `None`.
fn refuses_none(called: &str) -> bool {
    match called.rsplit_once('.') {
        Some((_, name)) if REFUSING_ASSERTIONS.contains(&name) => true,
        Some(("os", name)) => !OF_OS.contains(&name),
        Some((module, _)) => REFUSING.contains(&module) || REFUSING_FUNCTIONS.contains(&called),
        None => REFUSES_NONE.contains(&called),
    }
}

/// What becomes of `None` where it is read.
fn of_read(context: &Context<'_>, read: DocumentNode<'_>, name: &str) -> Stand {
    if is_asked_first(context, read, name) {
        return Stand::Fine;
    }
    let Some(parent) = read.parent() else {
        return Stand::Fine;
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
        | "raise_statement" => Stand::Refused,
        "for_statement" | "for_in_clause" if read.is("right") => Stand::Refused,
        "comparison_operator" => {
            let written = context.text(parent.range());
            match written.contains(['<', '>']) {
                true => Stand::Refused,
                false => Stand::Fine,
            }
        }
        "assignment" => {
            let left = parent.node.child_by_field_name("left");
            let unpacks = left.is_some_and(|left| {
                left.kind().ends_with("pattern") || left.kind() == "pattern_list"
            });
            match unpacks {
                true => Stand::Refused,
                false => Stand::PassedOn,
            }
        }
        "argument_list" => {
            let called = parent.parent().and_then(|call| callee(context, call));
            let is_first = parent.node.named_child(0) == Some(read.node);
            match called {
                Some("isinstance") if !is_first => Stand::Refused,
                Some("format" | "repr" | "str") => Stand::PassedOn,
                Some(called) if TAKES_NONE.contains(&called) => Stand::Fine,
                Some(called) if refuses_none(called) => Stand::Refused,
                _ => Stand::PassedOn,
            }
        }
        "keyword_argument" | "return_statement" | "yield" | "pair" | "list" | "tuple" => {
            Stand::PassedOn
        }
        _ => Stand::Fine,
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
            !name.is_empty() && test != inner.node && words.any(|word| word == name)
        })
    })
}
