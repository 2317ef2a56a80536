//! Lines of many thousand bytes, in which places are found without counting from the start of the line.

use spawnsafe::text::{PositionEncoding, Text};
use spawnsafe::work_counts;

/// What a statement takes in a line of many, with a character that is no byte.
const STATEMENT: &str = "os.fork(); x = 'é'; ";

/// How many bytes are read to tell the columns of so many statements in one line.
fn measured(statements: usize) -> usize {
    let text = Text::new(STATEMENT.repeat(statements));
    work_counts::take();
    for statement in 0..statements {
        let at = statement * STATEMENT.len();
        let characters = STATEMENT.chars().count();
        let (line, column) = text.line_and_column(at);
        assert_eq!((line, column), (1, statement * characters + 1));
        let position = text.position(at, PositionEncoding::Utf16);
        assert_eq!(position.column as usize, statement * characters);
    }
    work_counts::take().measured
}

#[test]
fn columns_in_one_line_take_no_more_than_their_number() {
    let (small, large) = (measured(2_000), measured(8_000));
    assert!(small > 0 && large < 5 * small, "{small} and {large} bytes");
}
