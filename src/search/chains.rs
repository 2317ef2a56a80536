//! What a text does with the names that it imports: `os.fork`, or `os` handed on as it is.

use super::strings::is_in;
use crate::syntax::{is_name_byte, whole_words};

/// What follows a name where it occurs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Use<'t> {
    /// These attributes, one of the other: `os.path.join`.
    Chain {
        /// Their names.
        parts: Vec<&'t str>,
        /// The last one, or the name itself, is called, and nothing else is done with it here.
        is_called: bool,
        /// What stands between the parentheses of the call, where that can be told.
        arguments: Option<&'t str>,
    },
    /// A value is bound to it, or it is the name of an argument.
    Binding,
    /// An exception is raised, or caught without a name: nobody looks at the instance here.
    Raised,
}

/// Every place where a text uses a name, those apart that begin in one of these ranges.
pub(super) fn uses<'t>(
    text: &'t str,
    name: &'t str,
    apart: &'t [std::ops::Range<usize>],
) -> impl Iterator<Item = Use<'t>> {
    occurrences(text, name, apart, false)
}

/// Every place where a text uses an attribute with this name, those apart that begin in one of these ranges.
pub(super) fn attribute_uses<'t>(
    text: &'t str,
    name: &'t str,
    apart: &'t [std::ops::Range<usize>],
) -> impl Iterator<Item = Use<'t>> {
    occurrences(text, name, apart, true)
}

fn occurrences<'t>(
    text: &'t str,
    name: &'t str,
    apart: &'t [std::ops::Range<usize>],
    as_attributes: bool,
) -> impl Iterator<Item = Use<'t>> {
    whole_words(text, name).filter_map(move |start| {
        if is_attribute(text.as_bytes(), start) != as_attributes {
            return None;
        }
        (!is_in(apart, start)).then(|| what_follows(text, start, start + name.len(), apart))
    })
}

/// Whether a dot stands before this byte, however far.
fn is_attribute(bytes: &[u8], start: usize) -> bool {
    let before = bytes[..start].iter().rev();
    let mut before = before.skip_while(|byte| is_blank(**byte));
    // An ellipsis is no attribute.
    before.next() == Some(&b'.') && before.next() != Some(&b'.')
}

fn what_follows<'t>(
    text: &'t str,
    start: usize,
    end: usize,
    apart: &[std::ops::Range<usize>],
) -> Use<'t> {
    let bytes = text.as_bytes();
    let (chain, at) = attributes(text, end);
    if chain.is_empty()
        && (is_raised(bytes, start)
            || is_caught(bytes, start, at)
            || is_expected(text, start, apart))
    {
        return Use::Raised;
    }
    let next = after_blanks(bytes, at);
    let is_set = bytes.get(next) == Some(&b'=') && bytes.get(next + 1) != Some(&b'=');
    if chain.is_empty() && is_set {
        return Use::Binding;
    }
    let is_call = bytes.get(next) == Some(&b'(');
    let is_called = is_call || chain.is_empty() && is_asked(bytes, start);
    Use::Chain {
        parts: chain,
        is_called,
        arguments: is_call.then(|| arguments(text, next, apart)).flatten(),
    }
}

/// What stands behind this parenthesis and before the one that closes it; `None` where dictionaries are handed over,
/// and where quotes leave open what is code.
fn arguments<'t>(
    text: &'t str,
    opening: usize,
    apart: &[std::ops::Range<usize>],
) -> Option<&'t str> {
    let end = closing(text.as_bytes(), opening, apart)?;
    text.get(opening + 1..end)
}

/// The parenthesis that closes this one; `None` where dictionaries are handed over, and where quotes leave open what is
/// code.
fn closing(bytes: &[u8], opening: usize, apart: &[std::ops::Range<usize>]) -> Option<usize> {
    let mut next = apart.partition_point(|range| range.end <= opening);
    let (mut at, mut depth) = (opening, 0_usize);
    loop {
        if let Some(range) = apart.get(next).filter(|range| range.start <= at) {
            at = range.end.max(at);
            next += 1;
            continue;
        }
        match bytes.get(at)? {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            b'*' if bytes.get(at + 1) == Some(&b'*') => return None,
            b'"' | b'\'' | b'#' => return None,
            _ => {}
        }
        at += 1;
    }
}

