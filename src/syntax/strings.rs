//! Where string literals end, closed or not.

use std::ops::Range;

use super::identifier::is_name_byte;
use super::line_starts::{self, LineStart};

/// The length of the line break that comes first.
pub(super) fn line_break(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// Whether the quote at this byte has a prefix that makes it an f-string or t-string.
pub(super) fn is_format(bytes: &[u8], quote: usize) -> bool {
    let name = bytes[..quote]
        .iter()
        .rev()
        .take(3)
        .take_while(|byte| is_name_byte(**byte))
        .count();
    let prefix = &bytes[quote - name..quote];
    is_prefix(prefix) && prefix.iter().any(|byte| b"fFtT".contains(byte))
}

fn is_prefix(word: &[u8]) -> bool {
    word.len() <= 2 && word.iter().all(|byte| b"rRbBuUfFtT".contains(byte))
}

/// What ends a part of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Its quote.
    Quote,
    /// The end of the line or of the text, which leaves it unclosed.
    Line,
    /// The `{` of a replacement field.
    Field,
    /// The `}` after the format of a field.
    Format,
}

/// How a literal in single quotes is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteKind {
    /// Without replacement fields.
    Plain,
    /// With replacement fields.
    Format,
    /// As the format of a replacement field.
    InFormat,
}

/// The end of the part of a literal that starts at this byte, and the byte after that (before a line's end).
pub(super) fn end(bytes: &[u8], mut at: usize, quote: u8, kind: QuoteKind) -> (End, usize) {
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        match byte {
            b'\n' | b'\r' => break,
            b'\\' => {
                at += match line_break(&bytes[at + 1..]) {
                    // A brace is not escaped by a backslash.
                    0 if kind != QuoteKind::Plain && matches!(next, Some(b'{' | b'}')) => 0,
                    0 => usize::from(next.is_some()),
                    width => width,
                }
            }
            b'{' if kind == QuoteKind::Format && next == Some(b'{') => at += 1,
            b'{' if kind != QuoteKind::Plain => return (End::Field, at + 1),
            b'}' if kind == QuoteKind::InFormat => return (End::Format, at + 1),
            _ if byte == quote => return (End::Quote, at + 1),
            _ => {}
        }
        at += 1;
    }
    (End::Line, at)
}

/// A literal in triple quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Triple {
    /// The byte after its closing quotes, if it has them.
    pub(super) end: Option<usize>,
    /// Whether a quote in it is escaped.
    has_escape: bool,
}

/// The literal whose opening triple quotes end at this byte.
pub(super) fn triple(bytes: &[u8], mut at: usize, quote: u8) -> Triple {
    let mut has_escape = false;
    while let Some(found) = memchr::memchr2(quote, b'\\', bytes.get(at..).unwrap_or_default()) {
        at += found;
        if bytes[at] == b'\\' {
            has_escape |= bytes.get(at + 1) == Some(&quote);
            at += 2;
        } else if bytes[at..].starts_with(&[quote; 3]) {
            let end = Some(at + 3);
            return Triple { end, has_escape };
        } else {
            at += 1;
        }
    }
    Triple {
        end: None,
        has_escape,
    }
}

impl Triple {
    /// The line in it at which code surely goes on, although no quotes close the literal before that.
    ///
    /// Somebody is typing its opening quotes, and the next docstring's opening quotes seem to close it. In Python without
    /// mistakes there is no such line. (Neither is there one after escaped quotes, or the scan could be quadratic.)
    pub(super) fn damage(self, bytes: &[u8], start: usize) -> Option<usize> {
        let is_damaged = self.end.is_none_or(|end| is_text(bytes, end));
        let inside = start..self.end.unwrap_or(bytes.len());
        (is_damaged && !self.has_escape)
            .then(|| declaration(bytes, inside))
            .flatten()
    }
}

/// The byte at which it is known what follows closing quotes.
pub(super) fn after(bytes: &[u8], end: usize) -> usize {
    let at = end + line_starts::blanks(&bytes[end..]);
    at + line_starts::word(bytes, at).len()
}

/// Whether a word follows that never follows a string, at least not in Python.
fn is_text(bytes: &[u8], end: usize) -> bool {
    let word = line_starts::word(bytes, end + line_starts::blanks(&bytes[end..]));
    let quote = bytes.get(after(bytes, end));
    let is_literal = is_prefix(word) && matches!(quote, Some(b'"' | b'\''));
    let is_operator = matches!(
        word,
        b"if" | b"else" | b"for" | b"in" | b"is" | b"not" | b"and" | b"or" | b"as" | b"async"
    ) || word == b"from";
    word.first().is_some_and(|&byte| is_name_byte(byte)) && !is_literal && !is_operator
}

/// The first whole line that reads like a definition or an import.
fn declaration(bytes: &[u8], inside: Range<usize>) -> Option<usize> {
    memchr::memchr2_iter(b'\n', b'\r', &bytes[inside.clone()])
        .map(|offset| inside.start + offset)
        .map(|at| at + line_break(&bytes[at..]))
        .find(|&line| line < inside.end && LineStart::read(bytes, line).is_declaration(bytes))
}
