//! Lines and columns: against an oracle that counts from the start, and after random edits.

use proptest::prelude::*;
use spawnsafe::text::{Edit, Position, PositionEncoding, Text};

const ENCODINGS: [PositionEncoding; 3] = [
    PositionEncoding::Utf8,
    PositionEncoding::Utf16,
    PositionEncoding::Utf32,
];

/// Counts from the start, one character at a time.
fn naive_position(text: &str, byte: usize, encoding: PositionEncoding) -> Position {
    let (mut line, mut column) = (0, 0);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek();
        if next.map_or(text.len(), |&(next, _)| next) > byte {
            break;
        }
        let ends_line = match character {
            '\n' => true,
            '\r' => next.is_none_or(|&(_, next)| next != '\n'),
            _ => false,
        };
        if ends_line {
            (line, column) = (line + 1, 0);
        } else {
            column += match encoding {
                PositionEncoding::Utf8 => character.len_utf8(),
                PositionEncoding::Utf16 => character.len_utf16(),
                PositionEncoding::Utf32 => 1,
            };
        }
        let _ = at;
    }
    Position {
        line,
        column: u32::try_from(column).expect("short text"),
    }
}

fn source() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\r"),
        Just("\r\n"),
        Just("a"),
        Just("é"),
        Just("𐐀"),
        Just("中"),
        Just("x = 1"),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn positions_are_what_counting_gives(text in source()) {
        let indexed = Text::new(text.clone());
        for byte in (0..=text.len()).filter(|&byte| text.is_char_boundary(byte)) {
            for encoding in ENCODINGS {
                let position = indexed.position(byte, encoding);
                prop_assert_eq!(position, naive_position(&text, byte, encoding));
                // Between `\r` and `\n` there is no column of its own.
                let in_break = text[..byte].ends_with('\r') && text[byte..].starts_with('\n');
                if !in_break {
                    prop_assert_eq!(indexed.byte(position, encoding), byte);
                }
            }
        }
    }

    #[test]
    fn an_edited_text_is_like_a_new_one(
        text in source(),
        edits in proptest::collection::vec((0usize..60, 0usize..20, source()), 1..8),
    ) {
        let mut expected = text.clone();
        let mut edited = Text::new(text);
        for (start, length, content) in edits {
            let edit = Edit { range: start..start + length, content };
            let range = edited.clamp(&edit.range);
            expected.replace_range(range, &edit.content);
            edited.apply(&edit);
            let fresh = Text::new(expected.clone());
            prop_assert_eq!(edited.as_str(), &expected);
            prop_assert_eq!(edited.line_count(), fresh.line_count());
            for line in 0..=fresh.line_count() {
                prop_assert_eq!(edited.line(line), fresh.line(line));
            }
        }
    }

    #[test]
    fn any_position_has_a_byte(text in source(), line in 0u32..40, column in 0u32..40) {
        let indexed = Text::new(text.clone());
        for encoding in ENCODINGS {
            let byte = indexed.byte(Position { line, column }, encoding);
            prop_assert!(text.is_char_boundary(byte));
            let back = indexed.position(byte, encoding);
            let asked = Position { line, column };
            prop_assert!(back <= asked, "{back:?}");
        }
    }
}

#[test]
fn a_column_past_the_end_is_before_the_line_break() {
    for break_ in ["\n", "\r\n", "\r"] {
        let text = Text::new(format!("ab{break_}cd"));
        let far = Position {
            line: 0,
            column: 99,
        };
        assert_eq!(text.byte(far, PositionEncoding::Utf16), 2, "{break_:?}");
        let below = Position { line: 7, column: 0 };
        assert_eq!(
            text.byte(below, PositionEncoding::Utf16),
            text.as_str().len()
        );
    }
}

#[test]
fn a_position_inside_a_character_is_its_start() {
    let text = Text::new("a𐐀b".into());
    let inside = Position { line: 0, column: 2 };
    assert_eq!(text.byte(inside, PositionEncoding::Utf16), 1);
    assert_eq!(text.byte(inside, PositionEncoding::Utf8), 1);
    assert_eq!(text.byte(inside, PositionEncoding::Utf32), 5);
    assert_eq!(text.position(3, PositionEncoding::Utf16).column, 1);
}

#[test]
fn a_clone_keeps_its_text() {
    let mut text = Text::new("a\nb".into());
    let before = text.clone();
    text.apply(&Edit {
        range: 1..2,
        content: "\r\n\r\n".into(),
    });
    assert_eq!((before.as_str(), before.line_count()), ("a\nb", 2));
    assert_eq!((text.as_str(), text.line_count()), ("a\r\n\r\nb", 3));
}