/// The attributes behind a name that ends at this byte, one of the other, and where they end.
pub(crate) fn attributes(text: &str, end: usize) -> (Vec<&str>, usize) {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), end);
    loop {
        let next = after_blanks(bytes, at);
        if bytes.get(next) != Some(&b'.') {
            return (found, at);
        }
        let start = after_blanks(bytes, next + 1);
        let length = bytes[start..]
            .iter()
            .take_while(|byte| is_name_byte(**byte));
        at = start + length.count();
        if at == start {
            return (found, at);
        }
        found.push(text.get(start..at).unwrap_or_default());
    }
}

/// Whether the name at this byte is only the class of a question: `isinstance(x, int)`, which leaves it where it is.
fn is_asked(bytes: &[u8], start: usize) -> bool {
    let mut depth = 0_usize;
    let mut outer = 0;
    for at in (start.saturating_sub(200)..start).rev() {
        match bytes[at] {
            b')' | b']' => depth += 1,
            b'(' | b'[' if depth > 0 => depth -= 1,
            b'(' => {
                let question = [&b"isinstance"[..], b"issubclass"];
                if question.iter().any(|name| bytes[..at].ends_with(name)) {
                    return true;
                }
                outer += 1;
                // A tuple of classes, no call.
                if outer > 1 || at.checked_sub(1).is_none_or(|at| is_name_byte(bytes[at])) {
                    return false;
                }
            }
            b'[' | b'\n' | b'#' | b'"' | b'\'' | b'{' | b'}' => return false,
            _ => {}
        }
    }
    false
}

/// Whether `raise` stands before the name at this byte.
fn is_raised(bytes: &[u8], start: usize) -> bool {
    let before = bytes[..start].trim_ascii_end();
    before.len() < start && ends_with_word(before, b"raise")
}

/// Whether a handler catches the class named in these bytes, or one of a tuple with it, without a name for it.
fn is_caught(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_listed =
        |byte: &u8| is_name_byte(*byte) || is_blank(*byte) || matches!(byte, b',' | b'.' | b'(');
    let mut at = start;
    while at > 0 && is_listed(&bytes[at - 1]) && !ends_with_word(&bytes[..at], b"except") {
        at -= 1;
    }
    let catches = at < start && ends_with_word(&bytes[..at], b"except");
    let rest = &bytes[end..];
    let is_listed = |byte: &u8| is_listed(byte) || *byte == b')';
    let length = rest.iter().take_while(|byte| is_listed(byte)).count();
    let mut words = rest[..length].split(|byte| !is_name_byte(*byte));
    catches && rest.get(length) == Some(&b':') && !words.any(|word| word == b"as")
}

/// What waits for an exception, which is its first argument.
const EXPECTING: [&str; 4] = ["raises", "assertRaises", "assertRaisesRegex", "suppress"];

/// Whether a test waits for the exception named at this byte, without a name for it: `with raises(KeyError):`.
fn is_expected(text: &str, start: usize, apart: &[std::ops::Range<usize>]) -> bool {
    let bytes = text.as_bytes();
    let before = bytes[..start].trim_ascii_end();
    let Some(opening) = before.strip_suffix(b"(").map(<[u8]>::len) else {
        return false;
    };
    let is_part = |byte: &&u8| is_name_byte(**byte) || **byte == b'.';
    let length = bytes[..opening].iter().rev().take_while(is_part).count();
    let name = text.get(opening - length..opening).unwrap_or_default();
    let last = name.rsplit('.').next().unwrap_or(name);
    let asks = ends_with_word(bytes[..opening - length].trim_ascii_end(), b"with");
    let end = closing(bytes, opening, apart).map(|end| after_blanks(bytes, end + 1));
    asks && EXPECTING.contains(&last) && end.and_then(|end| bytes.get(end)) == Some(&b':')
}

fn ends_with_word(bytes: &[u8], word: &[u8]) -> bool {
    let before = bytes.strip_suffix(word);
    before.is_some_and(|before| !before.last().is_some_and(|byte| is_name_byte(*byte)))
}

fn after_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| is_blank(*byte)) {
        at += 1;
    }
    at
}

/// What may stand between a name and a dot.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'\\')
}
