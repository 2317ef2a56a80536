//! Where a new import goes: among the file's own, after the docstring and `__future__`.

use super::layout;
use crate::rules::Context;
use crate::syntax::ast::{ExprKind, Stmt, StmtKind};
use crate::text::Edit;

/// The edit that makes `import module` hold before the byte `before`; `None` if it does already.
pub(in crate::rules) fn import(context: &Context<'_>, module: &str, before: usize) -> Option<Edit> {
    let mut plain: Option<usize> = None;
    let mut first_import: Option<usize> = None;
    let mut place = 0;
    let text = context.document.text().as_str();
    for statement in context.document.statements() {
        for inner in statement.chunk.block() {
            let range = inner.span.at(statement.start);
            if range.start >= before {
                break;
            }
            match &inner.kind {
                StmtKind::Import(items) => {
                    let binds = |item: &crate::syntax::ast::ImportItem| {
                        *item.module == *module && item.alias.is_none()
                    };
                    if items.iter().any(binds) {
                        return None;
                    }
                    first_import.get_or_insert(range.start);
                    let sorts_after = items.first().is_some_and(|item| &*item.module > module);
                    if sorts_after && plain.is_none() {
                        plain = Some(range.start);
                    }
                }
                StmtKind::ImportFrom(import) if &*import.module == "__future__" => {
                    place = next_line(text, range.end);
                }
                StmtKind::ImportFrom(_) => {
                    first_import.get_or_insert(range.start);
                }
                _ if is_docstring(inner) => place = next_line(text, range.end),
                _ => {}
            }
        }
    }
    let at = plain.or(first_import).unwrap_or(place);
    let newline = layout::newline(text);
    let content = format!("import {module}{newline}");
    Some(Edit {
        range: at..at,
        content,
    })
}

fn is_docstring(statement: &Stmt) -> bool {
    matches!(&statement.kind, StmtKind::Expr(value) if matches!(value.kind, ExprKind::Str(_)))
}

fn next_line(text: &str, from: usize) -> usize {
    text[from..]
        .find('\n')
        .map_or(text.len(), |at| from + at + 1)
}
