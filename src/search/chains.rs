//! What a text does with the names that it imports: `os.fork`, or `os` handed on as it is.

use memchr::memmem;

use super::words::is_name;

/// What follows a name where it occurs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Use<'t> {
    /// These attributes, one of the other: `os.path.join`.
    Chain(Vec<&'t str>),
    /// A value is bound to it, or it is the name of an argument.
    Binding,
}

/// Every place where a text uses a name, those apart that begin in one of these ranges.
pub(super) fn uses<'t>(
    text: &'t str,
    name: &'t str,
    apart: &'t [std::ops::Range<usize>],
) -> impl Iterator<Item = Use<'t>> {
    let bytes = text.as_bytes();
    let found = memmem::find_iter(bytes, name.as_bytes());
    found.filter_map(move |start| {
        let end = start + name.len();
        let is_whole = start.checked_sub(1).is_none_or(|at| !is_name(bytes[at]))
            && bytes.get(end).is_none_or(|byte| !is_name(*byte));
        if !is_whole || is_attribute(bytes, start) {
            return None;
        }
        let is_apart = apart.iter().any(|range| range.contains(&start));
        (!is_apart).then(|| what_follows(text, end))
    })
}

/// Whether a dot stands before this byte, however far.
fn is_attribute(bytes: &[u8], start: usize) -> bool {
    let before = bytes[..start].iter().rev();
    let mut before = before.skip_while(|byte| is_blank(**byte));
    // An ellipsis is no attribute.
    before.next() == Some(&b'.') && before.next() != Some(&b'.')
}

fn what_follows(text: &str, end: usize) -> Use<'_> {
    let bytes = text.as_bytes();
    let mut chain = Vec::new();
    let mut at = end;
    loop {
        let next = after_blanks(bytes, at);
        if bytes.get(next) != Some(&b'.') {
            break;
        }
        let start = after_blanks(bytes, next + 1);
        let length = bytes[start..].iter().take_while(|byte| is_name(**byte));
        at = start + length.count();
        if at == start {
            break;
        }
        chain.push(text.get(start..at).unwrap_or_default());
    }
    let next = after_blanks(bytes, at);
    let is_set = bytes.get(next) == Some(&b'=') && bytes.get(next + 1) != Some(&b'=');
    if chain.is_empty() && is_set {
        return Use::Binding;
    }
    Use::Chain(chain)
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
