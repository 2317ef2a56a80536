//! Single lines of a text: where they start and end, and what stands above them.

use std::ops::Range;

use crate::text::Edit;

/// A space or a tab.
pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\x0c')
}

/// The start of the line that this byte is on; lines that backslashes tie together are one.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let mut start = at;
    loop {
        start = text[..start]
            .rfind(['\n', '\r'])
            .map_or(0, |found| found + 1);
        let Some(before) = above(text, start).filter(|before| before.ends_with('\\')) else {
            return start;
        };
        // A comment does not go on.
        let line = before.rfind(['\n', '\r']).map_or(0, |found| found + 1);
        if before[line..].trim_start_matches(is_blank).starts_with('#') {
            return start;
        }
        start = before.len();
    }
}

/// The text before the line break that a line starts behind.
fn above(text: &str, line: usize) -> Option<&str> {
    let before = text[..line].strip_suffix('\n');
    before
        .map(|rest| rest.strip_suffix('\r').unwrap_or(rest))
        .or_else(|| text[..line].strip_suffix('\r'))
}

/// Whether the bytes have lines of their own, but for a comment behind them.
pub(super) fn has_own_lines(text: &str, range: &Range<usize>) -> bool {
    let before = &text[line_start(text, range.start)..range.start];
    let behind = text[range.end..].trim_start_matches(is_blank);
    before.trim_start_matches('\u{feff}').is_empty()
        && (behind.is_empty() || behind.starts_with(['\n', '\r', '#']))
}

/// The end of the line that this byte is on, without its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find(['\n', '\r'])
        .map_or(text.len(), |found| at + found)
}

/// The start of the next line.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    let line_break = ["\r\n", "\n", "\r"];
    let length = line_break
        .into_iter()
        .find(|mark| text[end..].starts_with(mark))
        .map_or(0, str::len);
    end + length
}

/// The start of the first of the comment lines right above this line.
pub(super) fn comments_above(text: &str, line: usize) -> usize {
    let mut start = line;
    loop {
        let Some(before) = above(text, start) else {
            return start;
        };
        let above = line_start(text, before.len());
        if !text[above..]
            .trim_start_matches('\u{feff}')
            .starts_with('#')
        {
            return start;
        }
        start = above;
    }
}

/// The start of the comments that belong to the statement that starts here; those at the top of the file do not.
pub(super) fn attached(text: &str, start: usize) -> usize {
    let line = line_start(text, start);
    match comments_above(text, line) {
        0 => start,
        comments if comments == line => start,
        comments => comments,
    }
}

/// Takes out the lines of a statement, and one of the two blank lines that would meet.
pub(super) fn removal(text: &str, range: &Range<usize>) -> Edit {
    let start = line_start(text, range.start);
    let start = start.max(text.len() - text.trim_start_matches('\u{feff}').len());
    let mut end = next_line(text, range.end);
    let is_blank_line = |at: usize| text[at..line_end(text, at)].trim().is_empty();
    let before = text[..start].trim_end_matches(['\n', '\r']).len();
    let follows_blank = start == 0 || next_line(text, before) < start;
    if follows_blank && end < text.len() && is_blank_line(end) {
        end = next_line(text, end);
    }
    Edit {
        range: start..end,
        content: String::new(),
    }
}
