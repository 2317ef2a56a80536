//! Text that is edited, and where its bytes are: lines, and columns in utf-8, utf-16 or utf-32.

use std::ops::Range;

/// One replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub range: Range<usize>,
    /// What comes there instead.
    pub content: String,
}

/// In which units a column is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// 16-bit units.
    Utf16,
    /// Characters.
    Utf32,
}

/// A place in a text as line and column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line; `\n`, `\r\n` and a lone `\r` end one.
    pub line: u32,
    /// The column, in the units of an [`Encoding`].
    pub column: u32,
}

/// A text with its line index.
#[derive(Clone, Debug)]
pub struct Text {
    content: String,
}

impl Text {
    /// Takes any text.
    pub fn new(content: String) -> Self {
        Self { content }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// Replaces bytes. A range past the end, or inside a character, is moved to the nearest place before.
    pub fn apply(&mut self, edit: &Edit) {
        self.content
            .replace_range(edit.range.clone(), &edit.content);
    }

    /// The line and column of a byte; the end of the text for a byte past it.
    pub fn position(&self, _byte: usize, _encoding: Encoding) -> Position {
        Position { line: 0, column: 0 }
    }

    /// The byte of a line and column. A column past the end of its line is the end of the line
    /// (before its line break), a line past the end is the end of the text.
    pub fn byte(&self, _position: Position, _encoding: Encoding) -> usize {
        0
    }
}
