//! A source text cut into chunks, one for each top-level statement, and what an edit does to them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::chunk::Chunk;
use super::marks::Mark;
use super::split;
use crate::text::{Edit, PositionEncoding, Text};
use crate::work_counts;

/// A Python source text and its syntax, cheap to clone.
///
/// Every byte belongs to exactly one statement: the comments and blank lines after a statement
/// belong to it, those before the first one to that. Where statements begin depends on the text
/// alone, never on the edits that led to it. It is cut when somebody first asks: what is too large to be checked
/// is never cut.
#[derive(Clone, Debug)]
pub struct Document {
    text: Text,
    statements: Arc<OnceLock<Arc<Vec<Statement>>>>,
    /// Nobody will edit it.
    is_read_only: bool,
}

/// A top-level statement at its place in a document.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The byte of the document at which the chunk starts.
    pub start: usize,
    /// Its text and syntax, the same `Arc` until an edit touches it.
    pub chunk: Arc<Chunk>,
    /// How many bytes after its end were looked at to find its end.
    ahead: usize,
}

impl Statement {
    /// The byte of the document after its last one.
    pub fn end(&self) -> usize {
        self.start + self.chunk.text().len()
    }
}

impl Document {
    /// Cuts a text into statements; each is parsed when it is first asked for its syntax.
    pub fn new(content: String) -> Self {
        Self::of_text(content, false)
    }

    /// The same, for a text that nobody will edit: its syntax trees, which take most of the memory, are not kept.
    pub fn read_only(content: String) -> Self {
        Self::of_text(content, true)
    }

    fn of_text(content: String, is_read_only: bool) -> Self {
        Self {
            text: Text::new(content),
            statements: Arc::default(),
            is_read_only,
        }
    }

    fn cut(&self) -> Vec<Statement> {
        let text = self.text.as_str();
        let chunk = match self.is_read_only {
            true => Chunk::read_only,
            false => Chunk::new,
        };
        let mut statements = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let cut = split::first(text, at);
            let chunk = Arc::new(chunk(&text[at..cut.end]));
            statements.push(Statement {
                start: at,
                chunk,
                ahead: cut.ahead,
            });
            at = cut.end;
        }
        work_counts::count(|work| work.cut += statements.len());
        statements
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The top-level statements in the order of the text.
    pub fn statements(&self) -> &[Statement] {
        self.statements.get_or_init(|| Arc::new(self.cut()))
    }

    /// The same, for whoever compares them with later ones.
    pub(crate) fn shared_statements(&self) -> Arc<Vec<Statement>> {
        Arc::clone(self.statements.get_or_init(|| Arc::new(self.cut())))
    }

    /// Whether the text has this mark.
    pub fn has(&self, mark: Mark) -> bool {
        match self.statements.get() {
            Some(statements) => {
                let mut statements = statements.iter();
                statements.any(|statement| statement.chunk.has(mark))
            }
            None => mark.is_in(self.text.as_str()),
        }
    }

    /// Whether its words say that it has to do with child processes.
    pub(crate) fn tells_of_children(&self) -> bool {
        Mark::tell_of_children(|mark| self.has(mark))
    }

    /// The index of the statement that a byte is in; of the last one for the end of the text.
    pub fn statement_at(&self, byte: usize) -> Option<usize> {
        self.statements()
            .partition_point(|statement| statement.start <= byte)
            .checked_sub(1)
    }

    /// Whether something in it is no Python.
    pub fn has_errors(&self) -> bool {
        let mut roots = self
            .statements()
            .iter()
            .map(|statement| statement.chunk.root());
        roots.any(|root| root.is_none_or(|root| root.has_error()))
    }

