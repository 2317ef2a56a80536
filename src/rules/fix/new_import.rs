//! Where a new import goes: among the file's own, after the docstring and `__future__`.

use std::ops::Range;

use super::names::Role;
use super::place::Place;
use crate::facts;
use crate::rules::Context;
use crate::syntax::ast::{ExprKind, Stmt, StmtKind};
use crate::text::Edit;

/// The edit that makes `import module` hold at the byte `before`: an empty list if it does already,
/// `None` if the name means something else in this file.
pub(in crate::rules) fn import(
    context: &Context<'_>,
    module: &str,
    before: usize,
) -> Option<Vec<Edit>> {
    if module.is_empty() {
        return Some(Vec::new());
    }
    let names = context.names();
    if names.is_bound(module) {
        return None;
    }
    let place = Place::of(context.document, &(before..before));
    let function = place.and_then(Place::function);
    let text = context.document.text().as_str();
    let mut section = Section::default();
    for statement in context.document.statements() {
        for inner in statement.chunk.block() {
            let range = inner.span.at(statement.start);
            let is_later = range.start >= before && function.is_none();
            if let (false, StmtKind::Import(items)) = (is_later, &inner.kind)
                && items
                    .iter()
                    .any(|item| *item.module == *module && item.alias.is_none())
            {
                return Some(Vec::new());
            }
            if range.start <= before {
                let is_use = range.end > before && function.is_none();
                section.see(inner, range, is_use, text, module);
            }
        }
    }
    // A function that imports it itself, later, would not see ours.
    let inside = |one: Place<'_>| one.function().map(Place::range) == function.map(Place::range);
    let imports = names
        .of_name(module)
        .iter()
        .filter(|one| one.role == Role::Import);
    let own: Vec<Place<'_>> = imports
        .map(|one| one.place)
        .filter(|place| function.is_some() && inside(*place))
        .collect();
    if let Some(own) = own.first() {
        let starts_body = own
            .statement()
            .and_then(Place::parent)
            .map(|block| block.node)
            == function.and_then(|function| function.node.child_by_field_name("body"));
        return (own.range().end <= before && starts_body).then(Vec::new);
    }
    Some(vec![section.edit(context, module, before)?])
}

/// What the file's imports look like.
#[derive(Default)]
struct Section {
    /// The first plain import of the standard library that sorts after ours.
    later: Option<usize>,
    /// Behind the last one that sorts before ours.
    earlier: Option<usize>,
    /// The first block of plain imports has ended.
    is_past: bool,
    /// The first import of all, and whether it is from the standard library.
    first: Option<(usize, bool)>,
    /// Behind the docstring and `__future__`.
    head: Option<usize>,
    /// The first statement of another kind.
    other: Option<usize>,
}

impl Section {
    /// Looks at the next statement; behind the one that needs the import is no place for it.
    fn see(
        &mut self,
        statement: &Stmt,
        Range { start, end }: Range<usize>,
        is_use: bool,
        text: &str,
        module: &str,
    ) {
        let flush = text[..start].is_empty() || text[..start].ends_with(['\n', '\r', '\u{feff}']);
        if !flush || self.other.is_some() {
            return;
        }
        let (name, plain) = match &statement.kind {
            StmtKind::Import(items) => (items.first().map(|item| &*item.module), true),
            StmtKind::ImportFrom(import) if &*import.module == "__future__" => {
                self.head = Some(end);
                return;
            }
            StmtKind::ImportFrom(import) => {
                (Some(&*import.module).filter(|_| import.level == 0), false)
            }
            StmtKind::Expr(value) if matches!(value.kind, ExprKind::Str(_)) => {
                if self.first.is_none() {
                    self.head = Some(end);
                }
                return;
            }
            StmtKind::If { .. } | StmtKind::Try(_) => return,
            _ => {
                self.other = Some(start);
                return;
            }
        };
        let standard =
            name.is_some_and(|name| facts::is_module(name.split('.').next().unwrap_or_default()));
        self.first.get_or_insert((start, standard));
        if plain && standard {
            if name.is_some_and(|name| name > module) {
                self.later.get_or_insert(start);
            } else if self.later.is_none() && !self.is_past && !is_use {
                self.earlier = Some(end);
            }
        } else {
            // The place must not depend on what comes later: two fixes may need the same import.
            self.is_past |= self.earlier.is_some();
        }
    }

    fn edit(&self, context: &Context<'_>, module: &str, before: usize) -> Option<Edit> {
        let text = context.document.text().as_str();
        let newline = context.style().newline;
        let import = format!("import {module}");
        let (at, content) = if let Some(at) = self.later {
            (at, format!("{import}{newline}"))
        } else if let Some(end) = self.earlier {
            let line = &text[end..];
            let length = line.find(['\n', '\r']).unwrap_or(line.len());
            let rest = line[..length].trim_start();
            // A semicolon: what follows on the line is not ours to move.
            if !rest.is_empty() && !rest.starts_with('#') {
                return None;
            }
            (end + length, format!("{newline}{import}"))
        } else if let Some((at, standard)) = self.first {
            let gap = if standard { "" } else { newline };
            (at, format!("{import}{newline}{gap}"))
        } else if let Some(end) = self.head {
            let length = text[end..].find(['\n', '\r']).unwrap_or(text.len() - end);
            let rest = text[end + length..]
                .trim_start_matches("\r\n")
                .trim_start_matches(['\n', '\r']);
            let gap =
                match rest.is_empty() || text[end + length..].len() - rest.len() > newline.len() {
                    true => "",
                    false => newline,
                };
            (end + length, format!("{newline}{newline}{import}{gap}"))
        } else {
            let top = self.top(context, before);
            (top, format!("{import}{newline}{newline}"))
        };
        (at <= before).then_some(Edit {
            range: at..at,
            content,
        })
    }

    /// The first statement: comments, an encoding and `#!` stay before it.
    fn top(&self, context: &Context<'_>, before: usize) -> usize {
        if let Some(other) = self.other {
            return other;
        }
        let text = context.document.text().as_str();
        let mut first = context
            .document
            .statements()
            .first()
            .into_iter()
            .flat_map(|statement| {
                let base = statement.start;
                statement
                    .chunk
                    .block()
                    .iter()
                    .map(move |inner| inner.span.at(base).start)
            });
        let bom = text.len() - text.trim_start_matches('\u{feff}').len();
        first.next().unwrap_or(before).min(before).max(bom)
    }
}
