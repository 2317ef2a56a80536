//! The ways to keep an expression from being evaluated where it fails, and which one fits where.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::test_answer::{Answer, is_constant_compared};
use crate::rules::Context;

/// How an expression is kept from being evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rules) enum GuardForm {
    /// `condition and operand`
    Operand(Range<usize>, Brackets),
    /// `opposite or operand`: where there is no such constant, all are different from it
    Different(Range<usize>, Brackets),
    /// `value if condition else None`
    OrNone(Range<usize>, Brackets),
    /// `return value if condition else None`
    ReturnNone(Range<usize>, Brackets),
    /// `print(value if condition else None)`
    ShowNone(Range<usize>, Brackets),
    /// `*([element] if condition else [])`
    Element(Range<usize>),
    /// `**({key: value} if condition else {})`
    Entry(Range<usize>),
    /// The statement under `if condition:`
    Wrap,
    /// `if not condition: raise …` before the statement
    Raise,
}

impl GuardForm {
    /// Whether what a condition guards does not run where this is done to its test.
    pub(in crate::rules) fn skips(&self) -> bool {
        !matches!(self, Self::Different(..))
    }

    /// The expression that is changed; nothing if that is the whole statement.
    pub(in crate::rules) fn mended(&self) -> Option<&Range<usize>> {
        match self {
            Self::Operand(range, _)
            | Self::Different(range, _)
            | Self::OrNone(range, _)
            | Self::ReturnNone(range, _)
            | Self::ShowNone(range, _)
            | Self::Element(range)
            | Self::Entry(range) => Some(range),
            Self::Wrap | Self::Raise => None,
        }
    }
}

/// Which brackets an expression needs where something is put beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::rules) struct Brackets {
    /// Around the expression itself.
    pub(in crate::rules) inner: bool,
    /// Around it with what is put beside it.
    pub(in crate::rules) outer: bool,
}

/// The ways that fit this expression in this statement, the best one first.
pub(in crate::rules) fn ways(
    context: &Context<'_>,
    place: DocumentNode<'_>,
    statement: DocumentNode<'_>,
) -> Vec<GuardForm> {
    let path: Vec<DocumentNode<'_>> = place.up_to_statement().collect();
    let is_in = |kinds: &[&str]| path.iter().any(|node| kinds.contains(&node.node.kind()));
    // Text in the braces of an f-string may not hold its quotes, before Python 3.12.
    let inline = !is_in(&["interpolation", "type", "case_clause"]);
    let mut ways = Vec::new();
    if inline {
        ways.extend(default(&path));
        ways.extend(element(&path).or_else(|| option(context, &path)));
        if let Some(body) = path.iter().find(|node| is_lambda_body(**node)) {
            ways.push(or_none(*body));
            return ways;
        }
        ways.extend(different(&path).or_else(|| operand(&path)));
        ways.extend(assigned(&path));
        ways.extend(shown(&path));
    } else if is_in(&["lambda"]) {
        return ways;
    }
    let later = is_in(&["generator_expression"]);
    let function = statement.function().is_some();
    if inline {
        ways.extend(returned(&path));
    }
    if !function || wraps_well(statement) {
        ways.push(GuardForm::Wrap);
    }
    // What a handler raises is not handled, and nor is what it is there for.
    if function && !later && !handles(statement) && !is_swallowed(context, statement) {
        ways.push(GuardForm::Raise);
    }
    ways
}

/// Whether it is part of an `except`.
fn handles(statement: DocumentNode<'_>) -> bool {
    let mut around = std::iter::successors(Some(statement), |ancestor| ancestor.parent())
        .take_while(|ancestor| ancestor.node.kind() != "function_definition");
    around.any(|node| matches!(node.node.kind(), "except_clause" | "except_group_clause"))
}

/// What catches whatever the fix would raise.
const CATCHING_ALL: &[&str] = &[
    "BaseException",
    "Exception",
    "NotImplementedError",
    "RuntimeError",
];

