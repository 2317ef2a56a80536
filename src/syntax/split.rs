//! Where a top-level statement ends: a scan over brackets, strings and lines, which needs no parser.
//!
//! Text that is not Python yet, because somebody is typing, is cut too. What surely cannot be inside
//! brackets ends them, so that an unclosed bracket hurts one statement.

use super::lines::LineStart;
use super::nesting::{Bracket, Field, Nesting};
use super::strings::{self, End, Kind};

/// Where the first statement of a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The byte after it.
    pub(super) end: usize,
    /// How far behind that the last byte is that was looked at.
    pub(super) ahead: usize,
}

/// Cuts off the statement that starts at this byte, the start of a line. Nothing before that byte matters.
pub(super) fn first(text: &str, start: usize) -> Cut {
    let mut scan = Scan {
        bytes: text.as_bytes(),
        at: start,
        nesting: Nesting::default(),
        seen: start,
    };
    let end = scan.statement();
    Cut {
        end,
        ahead: scan.seen.saturating_sub(end),
    }
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    nesting: Nesting,
    /// The last byte that was looked at, as far as it is not behind `at`.
    seen: usize,
}

impl Scan<'_> {
    /// Goes through the lines of one statement and gives the byte after it.
    fn statement(&mut self) -> usize {
        let mut has_begun = false;
        let mut is_decorated = false;
        // The first of the lines inside brackets that may be decorators of the next one.
        let mut decorators = None;
        while self.at < self.bytes.len() {
            let start = self.at;
            let line = LineStart::read(self.bytes, start);
            self.see(line.at + line.word.len());
            if line.is_blank() {
            } else if !self.nesting.is_empty() {
                if line.is_flush && line.is_decorator() {
                    decorators.get_or_insert(start);
                } else if self.ends_damage(&line) {
                    self.nesting.clear();
                    if line.is_flush && !line.is_clause() {
                        return decorators.filter(|_| line.is_decorated()).unwrap_or(start);
                    }
                } else if line.is_flush && !line.closes() {
                    decorators = None;
                }
            } else if !has_begun {
                has_begun = true;
                is_decorated = line.is_flush && line.is_decorator();
            } else if line.is_flush && !line.is_clause() {
                if !(is_decorated && line.is_decorated()) {
                    return start;
                }
                is_decorated = line.is_decorator();
            }
            self.line();
        }
        self.bytes.len()
    }

    /// Whether a line shows that the brackets around it should have been closed before.
    fn ends_damage(&mut self, line: &LineStart<'_>) -> bool {
        if matches!(line.word, b"from" | b"async") {
            self.see(self.line_end(line.at));
        }
        line.is_never_inside(self.bytes)
            || self.nesting.is_broken() && line.is_flush && !line.closes()
    }

    fn see(&mut self, byte: usize) {
        self.seen = self.seen.max(byte);
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    /// Goes on to the start of the next line that is not inside a string or behind a backslash.
    fn line(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            let here = self.at;
            self.at += 1;
            match byte {
                b'\n' | b'\r' => {
                    self.at = here + strings::line_break(&self.bytes[here..]);
                    return;
                }
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
                        self.part(Field {
                            kind: Kind::InFormat,
                            ..field
                        });
                    }
                }
                b'"' | b'\'' => {
                    if self.string(here, byte) {
                        return;
                    }
                }
                _ => {}
            }
        }
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
            kind: if is_format { Kind::Format } else { Kind::Plain },
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
