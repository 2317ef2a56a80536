//! The statements of the module itself, in the order of the text.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::text_lines::line_start;
use crate::rules::Context;
use crate::syntax::Document;
use crate::syntax::ast::{Block, Expr, ExprKind, Stmt, StmtKind};
use crate::text::Edit;

/// A statement of the module, and its bytes.
pub(in crate::rules) type Statement<'c> = (Range<usize>, &'c Stmt);

/// Every statement of the module.
pub(in crate::rules) fn statements(document: &Document) -> Vec<Statement<'_>> {
    let statements = document.statements().iter();
    statements
        .flat_map(|statement| {
            let own = statement.chunk.block().iter();
            own.map(|inner| (inner.span.at(statement.start), inner))
        })
        .collect()
}

/// Which of the statements these bytes are in.
pub(super) fn at(statements: &[Statement<'_>], range: &Range<usize>) -> Option<usize> {
    let behind = statements.partition_point(|(own, _)| own.start <= range.start);
    let at = behind.checked_sub(1)?;
    (range.end <= statements[at].0.end).then_some(at)
}

/// Whether it imports, and does nothing else.
pub(super) fn is_import(statement: &Stmt) -> bool {
    matches!(
        statement.kind,
        StmtKind::Import(_) | StmtKind::ImportFrom(_)
    )
}

/// Whether it is an `if` or a `try` around imports, and names that stand in for them.
pub(super) fn is_conditional_import(statement: &Stmt) -> bool {
    let only = |block: &Block| {
        block.iter().all(|inner| {
            is_import(inner)
                || is_conditional_import(inner)
                || matches!(inner.kind, StmtKind::Assign { .. } | StmtKind::Pass)
        })
    };
    match &statement.kind {
        StmtKind::If {
            branches,
            otherwise,
        } => branches.iter().all(|(_, body)| only(body)) && only(otherwise),
        StmtKind::Try(statement) => {
            only(&statement.body)
                && statement.handlers.iter().all(|handler| only(&handler.body))
                && only(&statement.otherwise)
                && statement.finally.is_empty()
        }
        _ => false,
    }
}

/// The test and the body of an `if` without any other branch.
pub(super) fn plain_if(statement: &Stmt) -> Option<(&Expr, &Block)> {
    match &statement.kind {
        StmtKind::If {
            branches,
            otherwise,
        } if otherwise.is_empty() => match &branches[..] {
            [(test, body)] => Some((test, body)),
            _ => None,
        },
        _ => None,
    }
}

/// What other modules import has to stay: so do functions, classes and imports.
pub(super) fn is_definition(statement: &Stmt) -> bool {
    matches!(
        statement.kind,
        StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Import(_) | StmtKind::ImportFrom(_)
    )
}

/// Whether it asks for `__name__`.
pub(super) fn is_main_guard(statement: &Stmt) -> bool {
    let StmtKind::If { branches, .. } = &statement.kind else {
        return false;
    };
    let Some((test, _)) = branches.first() else {
        return false;
    };
    matches!(&test.kind, ExprKind::Compare { first, .. }
        if matches!(&first.kind, ExprKind::Name(name) if &**name == "__name__"))
}

/// Inserts a definition before the top-level statement that the place is in.
pub(super) fn above(
    context: &Context<'_>,
    place: DocumentNode<'_>,
    content: String,
) -> Option<Edit> {
    let mut top = place;
    while let Some(parent) = top.parent()
        && parent.node.kind() != "module"
    {
        top = parent;
    }
    let at = top.range().start;
    let text = context.document.text().as_str();
    (line_start(text, at) == at).then_some(Edit::insertion(at, content))
}
