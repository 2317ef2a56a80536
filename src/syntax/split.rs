//! Where a top-level statement ends: a scan over brackets, strings and lines, which needs no parser.
//!
//! Text that is not Python yet, because somebody is typing, is cut too. What surely cannot be inside
//! brackets ends them, so that an unclosed bracket hurts one statement.

use super::line_starts::LineStart;
use super::nesting::{Bracket, Field, Nesting};
use super::strings::{self, End, QuoteKind};

/// Where the first statement of a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FirstStatement {
    /// The byte after it.
    pub(super) end: usize,
    /// How far behind that the last byte is that was looked at.
    pub(super) ahead: usize,
}

/// Cuts off the statement that starts at this byte, the start of a line. Nothing before that byte matters.
pub(super) fn first(text: &str, start: usize) -> FirstStatement {
    let mut scan = LineScan::new(text, start);
    let end = scan.statement();
    FirstStatement {
        end,
        ahead: scan.seen.saturating_sub(end),
    }
}

/// A way through the lines of a text.
pub(super) struct LineScan<'a> {
    pub(super) bytes: &'a [u8],
    /// The start of a line, outside of strings.
    pub(super) at: usize,
    /// What is open there.
    pub(super) nesting: Nesting,
    /// Whether a line was seen that is neither blank nor a comment.
    has_begun: bool,
    /// Whether only decorators were seen so far.
    is_decorated: bool,
    /// The first of the lines inside brackets that may be decorators of the next line.
    decorators: Option<usize>,
    /// The last byte that was looked at, as far as it is not behind `at`.
    seen: usize,
}

impl<'a> LineScan<'a> {
    /// From this byte on, the start of a line.
    pub(super) fn new(text: &'a str, start: usize) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: start,
            nesting: Nesting::default(),
            has_begun: false,
            is_decorated: false,
            decorators: None,
            seen: start,
        }
    }

    /// Goes through the lines of one statement and gives the byte after it.
    fn statement(&mut self) -> usize {
        while self.at < self.bytes.len() {
            let start = self.at;
            let line = LineStart::read(self.bytes, start);
            self.see(line.at + line.word.len());
            let next = if line.is_blank() {
                None
            } else if self.nesting.is_empty() {
                self.next_statement(start, &line)
            } else {
                self.next_behind_damage(start, &line)
            };
            if let Some(next) = next {
                return next;
            }
            self.line();
        }
        self.bytes.len()
    }

    /// The start of this line if the next statement begins there.
    fn next_statement(&mut self, start: usize, line: &LineStart<'_>) -> Option<usize> {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        let goes_on = is_first
            || !line.is_flush
            || line.is_clause()
            || self.is_decorated && line.is_decorated();
        if is_first || line.is_flush {
            self.is_decorated = line.is_flush && line.is_decorator();
        }
        (!goes_on).then_some(start)
    }

    /// The start of this line, or of the decorators before it, if brackets are open that should have been closed there
    /// and the next statement begins.
    fn next_behind_damage(&mut self, start: usize, line: &LineStart<'_>) -> Option<usize> {
        if line.is_flush && line.is_decorator() {
            self.decorators.get_or_insert(start);
            return None;
        }
        if matches!(line.word, b"from" | b"async") {
            self.see(self.line_end(line.at));
        }
        let ends_damage = line.is_never_inside(self.bytes)
            || self.nesting.is_broken() && line.is_flush && !line.closes();
        let decorators = self.decorators.filter(|_| line.is_decorated());
        if line.is_flush && !line.closes() {
            self.decorators = None;
        }
        if !ends_damage {
            return None;
        }
        self.nesting.clear();
        (line.is_flush && !line.is_clause()).then(|| decorators.unwrap_or(start))
    }

    fn see(&mut self, byte: usize) {
        self.seen = self.seen.max(byte);
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    /// Goes on to the start of the next line that is not inside a string or behind a backslash.
    pub(super) fn line(&mut self) {
        loop {
            self.at += plain(&self.bytes[self.at..]);
            if self.at == self.bytes.len() || self.step() {
                return;
            }
        }
    }

    /// Goes on behind one byte, and what belongs to it; true if that is the start of a line.
    fn step(&mut self) -> bool {
        let here = self.at;
        let byte = self.bytes[here];
        self.at += 1;
        match byte {
            b'\n' | b'\r' => {
                self.at = here + strings::line_break(&self.bytes[here..]);
                return true;
            }
            b'"' | b'\'' => return self.string(here, byte),
            b'\\' => self.at += strings::line_break(&self.bytes[self.at..]),
            b'#' => self.at = self.line_end(here),
            b'(' => self.nesting.open(Bracket::Round),
            b'[' => self.nesting.open(Bracket::Square),
            b'{' => self.nesting.open(Bracket::Curly),
            b')' => _ = self.nesting.close(Bracket::Round),
            b']' => _ = self.nesting.close(Bracket::Square),
            b'}' => {
                if let Some(field) = self.nesting.close(Bracket::Curly) {
                    self.part(field);
                }
            }
            b':' => {
                if let Some(field) = self.nesting.field() {
                    let kind = QuoteKind::InFormat;
                    self.part(Field { kind, ..field });
                }
            }
            _ => {}
        }
        false
    }

    /// Goes on behind a literal, or into its first field; true if that is the start of a line inside it.
    fn string(&mut self, start: usize, quote: u8) -> bool {
        if self.bytes[start..].starts_with(&[quote; 3]) {
            return self.triple(start, quote);
        }
        let is_format = strings::is_format(self.bytes, start);
        self.part(Field {
            quote,
            outside: self.nesting.len(),
            kind: if is_format {
                QuoteKind::Format
            } else {
                QuoteKind::Plain
            },
        });
        false
    }

    /// Goes on in a part of a literal in single quotes, up to its end or into the next field.
    fn part(&mut self, mut part: Field) {
        loop {
            let (end, at) = strings::end(self.bytes, self.at, part.quote, part.kind);
            self.at = at;
            match end {
                End::Quote => return self.nesting.leave_string(part.outside),
                End::Line => return self.nesting.break_string(),
                End::Field => return self.nesting.enter(part),
                End::Format => match self.nesting.close(Bracket::Curly) {
                    Some(field) => part = field,
                    None => return,
                },
            }
        }
    }

    /// Goes on behind a literal in triple quotes; true if that is the start of a line inside it.
    fn triple(&mut self, start: usize, quote: u8) -> bool {
        let literal = strings::triple(self.bytes, start + 3, quote);
        self.at = literal.end.unwrap_or(self.bytes.len());
        self.see(strings::after(self.bytes, self.at));
        let Some(line) = literal.damage(self.bytes, start) else {
            return false;
        };
        self.nesting.clear();
        self.at = line;
        true
    }
}

/// Whether a byte can change what is open, or ends a line.
const IS_STEP: [bool; 256] = {
    let mut is_step = [false; 256];
    let steps = b"\n\r\"'\\#()[]{}:";
    let mut at = 0;
    while at < steps.len() {
        is_step[steps[at] as usize] = true;
        at += 1;
    }
    is_step
};

/// How many bytes come first that change nothing.
fn plain(bytes: &[u8]) -> usize {
    let mut bytes_left = bytes.iter();
    let found = bytes_left.position(|byte| IS_STEP[usize::from(*byte)]);
    found.unwrap_or(bytes.len())
}
