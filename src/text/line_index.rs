//! The line index: at which byte each line starts, kept up to date edit by edit.

use std::ops::Range;

/// The bytes at which lines start, the first of them 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads the lines of a text.
    pub(super) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        push_starts(text, 0..text.len(), &mut starts);
        Self { starts }
    }

    /// The bytes at which lines start.
    pub(super) fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// The line that a byte is in, and the byte at which that line starts.
    pub(super) fn line_of(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= byte) - 1;
        (line, self.starts[line])
    }

    /// Follows an edit: `removed` are bytes of the text before, `text` is the text after.
    pub(super) fn splice(&mut self, text: &str, removed: &Range<usize>, inserted: usize) {
        // A `\r` before the edit may have become, or ceased to be, half of a `\r\n`.
        let from = removed.start.saturating_sub(1);
        let first = self.starts.partition_point(|&start| start <= from);
        let last = self.starts.partition_point(|&start| start <= removed.end);
        let end = removed.start + inserted;
        for start in &mut self.starts[last..] {
            *start = *start - removed.end + end;
        }
        let mut fresh = Vec::new();
        push_starts(text, from..end, &mut fresh);
        self.starts.splice(first..last, fresh);
    }
}

/// Adds the start of each line whose break ends in this range.
fn push_starts(text: &str, range: Range<usize>, starts: &mut Vec<usize>) {
    let bytes = text.as_bytes();
    let breaks = memchr::memchr2_iter(b'\n', b'\r', &bytes[range.clone()])
        .map(|offset| range.start + offset)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
    starts.extend(breaks.map(|at| at + 1));
}