    /// The first lines of the statements that are not looked at.
    pub fn unread(&self) -> Vec<Range<usize>> {
        let unread = self.statements().iter();
        let unread = unread.filter(|statement| statement.chunk.is_unread());
        let places = unread.map(|statement| {
            let blank =
                |line: &&str| line.trim_start().is_empty() || line.trim_start().starts_with('#');
            let lines = statement.chunk.text().split_inclusive('\n');
            let code = statement.start + lines.take_while(blank).map(str::len).sum::<usize>();
            let line = self.text.position(code, PositionEncoding::Utf8).line as usize;
            code..self.text.line(line).end.max(code)
        });
        places.collect()
    }

    /// Applies an edit, and cuts again what it touches if it was cut.
    pub fn edit(&mut self, edit: &Edit) {
        let removed = self.text.clamp(&edit.range);
        self.text.apply(edit);
        let change = AppliedEdit {
            inserted: removed.start + edit.content.len(),
            removed,
        };
        // Another revision of it may be cut later, for itself.
        if self.statements.get().is_none() {
            self.statements = Arc::default();
        }
        let Some(statements) = Arc::make_mut(&mut self.statements).get_mut() else {
            return;
        };
        let statements = Arc::make_mut(statements);
        let first = statements
            .iter()
            .position(|statement| !change.is_after(statement))
            .unwrap_or(statements.len());
        let (fresh, last) = change.cut_again(self.text.as_str(), statements, first);
        for statement in &mut statements[last..] {
            statement.start = change.moved(statement.start);
        }
        statements.splice(first..last, fresh);
    }
}

/// An edit: bytes of the text before, and where in the text after that ends which replaces them.
struct AppliedEdit {
    removed: Range<usize>,
    inserted: usize,
}

impl AppliedEdit {
    /// Whether the edit is after all that was looked at to cut this statement.
    fn is_after(&self, old: &Statement) -> bool {
        old.end() + old.ahead < self.removed.start
    }

    /// Whether the edit is before this statement.
    fn is_before(&self, old: &Statement) -> bool {
        self.removed.end <= old.start
    }

    /// Where a byte after the removed ones is now.
    fn moved(&self, byte: usize) -> usize {
        byte - self.removed.end + self.inserted
    }

    /// Where this statement starts now, if that byte was not removed.
    fn place(&self, old: &Statement) -> Option<usize> {
        if self.is_before(old) {
            Some(self.moved(old.start))
        } else {
            (old.start <= self.removed.start).then_some(old.start)
        }
    }

    /// Cuts the text after the edit from the start of the old statement `first` until a cut meets one that stands
    /// behind the edit. Gives the new statements, and the index of the old one that was met.
    fn cut_again(&self, text: &str, old: &[Statement], first: usize) -> (Vec<Statement>, usize) {
        let mut fresh = Vec::new();
        let mut next = first;
        let mut at = old
            .get(first)
            .map_or(0, |old| old.start.min(self.removed.start));
        loop {
            next += old[next..]
                .iter()
                .take_while(|old| self.place(old).is_none_or(|place| place < at))
                .count();
            let here = old.get(next).filter(|old| self.place(old) == Some(at));
            match here {
                Some(old) if self.is_before(old) => break,
                Some(old) if self.is_after(old) => {
                    at = old.end();
                    fresh.push(old.clone());
                }
                _ if at == text.len() => {
                    next = old.len();
                    break;
                }
                _ => {
                    let cut = split::first(text, at);
                    fresh.push(Statement {
                        start: at,
                        chunk: self.chunk(&text[at..cut.end], at, here),
                        ahead: cut.ahead,
                    });
                    at = cut.end;
                }
            }
        }
        (fresh, next)
    }

    /// The chunk at this place, from the old one there if there is one.
    fn chunk(&self, text: &str, start: usize, here: Option<&Statement>) -> Arc<Chunk> {
        match here {
            Some(old) if old.chunk.text() == text => Arc::clone(&old.chunk),
            Some(old)
                if self.removed.end <= old.end() && self.moved(old.end()) == start + text.len() =>
            {
                Arc::new(old.chunk.edited(text))
            }
            _ => Arc::new(Chunk::new(text)),
        }
    }
}
