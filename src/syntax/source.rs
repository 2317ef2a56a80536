//! The text as the grammar wants it: the same bytes in the same places, but for a few that it trips over.

use std::borrow::Cow;
use std::ops::Range;

/// How many comment lines in a row are made one comment.
const MAX_COMMENT_RUN: usize = 32;

/// The text with each lone `\r` as `\n`, which is the only line break that the grammar knows; each NUL, which it takes
/// for the end of the text, as another byte that Python refuses; and long runs of comment lines as one comment, because
/// the grammar's scanner reads all of a run for each comment in it.
pub(super) fn source(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    let strange: Vec<usize> = memchr::memchr2_iter(b'\r', 0, bytes)
        .filter(|&at| bytes[at] == 0 || bytes.get(at + 1) != Some(&b'\n'))
        .collect();
    let runs = comment_runs(bytes);
    if strange.is_empty() && runs.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let mut bytes = bytes.to_vec();
    for at in strange {
        bytes[at] = if bytes[at] == 0 { 1 } else { b'\n' };
    }
    for at in runs.into_iter().flatten() {
        if matches!(bytes[at], b'\n' | b'\r') {
            bytes[at] = b' ';
        }
    }
    Cow::Owned(bytes)
}

/// The same for statements in the body of a class, so that each stands where one of a module does: the last of the blanks
/// before it becomes a form feed, behind which a line starts again.
pub(super) fn member_source<'t>(text: &'t str, indent: &[u8]) -> Cow<'t, [u8]> {
    let mut source = source(text);
    let Some(last) = indent.len().checked_sub(1) else {
        return source;
    };
    for line in lines(text.as_bytes()) {
        let start = line.start;
        let rest = text.as_bytes()[line].strip_prefix(indent);
        if rest.is_some_and(|rest| !matches!(rest.first(), Some(b' ' | b'\t') | None)) {
            source.to_mut()[start + last] = b'\x0c';
        }
    }
    source
}

/// The long runs of lines that are comments or blank, each from its first `#` into its last comment.
fn comment_runs(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    if memchr::memchr_iter(b'#', bytes)
        .nth(MAX_COMMENT_RUN - 1)
        .is_none()
    {
        return runs;
    }
    let mut run: Option<Range<usize>> = None;
    let mut length = 0;
    for line in lines(bytes) {
        match first_byte(bytes, line.clone()) {
            None => continue,
            Some(at) if bytes[at] == b'#' => {
                run.get_or_insert(at..at).end = at;
                length += 1;
                continue;
            }
            Some(_) => {}
        }
        runs.extend(run.take().filter(|_| length >= MAX_COMMENT_RUN));
        length = 0;
    }
    runs.extend(run.filter(|_| length >= MAX_COMMENT_RUN));
    runs
}

/// The lines, each with its line break.
fn lines(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).map(|at| at + 1);
    ends.chain([bytes.len()]).scan(0, |start, end| {
        let line = *start..end;
        *start = end;
        Some(line)
    })
}

/// Where something stands on a line: neither blank nor a backslash, which the scanner skips too.
fn first_byte(bytes: &[u8], line: Range<usize>) -> Option<usize> {
    let is_skipped = |byte: u8| matches!(byte, b' ' | b'\t' | b'\x0c' | b'\\' | b'\r' | b'\n');
    line.into_iter().find(|&at| !is_skipped(bytes[at]))
}
