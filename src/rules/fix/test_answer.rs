//! What a test answers where it is not made: `False` is right of `==`, and wrong of `!=`, `<` and their like.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::none;
use crate::rules::Context;

/// What a test says of a value that there is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is that one: there is none, so it is not.
    Same,
    /// It is another one.
    Other,
    /// It is less, or more, or has any other property.
    Property,
}

impl Answer {
    fn opposite(self) -> Self {
        match self {
            Self::Same => Self::Other,
            Self::Other => Self::Same,
            Self::Property => Self::Property,
        }
    }

    /// What the test around this value answers, up to the `operand` that is kept from being evaluated.
    pub(super) fn of(value: DocumentNode<'_>, operand: &Range<usize>) -> Option<Self> {
        let path = value.up_to_statement();
        let inside = path.take_while(|node| {
            operand.start <= node.range().start && node.range().end <= operand.end
        });
        let mut answer = None;
        for node in inside {
            answer = match node.node.kind() {
                "comparison_operator" if answer.is_none() => Some(compared(node)),
                "comparison_operator" => Some(Self::Property),
                // `not os.getuid()` asks whether it is this one number.
                "not_operator" => Some(answer.map_or(Self::Same, Self::opposite)),
                _ => answer,
            };
        }
        answer
    }
}

fn compared(comparison: DocumentNode<'_>) -> Answer {
    let mut operators = comparison.node.children().filter(|child| !child.is_named());
    let (Some(operator), None) = (operators.next(), operators.next()) else {
        return Answer::Property;
    };
    match operator.kind() {
        "==" | "is" | "in" => Answer::Same,
        "!=" | "is not" | "not in" => Answer::Other,
        _ => Answer::Property,
    }
}

/// Whether the value itself is compared, and is a constant: what is different from all others where there is none.
/// A sign before it changes nothing.
pub(super) fn is_constant_compared(value: DocumentNode<'_>) -> bool {
    let mut around = std::iter::successors(Some(value), |node| node.parent());
    let outside = around.find(|node| {
        let parent = node.parent().map(|parent| parent.node.kind());
        !matches!(parent, Some("unary_operator" | "parenthesized_expression"))
    });
    let parent = outside.and_then(DocumentNode::parent);
    parent.is_some_and(|parent| {
        let name = value.node.kind();
        let operators = parent.node.children().filter(|child| !child.is_named());
        matches!(name, "attribute" | "identifier")
            && parent.node.kind() == "comparison_operator"
            && operators.count() == 1
    })
}

/// Functions that answer with a number, of which zero is one as good as any other.
const NUMBERING: &[&str] = &["getegid", "geteuid", "getgid", "getuid"];

/// Whether `False`, from the `operand` that is not evaluated where `value` fails, would be taken for an answer.
///
/// Nothing is wrong where it only keeps something from running.
pub(super) fn misleads<'a>(
    context: &Context<'a>,
    value: DocumentNode<'a>,
    operand: &Range<usize>,
) -> bool {
    let written = context.text(value.range());
    let last = written.rsplit('.').next().unwrap_or(written);
    let of_truth = match NUMBERING.contains(&last) {
        true => Answer::Property,
        false => Answer::Same,
    };
    // What follows from what is right is right.
    if Answer::of(value, operand).unwrap_or(of_truth) == Answer::Same {
        return false;
    }
    let mut around = value.up_to_statement();
    let Some(mut here) = around.find(|node| node.range() == *operand) else {
        return false;
    };
    while let Some(parent) = here.parent() {
        match parent.node.kind() {
            "parenthesized_expression" | "boolean_operator" => here = parent,
            _ => break,
        }
    }
    let assignment = here
        .parent()
        .filter(|user| user.node.kind() == "assignment");
    match assignment {
        None => !only_keeps(here),
        Some(assignment) => {
            let target = assignment.node.child_by_field_name("left");
            let target = target.map(|target| context.text(assignment.with(target).range()));
            let function = assignment.function();
            let scope = match target {
                // An attribute is read in all of its class.
                Some(target) if target.contains('.') => assignment.base,
                _ => function.map_or(usize::MAX, |function| function.range().start),
            };
            let name = target.unwrap_or_default().to_owned();
            let keeps = || {
                let reads = none::reads_of(context, assignment);
                !reads.is_empty() && reads.into_iter().all(only_keeps)
            };
            !context.memory.keeps_only(name, scope, keeps)
        }
    }
}

/// Whether this test decides about nothing but whether something runs.
fn only_keeps(test: DocumentNode<'_>) -> bool {
    test.parent().is_some_and(|user| match user.node.kind() {
        "while_statement" => true,
        "if_statement" | "elif_clause" => test.is("condition") && !has_other_way(user),
        _ => false,
    })
}

/// Whether something else runs where the test of this `if` or `elif` is false: another branch, or what a function
/// does behind a branch that gives a value back.
fn has_other_way(branch: DocumentNode<'_>) -> bool {
    let is_alternative =
        |node: DocumentNode<'_>| matches!(node.node.kind(), "elif_clause" | "else_clause");
    let returns = branch
        .node
        .child_by_field_name("consequence")
        .and_then(|block| block.named_children().last())
        .is_some_and(|last| last.kind() == "return_statement" && last.named_child_count() > 0);
    let inside = branch.node.named_children().map(|child| branch.with(child));
    let behind = branch.sibling(true).filter(|_| is_alternative(branch));
    returns || inside.chain(behind).any(is_alternative)
}
