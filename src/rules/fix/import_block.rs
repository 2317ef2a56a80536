//! Where an import under a condition goes: behind the other imports, beside those under the same condition.

use std::ops::Range;

use super::adjacent_if::continues;
use super::import_bindings::{FailingPart, ImportRead};
use super::new_import::MAX_SAMPLED_IMPORTS;
use super::statement_lines::{StatementLines, further_in};
use super::text_lines::{
    attached, has_own_lines, is_blank, line_end, line_start, next_line, removal,
};
use super::top_level::{self, Statement};
use crate::model::surroundings::Origin;
use crate::rules::Context;
use crate::syntax::ast::StmtKind;
use crate::text::Edit;

/// What it takes to have an import under a header.
pub(super) struct Placed {
    pub(super) edits: Vec<Edit>,
    /// What the header needs is to be imported before this byte.
    pub(super) at: usize,
    /// The statement that is not there any more.
    pub(super) gone: Range<usize>,
}

/// The parts of a statement that fail, and the lines to have around them.
pub(super) struct ImportBlock<'b, 'a> {
    pub(super) context: &'b Context<'a>,
    pub(super) imported: &'b FailingPart<'a>,
    /// What reads the names.
    pub(super) reads: &'b [ImportRead],
    /// `if sys.platform != "win32":`
    pub(super) header: &'b str,
    /// The lines behind the import.
    pub(super) more: &'b [String],
}

impl ImportBlock<'_, '_> {
    /// Puts them behind the imports that follow; `None` if they are not among the imports of the module.
    pub(super) fn place(&self) -> Option<Placed> {
        let text = self.text();
        let own = self.imported.statement.range();
        let statements = self.context.statements();
        let here = top_level::at(statements, &own).filter(|at| statements[*at].0 == own)?;
        if !has_own_lines(text, &own) {
            return None;
        }
        let taken = self.imported.taken_out(self.context)?;
        let last = self.last(statements, here, taken.is_none());
        let gone = match taken {
            None => own.clone(),
            Some(_) => own.start..own.start,
        };
        let mut edits = match taken {
            None => vec![removal(text, &own)],
            Some(taken) => taken,
        };
        // The one before may be in another cell.
        let before = here.checked_sub(1).filter(|_| !self.is_in_cell());
        let joined = before
            .into_iter()
            .chain(here + 1..=last)
            .rev()
            .find_map(|at| self.joined(&statements[at]));
        if let Some(edit) = joined {
            let at = edit.range.start;
            edits.push(edit);
            return Some(Placed { edits, at, gone });
        }
        if last == here && gone == own {
            let edits = self.in_place(here.checked_sub(1).map(|at| &statements[at]))?;
            return Some(Placed {
                edits,
                at: own.start,
                gone,
            });
        }
        let newline = self.context.style().newline;
        let end = line_end(text, statements[last].0.end);
        let following = &text[next_line(text, end)..];
        let is_followed = !following.is_empty() && !following.starts_with(['\n', '\r']);
        let gap = if is_followed { newline } else { "" };
        edits.push(Edit::insertion(
            end,
            format!("{newline}{newline}{}{gap}", self.written()),
        ));
        Some(Placed {
            edits,
            at: end,
            gone,
        })
    }

    /// Puts them there, or else has them where the statement is.
    pub(super) fn place_or_stay(&self) -> Option<Placed> {
        self.place().or_else(|| self.stay())
    }

    /// Has them where the statement is: in a function, or on a line with another one.
    pub(super) fn stay(&self) -> Option<Placed> {
        let statement = self.imported.statement;
        let own = statement.range();
        let lines = StatementLines::of(self.context, statement, statement)?;
        let (edits, gone) = match self.imported.taken_out(self.context)? {
            None => (lines.under(self.header, self.more), own.clone()),
            Some(mut taken) => {
                let import = format!("{}{}", lines.step, self.imported.source(self.context));
                let block: Vec<String> = [self.header.to_owned(), import]
                    .into_iter()
                    .chain(self.more.iter().cloned())
                    .collect();
                // Before it, where another statement follows on the line.
                let block = lines.behind(&block).unwrap_or_else(|| lines.after(&block));
                taken.extend(block);
                (taken, own.start..own.start)
            }
        };
        Some(Placed {
            edits,
            at: own.start,
            gone,
        })
    }

