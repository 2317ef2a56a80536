//! Where a new import goes: where a sorter of imports would put it, in the way that this file sorts them.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::names::{Role, starting_in};
use super::text_lines::{attached, line_end, line_start};
use super::top_level::Statement;
use crate::facts;
use crate::rules::Context;
use crate::syntax::ast::{ExprKind, StmtKind};
use crate::text::Edit;

/// How many imports at the top of a file tell how they are sorted.
pub(super) const MAX_SAMPLED_IMPORTS: usize = 64;

/// The edit that makes `import module` hold at the byte `before`: an empty list if it does already,
/// `None` if the name means something else in this file.
pub(in crate::rules) fn import(
    context: &Context<'_>,
    module: &str,
    before: usize,
) -> Option<Vec<Edit>> {
    import_without(context, module, before, &(before..before))
}

/// The same, beside an edit that takes the import with these bytes away.
pub(in crate::rules) fn import_without(
    context: &Context<'_>,
    module: &str,
    before: usize,
    gone: &Range<usize>,
) -> Option<Vec<Edit>> {
    if module.is_empty() {
        return Some(Vec::new());
    }
    let names = context.names();
    if names.is_bound(module) {
        return None;
    }
    let place = DocumentNode::of(context.document, &(before..before));
    let function = place.and_then(DocumentNode::function);
    let statements = context.statements();
    let there = context.memory.plain_import(context, module);
    if there.is_some_and(|start| start < before || function.is_some()) {
        return Some(Vec::new());
    }
    // A function that imports it itself, later, would not see ours.
    let inside = |node: DocumentNode<'_>| {
        node.function().map(DocumentNode::range) == function.map(DocumentNode::range)
    };
    let occurrences = names.of_name(module);
    let around = function.map(DocumentNode::range).unwrap_or_default();
    let mut imports = starting_in(&occurrences, &around)
        .iter()
        .filter(|occurrence| occurrence.role == Role::Import);
    let own = imports.find(|import| inside(import.place));
    if let Some(own) = own.map(|import| import.place) {
        let starts_body = own
            .statement()
            .and_then(DocumentNode::parent)
            .map(|block| block.node)
            == function.and_then(|function| function.node.child_by_field_name("body"));
        return (own.range().end <= before && starts_body).then(Vec::new);
    }
    let section = ImportSection::of(context, statements, before, gone);
    Some(vec![section.edit(context, module, before)?])
}

/// What the module is called there, and the edits that make it so: `mp`, where the file has `import multiprocessing as mp`.
pub(super) fn named<'c>(
    context: &'c Context<'_>,
    module: &'c str,
    before: usize,
    gone: &Range<usize>,
) -> Option<(&'c str, Vec<Edit>)> {
    let plain = context.memory.plain_import(context, module);
    let other = context.memory.renamed_import(context, module);
    match other {
        Some((start, alias))
            if start < before
                && plain.is_none_or(|plain| plain >= before)
                && !context.names().is_bound(alias) =>
        {
            Some((alias, Vec::new()))
        }
        _ => Some((module, import_without(context, module, before, gone)?)),
    }
}

/// The imports at the top of the file, as far as they stand before what needs another one.
struct ImportSection<'c> {
    imports: Vec<ExistingImport<'c>>,
    /// Behind the docstring and `__future__`.
    head: Option<usize>,
    /// The first statement of another kind.
    other: Option<usize>,
}

/// One of them, on lines of its own.
struct ExistingImport<'c> {
    range: Range<usize>,
    /// `import a`, not `from a import b`.
    plain: bool,
    /// What it is sorted by.
    module: &'c str,
    /// It is one of the standard library.
    standard: bool,
    /// Blank lines part the groups.
    group: usize,
}