/// Whether a handler around it catches whatever it raises, and says something else instead.
fn is_swallowed(context: &Context<'_>, statement: DocumentNode<'_>) -> bool {
    let around = std::iter::successors(Some(statement), |ancestor| ancestor.parent())
        .take_while(|ancestor| ancestor.node.kind() != "function_definition");
    let mut tried = around
        .filter(|body| body.is("body"))
        .filter_map(DocumentNode::parent)
        .filter(|tried| tried.node.kind() == "try_statement");
    tried.any(|tried| {
        let handlers = tried.node.named_children();
        let mut handlers = handlers.filter(|handler| handler.kind() == "except_clause");
        handlers.any(|handler| {
            let written = context.text(tried.with(handler).range());
            let (caught, body) = written.split_once(':').unwrap_or((written, ""));
            let mut caught = caught
                .split(|letter: char| !letter.is_alphanumeric())
                .skip(1);
            let catches = caught.clone().next().is_none_or(str::is_empty)
                || caught.any(|name| CATCHING_ALL.contains(&name));
            let raises_again = body.lines().any(|line| line.trim() == "raise");
            catches && !raises_again
        })
    })
}

/// Statements of a function that nothing behind them depends on.
fn wraps_well(statement: DocumentNode<'_>) -> bool {
    let node = statement.node;
    let first = node.named_child(0).map(crate::syntax::Node::kind);
    match node.kind() {
        "expression_statement" => {
            !matches!(first, Some("assignment" | "named_expression" | "yield"))
        }
        "delete_statement" | "assert_statement" | "import_statement" | "import_from_statement" => {
            true
        }
        _ => false,
    }
}

fn is_lambda_body(place: DocumentNode<'_>) -> bool {
    place.is("body")
        && place
            .parent()
            .is_some_and(|node| node.node.kind() == "lambda")
}

fn or_none(place: DocumentNode<'_>) -> GuardForm {
    GuardForm::OrNone(place.range(), around(place))
}

/// The brackets that an expression needs before `if`.
fn around(place: DocumentNode<'_>) -> Brackets {
    let inner = matches!(
        place.node.kind(),
        "conditional_expression" | "lambda" | "expression_list" | "yield" | "named_expression"
    );
    Brackets {
        inner,
        outer: false,
    }
}

