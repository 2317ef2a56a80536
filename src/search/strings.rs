//! Which parts of a text are comments and strings, which name nothing.

use std::ops::Range;

use crate::syntax::is_name_byte;

/// Whether a byte is in one of these ranges, which are in order.
pub(crate) fn is_in(ranges: &[Range<usize>], byte: usize) -> bool {
    // The last range that begins before.
    let at = ranges.partition_point(|range| range.start <= byte);
    at > 0 && ranges[at - 1].contains(&byte)
}

/// The comments and strings of a text, in order; those with replacement fields, which hold code, are not among them.
///
/// None at all where a text is not what it seems to be, because a quote is missing, say: then everything counts as code.
pub(crate) fn silent(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = memchr::memchr3(b'#', b'"', b'\'', &bytes[at..]) {
        let start = at + next;
        let quote = bytes[start];
        if quote == b'#' {
            let rest = &bytes[start..];
            at = start + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            found.push(start..at);
            continue;
        }
        let Some(end) = literal_end(bytes, start) else {
            return Vec::new();
        };
        if !is_format(bytes, start) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// The byte after the literal that begins at this quote; `None` where it may be another one.
pub(super) fn literal_end(bytes: &[u8], start: usize) -> Option<usize> {
    let end = end(bytes, start, bytes[start])?;
    let is_open = is_format(bytes, start) && has_open_field(&bytes[start..end]);
    (!goes_on(bytes, end) && !is_open).then_some(end)
}

/// The byte after the literal that begins at this quote, if it is closed.
fn end(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let is_triple = bytes[start..].starts_with(&[quote; 3]);
    let mut at = start + if is_triple { 3 } else { 1 };
    loop {
        let rest = bytes.get(at..)?;
        let next = match is_triple {
            true => memchr::memchr2(quote, b'\\', rest)?,
            false => rest
                .iter()
                .position(|byte| matches!(byte, b'\\' | b'\n' | b'\r') || *byte == quote)?,
        };
        at += next;
        match bytes[at] {
            b'\\' if bytes[at + 1..].starts_with(b"\r\n") => at += 3,
            b'\\' => at += 2,
            b'\n' | b'\r' if !is_triple => return None,
            _ if !is_triple => return Some(at + 1),
            _ if bytes[at..].starts_with(&[quote; 3]) => return Some(at + 3),
            _ => at += 1,
        }
    }
}

/// Whether a word follows that never follows a string.
fn goes_on(bytes: &[u8], end: usize) -> bool {
    let blanks = bytes[end..].iter().take_while(|byte| **byte == b' ');
    let start = end + blanks.count();
    let length = bytes[start..]
        .iter()
        .take_while(|byte| is_name_byte(**byte));
    let word = &bytes[start..start + length.count()];
    let is_prefix = word.len() <= 2 && word.iter().all(|byte| b"rRbBuUfFtT".contains(byte));
    let operators: [&[u8]; 11] = [
        b"if", b"else", b"for", b"in", b"is", b"not", b"and", b"or", b"as", b"async", b"from",
    ];
    let is_quoted = matches!(bytes.get(start + word.len()), Some(b'"' | b'\''));
    let begins_string = is_prefix && is_quoted;
    !(word.is_empty() || begins_string || operators.contains(&word))
}

/// Whether letters before this quote make it a string with replacement fields.
fn is_format(bytes: &[u8], quote: usize) -> bool {
    let before = bytes[..quote].iter().rev();
    let mut before = before.take_while(|byte| is_name_byte(**byte)).take(3);
    before.any(|byte| b"fFtT".contains(byte))
}

/// Whether a quote ends a literal inside one of its fields: Python since 3.12 takes that for a string in the field.
fn has_open_field(literal: &[u8]) -> bool {
    let count = |wanted| memchr::memchr_iter(wanted, literal).count();
    count(b'{') != count(b'}')
}