impl<'c> ImportSection<'c> {
    fn of(
        context: &'c Context<'_>,
        statements: &[Statement<'c>],
        before: usize,
        gone: &Range<usize>,
    ) -> Self {
        let text = context.document.text().as_str();
        let mut section = Self {
            imports: Vec::new(),
            head: None,
            other: None,
        };
        let (mut group, mut end) = (0, 0);
        for (range, statement) in statements {
            if range.start > before {
                break;
            }
            let between = &text[end..range.start];
            let is_flush = line_start(text, range.start) + bom(text, range.start) == range.start;
            end = range.end;
            if has_blank_line(between) {
                group += 1;
            }
            let (module, plain) = match &statement.kind {
                StmtKind::Import(items) => (items.first().map(|item| &*item.module), true),
                StmtKind::ImportFrom(import) if &*import.module == "__future__" => {
                    section.head = Some(range.end);
                    continue;
                }
                StmtKind::ImportFrom(import) if import.level == 0 => (Some(&*import.module), false),
                StmtKind::ImportFrom(_) => (None, false),
                StmtKind::Expr(value) if matches!(value.kind, ExprKind::Str(_)) => {
                    if section.imports.is_empty() {
                        section.head = Some(range.end);
                    }
                    continue;
                }
                StmtKind::If { .. } | StmtKind::Try(_) => {
                    group += 1;
                    continue;
                }
                _ => {
                    section.other = Some(range.start);
                    break;
                }
            };
            if !is_flush || range == gone {
                continue;
            }
            let module = module.unwrap_or_default();
            let top = module.split('.').next().unwrap_or_default();
            if section.imports.len() >= MAX_SAMPLED_IMPORTS {
                break;
            }
            section.imports.push(ExistingImport {
                range: range.clone(),
                plain,
                module,
                standard: facts::is_module(top),
                group,
            });
        }
        section
    }

    fn edit(&self, context: &Context<'_>, module: &str, before: usize) -> Option<Edit> {
        let text = context.document.text().as_str();
        let newline = context.style().newline;
        let import = format!("import {module}");
        let (at, content) = if let Some(spot) = self.spot(module, before, text) {
            match spot {
                InsertionPoint::Before(at) => (at, format!("{import}{newline}")),
                InsertionPoint::Behind(end) => (line_end(text, end), format!("{newline}{import}")),
            }
        } else if let Some(first) = self.imports.first() {
            let at = attached(text, first.range.start);
            (at, format!("{import}{newline}{newline}"))
        } else if let Some(head) = self.head {
            let end = line_end(text, head);
            let rest = text[end..]
                .trim_start_matches("\r\n")
                .trim_start_matches(['\n', '\r']);
            let gap = match rest.is_empty() || text[end..].len() - rest.len() > newline.len() {
                true => "",
                false => newline,
            };
            (end, format!("{newline}{newline}{import}{gap}"))
        } else {
            let top = self.top(context, before);
            let defines = ["def ", "async def ", "class ", "@"];
            let blank = match defines.iter().any(|start| text[top..].starts_with(start)) {
                true => newline.repeat(2),
                false => newline.to_owned(),
            };
            (top, format!("{import}{newline}{blank}"))
        };
        (at <= before).then_some(Edit::insertion(at, content))
    }

    /// The place among the imports of the standard library.
    fn spot(&self, module: &str, before: usize, text: &str) -> Option<InsertionPoint> {
        let group = self.imports.iter().find(|import| import.standard)?.group;
        let members: Vec<&ExistingImport<'_>> = self
            .imports
            .iter()
            .filter(|import| import.group == group)
            .collect();
        let first = members.first()?;
        let plain_behind_other = members
            .windows(2)
            .any(|pair| !pair[0].plain && pair[1].plain);
        let is_mixed = plain_behind_other && is_sorted(&members);
        let candidates: Vec<&ExistingImport<'_>> = match is_mixed {
            true => members.clone(),
            false => members
                .iter()
                .copied()
                .filter(|import| import.plain && import.standard)
                .collect(),
        };
        let Some(last) = candidates.last() else {
            return Some(InsertionPoint::Before(first.range.start));
        };
        let next = candidates
            .iter()
            .find(|import| key(import.module) > key(module))
            .filter(|_| is_sorted(&candidates));
        Some(match next {
            Some(next) if next.range == first.range => InsertionPoint::Before(next.range.start),
            Some(next) => InsertionPoint::Before(attached(text, next.range.start)),
            // What follows on the same line, or needs it itself, must not come before it.
            None if last.range.end > before || shares_line(text, last.range.end) => {
                InsertionPoint::Before(last.range.start)
            }
            None => InsertionPoint::Behind(last.range.end),
        })
    }

    /// The first statement: comments, an encoding and `#!` stay before it.
    fn top(&self, context: &Context<'_>, before: usize) -> usize {
        let text = context.document.text().as_str();
        let statements = context.statements();
        let first = statements.first().map(|(range, _)| range.start);
        let top = self.other.or(first).unwrap_or(before);
        top.min(before).max(bom(text, 0))
    }
}

/// Where a line for the new import is.
enum InsertionPoint {
    Before(usize),
    Behind(usize),
}

/// In the order of most sorters, which do not care for case.
fn key(module: &str) -> String {
    module.to_lowercase()
}

fn is_sorted(imports: &[&ExistingImport<'_>]) -> bool {
    imports.is_sorted_by_key(|import| key(import.module))
}

/// Whether a semicolon and another statement follow.
fn shares_line(text: &str, end: usize) -> bool {
    let rest = text[end..line_end(text, end)].trim_start();
    !rest.is_empty() && !rest.starts_with('#')
}

/// Whether lines are parted by an empty one.
fn has_blank_line(between: &str) -> bool {
    let lines: Vec<&str> = between.split('\n').collect();
    // The first one is the rest of a line, the last one the beginning of another.
    lines
        .iter()
        .skip(1)
        .rev()
        .skip(1)
        .any(|line| line.trim().is_empty())
}

/// The length of the byte order mark, if the text starts with one and this is the first line.
fn bom(text: &str, start: usize) -> usize {
    match line_start(text, start) {
        0 => text.len() - text.trim_start_matches('\u{feff}').len(),
        _ => 0,
    }
}