/// The value that a function returns.
fn returned(path: &[DocumentNode<'_>]) -> Option<GuardForm> {
    let [.., value, statement] = path else {
        return None;
    };
    (statement.node.kind() == "return_statement")
        .then(|| GuardForm::ReturnNone(value.range(), around(*value)))
}

/// A call, or a name, that is an argument of something that only shows it.
fn shown(path: &[DocumentNode<'_>]) -> Option<GuardForm> {
    let first = path.first()?;
    let is_called = path
        .get(1)
        .is_some_and(|call| call.node.kind() == "call" && first.is("function"));
    let argument = path.get(usize::from(is_called))?;
    let list = argument
        .parent()
        .filter(|list| list.node.kind() == "argument_list")?;
    let call = list.parent()?;
    call.node
        .kind()
        .eq("call")
        .then(|| GuardForm::ShowNone(argument.range(), around(*argument)))
}

/// The default of a parameter.
fn default(path: &[DocumentNode<'_>]) -> Option<GuardForm> {
    let value = path.iter().find(|node| {
        let parent = node.parent().map(|parent| parent.node.kind());
        node.is("value")
            && matches!(
                parent,
                Some("default_parameter" | "typed_default_parameter")
            )
    })?;
    Some(or_none(*value))
}

/// The value of an assignment to one target, which is None elsewhere.
fn assigned(path: &[DocumentNode<'_>]) -> Option<GuardForm> {
    let value = path.iter().find(|node| {
        node.is("right")
            && node
                .parent()
                .is_some_and(|parent| parent.node.kind() == "assignment")
    })?;
    let mut assignment = value.parent()?;
    loop {
        let target = assignment.node.child_by_field_name("left")?;
        if !matches!(target.kind(), "identifier" | "attribute") {
            return None;
        }
        match assignment.parent()? {
            outer if outer.node.kind() == "assignment" => assignment = outer,
            _ => return Some(or_none(*value)),
        }
    }
}

/// A name that is an element of a list, of what a loop goes through, or of a dictionary.
fn element(path: &[DocumentNode<'_>]) -> Option<GuardForm> {
    let element = path.first()?;
    if !matches!(element.node.kind(), "attribute" | "identifier") {
        return None;
    }
    let around = element.parent()?;
    let user = around.parent()?;
    let fits = match around.node.kind() {
        "list" | "set" => matches!(
            user.node.kind(),
            "assignment" | "for_statement" | "for_in_clause" | "comparison_operator"
        ),
        "tuple" => matches!(
            user.node.kind(),
            "for_statement" | "for_in_clause" | "comparison_operator"
        ),
        "pair" => {
            return (user.node.kind() == "dictionary").then(|| GuardForm::Entry(around.range()));
        }
        _ => false,
    };
    fits.then(|| GuardForm::Element(element.range()))
}

/// An option of a command, and its value: `"--user", str(os.getuid())`.
fn option(context: &Context<'_>, path: &[DocumentNode<'_>]) -> Option<GuardForm> {
    let is_in_list = |node: &&DocumentNode<'_>| {
        let around = node.parent().map(|parent| parent.node.kind());
        around == Some("list")
    };
    let at = path.iter().position(|node| is_in_list(&node))?;
    let is_value = path[..at].iter().all(|node| {
        matches!(
            node.node.kind(),
            "attribute" | "identifier" | "call" | "argument_list"
        )
    });
    let value = path[at];
    let name = value.sibling(false)?;
    let is_option = name.node.kind() == "string"
        && context
            .text(name.range())
            .trim_start_matches(['"', '\''])
            .starts_with('-');
    (is_value && is_option).then(|| GuardForm::Element(name.range().start..value.range().end))
}

/// The part of a condition, or the comparison, that is false elsewhere.
fn operand(path: &[DocumentNode<'_>]) -> Option<GuardForm> {
    let statement = path.last()?.node.kind();
    if statement == "assert_statement"
        || path
            .iter()
            .any(|node| node.node.kind() == "named_expression")
    {
        return None;
    }
    let mut is_comparison = false;
    for node in path {
        let parent = node.parent()?;
        match parent.node.kind() {
            "comparison_operator" | "not_operator" => is_comparison = true,
            "parenthesized_expression" => {}
            "boolean_operator" => return joined(*node, is_comparison),
            "if_statement" | "elif_clause" | "while_statement" if node.is("condition") => {
                return Some(tested(*node, false));
            }
            "if_clause" => return Some(tested(*node, false)),
            "conditional_expression" if parent.node.named_child(1) == Some(node.node) => {
                return Some(tested(*node, false));
            }
            _ if is_comparison => {
                return (statement != "expression_statement" || is_assigned(path))
                    .then(|| tested(*node, false));
            }
            _ => {}
        }
    }
    None
}

/// The same of what is compared with a constant: `number != signal.SIGHUP`.
fn different(path: &[DocumentNode<'_>]) -> Option<GuardForm> {
    let Some(GuardForm::Operand(range, brackets)) = operand(path) else {
        return None;
    };
    let value = *path.first()?;
    let is_other = Answer::of(value, &range) == Some(Answer::Other);
    if !is_other || !is_constant_compared(value) {
        return None;
    }
    let operand = path.iter().find(|node| node.range() == range)?;
    let outer = operand
        .parent()
        .is_some_and(|parent| parent.node.kind() == "boolean_operator");
    Some(GuardForm::Different(range, Brackets { outer, ..brackets }))
}

fn is_assigned(path: &[DocumentNode<'_>]) -> bool {
    path.iter().any(|node| node.node.kind() == "assignment")
}

/// An operand of `and` or `or`.
fn joined(operand: DocumentNode<'_>, is_comparison: bool) -> Option<GuardForm> {
    let mut outermost = operand;
    let mut is_or = false;
    while let Some(parent) = outermost.parent()
        && matches!(
            parent.node.kind(),
            "boolean_operator" | "parenthesized_expression" | "not_operator"
        )
    {
        is_or |= parent
            .node
            .child_by_field_name("operator")
            .is_some_and(|operator| operator.kind() == "or");
        outermost = parent;
    }
    let user = outermost.parent()?;
    let is_test = match user.node.kind() {
        "if_statement" | "elif_clause" | "while_statement" => outermost.is("condition"),
        "if_clause" => true,
        "conditional_expression" => user.node.named_child(1) == Some(outermost.node),
        _ => false,
    };
    Some(match is_test || is_comparison {
        true => tested(operand, is_or),
        // `name or os.getlogin()` is a value, which has to stay one.
        false => GuardForm::OrNone(
            operand.range(),
            Brackets {
                inner: false,
                outer: true,
            },
        ),
    })
}

fn tested(operand: DocumentNode<'_>, outer: bool) -> GuardForm {
    let inner = matches!(
        operand.node.kind(),
        "conditional_expression" | "lambda" | "named_expression"
    );
    GuardForm::Operand(operand.range(), Brackets { inner, outer })
}
