//! Single lines of a text: where they start and end, and what stands above them.

use std::ops::Range;

/// A space or a tab.
pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\x0c')
}

/// The start of the line that this byte is on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |found| found + 1)
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
        let before = text[..start]
            .strip_suffix('\n')
            .map(|rest| rest.strip_suffix('\r').unwrap_or(rest))
            .or_else(|| text[..start].strip_suffix('\r'));
        let Some(before) = before else {
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
