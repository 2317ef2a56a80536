//! Between the core's byte ranges and the protocol's lines and columns.

use std::ops::Range;

use tower_lsp::lsp_types as lsp;

use crate::text::{Edit, Position, PositionEncoding, Text};

/// A place of the client as a place in the text.
pub(crate) fn position_from_lsp(position: lsp::Position) -> Position {
    Position {
        line: position.line,
        column: position.character,
    }
}

/// A range of the client as bytes of the text; one that is upside down is turned.
pub(crate) fn range_from_lsp(
    text: &Text,
    range: lsp::Range,
    encoding: PositionEncoding,
) -> Range<usize> {
    let start = text.byte(position_from_lsp(range.start), encoding);
    let end = text.byte(position_from_lsp(range.end), encoding);
    start.min(end)..start.max(end)
}

/// Bytes of the text as a range for the client.
pub(crate) fn range_to_lsp(
    text: &Text,
    range: &Range<usize>,
    encoding: PositionEncoding,
) -> lsp::Range {
    let at = |byte| {
        let Position { line, column } = text.position(byte, encoding);
        lsp::Position::new(line, column)
    };
    lsp::Range::new(at(range.start), at(range.end))
}

/// A change of the client as an edit of the text that it was made for.
pub(crate) fn edit_from_lsp(
    text: &Text,
    change: lsp::TextDocumentContentChangeEvent,
    encoding: PositionEncoding,
) -> Edit {
    let range = match change.range {
        Some(range) => range_from_lsp(text, range, encoding),
        None => 0..text.as_str().len(),
    };
    Edit {
        range,
        content: change.text,
    }
}
