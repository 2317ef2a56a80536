//! Text that is edited, and where its bytes are: lines, and columns in utf-8, utf-16 or utf-32.

mod column_marks;
mod difference;
mod edits;
mod line_index;
mod printable;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use column_marks::{ColumnMarks, MARK_BYTES};
pub(crate) use difference::difference;
pub use edits::EditSet;
use line_index::LineIndex;
pub use printable::{printable, printable_line};

use crate::work_counts;

/// One replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub range: Range<usize>,
    /// What comes there instead.
    pub content: String,
}

impl Edit {
    /// Puts text in front of what stands at this byte.
    pub fn insertion(at: usize, content: impl Into<String>) -> Self {
        Self {
            range: at..at,
            content: content.into(),
        }
    }
}

/// In which units a column is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// 16-bit units.
    Utf16,
    /// Characters.
    Utf32,
}

impl PositionEncoding {
    /// How many units a character takes.
    pub const fn width(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// How many units a text takes.
    pub fn measure(self, text: &str) -> usize {
        if self == Self::Utf8 {
            return text.len();
        }
        work_counts::count(|work| work.measured += text.len());
        if text.is_ascii() {
            return text.len();
        }
        text.chars().map(|character| self.width(character)).sum()
    }
}

/// A place in a text as line and column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line; `\n`, `\r\n` and a lone `\r` end one.
    pub line: u32,
    /// The column, in the units of a [`PositionEncoding`].
    pub column: u32,
}

/// A text with its line index; a clone shares both until one of them is edited.
#[derive(Clone, Debug)]
pub struct Text {
    content: Arc<String>,
    lines: Arc<LineIndex>,
    /// Made when somebody asks for a column far inside of a line.
    marks: Arc<OnceLock<ColumnMarks>>,
}

impl Text {
    /// Takes any text.
    pub fn new(content: String) -> Self {
        Self {
            lines: Arc::new(LineIndex::new(&content)),
            content: Arc::new(content),
            marks: Arc::default(),
        }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// How many lines there are: one more than line breaks.
    pub fn line_count(&self) -> usize {
        self.lines.starts().len()
    }

    /// The bytes of a line without its line break; empty at the end for a line past it.
    pub fn line(&self, line: usize) -> Range<usize> {
        let end = self.content.len();
        let starts = self.lines.starts();
        let Some(&start) = starts.get(line) else {
            return end..end;
        };
        let next = starts.get(line + 1).copied().unwrap_or(end);
        let content = self.content[start..next].trim_end_matches(['\n', '\r']);
        start..start + content.len()
    }

    /// The nearest range before: inside the text, at the start of characters, not reversed.
    pub fn clamp(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.boundary(range.start);
        start..self.boundary(range.end).max(start)
    }

    /// Replaces bytes. A range past the end, or inside a character, is moved to the nearest place before.
    pub fn apply(&mut self, edit: &Edit) {
        let range = self.clamp(&edit.range);
        Arc::make_mut(&mut self.content).replace_range(range.clone(), &edit.content);
        Arc::make_mut(&mut self.lines).splice(&self.content, &range, edit.content.len());
        self.marks = Arc::default();
    }

    /// The line and column of a byte; the end of the text for a byte past it.
    pub fn position(&self, byte: usize, encoding: PositionEncoding) -> Position {
        let byte = self.boundary(byte);
        let (line, start) = self.lines.line_of(byte);
        Position {
            line: saturate(line),
            column: saturate(self.units(start..byte, encoding)),
        }
    }

    /// How many units a part of a line takes.
    fn units(&self, range: Range<usize>, encoding: PositionEncoding) -> usize {
        if range.len() <= MARK_BYTES || encoding == PositionEncoding::Utf8 {
            return encoding.measure(&self.content[range]);
        }
        let marks = self.marks.get_or_init(|| ColumnMarks::new(&self.content));
        let before = |byte| marks.units_before(&self.content, byte, encoding);
        before(range.end) - before(range.start)
    }

    /// The line and column of a byte as people count them: from 1, in characters.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let position = self.position(byte, PositionEncoding::Utf32);
        (position.line as usize + 1, position.column as usize + 1)
    }

    /// The byte of a line and column. A column past the end of its line is the end of the line
    /// (before its line break), a line past the end is the end of the text.
    pub fn byte(&self, position: Position, encoding: PositionEncoding) -> usize {
        let range = self.line(position.line as usize);
        let column = position.column as usize;
        let line = &self.content[range.clone()];
        if encoding == PositionEncoding::Utf8 || line.is_ascii() {
            return self.boundary(range.start.saturating_add(column).min(range.end));
        }
        let mut passed = 0;
        for (offset, character) in line.char_indices() {
            passed += encoding.width(character);
            if passed > column {
                return range.start + offset;
            }
        }
        range.end
    }

    /// The start of the character that a byte is in.
    fn boundary(&self, byte: usize) -> usize {
        character_start(&self.content, byte)
    }
}

/// The start of the character that a byte is in; the end of the text for a byte past it.
fn character_start(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

fn saturate(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