    fn text(&self) -> &str {
        self.context.document.text().as_str()
    }

    fn is_in_cell(&self) -> bool {
        self.context.origin == Origin::Notebook
    }

    /// The last of the imports that follow, and may as well come first.
    fn last(&self, statements: &[Statement<'_>], here: usize, whole: bool) -> usize {
        let text = self.text();
        let own = &statements[here].0;
        // The next one may be in another cell, a package may have to be imported before others,
        // and a comment says what it is about.
        if self.is_in_cell()
            || self.imported.is_package
            || (whole && attached(text, own.start) != own.start)
        {
            return here;
        }
        let later = |read: &&ImportRead| read.range.start >= own.end;
        let first_read = self.reads.iter().find(later);
        let limit = first_read.map_or(usize::MAX, |read| read.range.start);
        let follows = |(range, statement): &&Statement<'_>| {
            let is_import =
                top_level::is_import(statement) || top_level::is_conditional_import(statement);
            is_import && range.end <= limit && has_own_lines(text, range)
        };
        let behind = statements[here + 1..].iter().take(MAX_SAMPLED_IMPORTS);
        here + behind.take_while(follows).count()
    }

    /// The import, with the comment behind it if all of its statement goes.
    fn source(&self, step: &str) -> String {
        let own = self.imported.statement.range();
        match self.imported.is_whole() {
            true => {
                let end = line_end(self.text(), own.end);
                let lines = further_in(self.context.document, &(own.start..end), step);
                lines.trim_end_matches(is_blank).to_owned()
            }
            false => self.imported.source(self.context),
        }
    }

    /// The block.
    fn written(&self) -> String {
        let style = self.context.style();
        let step = style.step("");
        let lines = [
            self.header.to_owned(),
            format!("{step}{}", self.source(step)),
        ];
        let lines: Vec<String> = lines.into_iter().chain(self.more.iter().cloned()).collect();
        lines.join(style.newline)
    }

    /// The same under a header that is there already, with nothing but imports.
    fn joined(&self, (range, statement): &Statement<'_>) -> Option<Edit> {
        let text = self.text();
        let (test, body) = top_level::plain_if(statement).filter(|_| self.more.is_empty())?;
        let base = range.start - statement.span.at(0).start;
        let first = body.first()?.span.at(base).start;
        let line = line_start(text, first);
        let header = format!("if {}:", &text[test.span.at(base)]);
        if header != self.header || line < range.start || !body.iter().all(top_level::is_import) {
            return None;
        }
        let newline = self.context.style().newline;
        let indent = &text[line..first];
        let source = self.source(indent);
        let sorts_after = |name: &str| {
            let own = source.strip_prefix("import ");
            own.is_some_and(|own| name.to_lowercase() > own.to_lowercase())
        };
        let next = body.iter().find(|statement| match &statement.kind {
            StmtKind::Import(items) => items.first().is_some_and(|item| sorts_after(&item.module)),
            _ => source.starts_with("import "),
        });
        Some(match next {
            Some(next) => {
                let at = next.span.at(base).start;
                Edit::insertion(at, format!("{source}{newline}{indent}"))
            }
            None => {
                let end = line_end(text, body.last()?.span.at(base).end);
                Edit::insertion(end, format!("{newline}{indent}{source}"))
            }
        })
    }

    /// The block where the statement is, apart from the imports above it.
    fn in_place(&self, above: Option<&Statement<'_>>) -> Option<Vec<Edit>> {
        let statement = self.imported.statement;
        let lines = StatementLines::of(self.context, statement, statement)?;
        if self.more.is_empty() && continues(self.context, statement, &lines, self.header) {
            return lines.further_in();
        }
        let mut edits = lines.under(self.header, self.more);
        let is_close = above.is_some_and(|(range, above)| {
            let own = line_start(self.text(), statement.range().start);
            top_level::is_import(above) && next_line(self.text(), range.end) == own
        });
        if let (true, Some(first)) = (is_close, edits.first_mut()) {
            let newline = self.context.style().newline;
            first.content.insert_str(0, newline);
        }
        Some(edits)
    }
}
