//! Columns in long lines: the units before a mark are counted once, so that no line is counted from its start for each place in it.

use super::{PositionEncoding, character_start};

/// How many bytes are between two marks. Shorter stretches are counted when somebody asks.
pub(super) const MARK_BYTES: usize = 1 << 10;

/// The units before each mark, from the start of the text.
#[derive(Debug)]
pub(super) struct ColumnMarks {
    marks: Vec<Mark>,
}

/// What stands before a byte that starts a character.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    byte: usize,
    utf16: usize,
    utf32: usize,
}

impl Mark {
    fn units(self, encoding: PositionEncoding) -> usize {
        match encoding {
            PositionEncoding::Utf8 => self.byte,
            PositionEncoding::Utf16 => self.utf16,
            PositionEncoding::Utf32 => self.utf32,
        }
    }
}

impl ColumnMarks {
    /// Counts through a text.
    pub(super) fn new(text: &str) -> Self {
        let mut marks = vec![Mark::default()];
        let mut last = Mark::default();
        while last.byte + MARK_BYTES < text.len() {
            let byte = character_start(text, last.byte + MARK_BYTES);
            let between = &text[last.byte..byte];
            last = Mark {
                byte,
                utf16: last.utf16 + PositionEncoding::Utf16.measure(between),
                utf32: last.utf32 + PositionEncoding::Utf32.measure(between),
            };
            marks.push(last);
        }
        Self { marks }
    }

    /// How many units stand before a byte of the text.
    pub(super) fn units_before(
        &self,
        text: &str,
        byte: usize,
        encoding: PositionEncoding,
    ) -> usize {
        let behind = self.marks.partition_point(|mark| mark.byte <= byte);
        let mark = self.marks[..behind].last().copied().unwrap_or_default();
        mark.units(encoding) + encoding.measure(&text[mark.byte..byte])
    }
}
