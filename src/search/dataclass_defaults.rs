//! Whether a field of a class may be an object by default: `size: Size = Size()`.

use super::strings::literal_end;
use crate::facts::lists;
use crate::syntax::is_name_byte;

/// Words that begin a statement with other ones in it.
const OPENING: [&str; 13] = [
    "async", "class", "def", "elif", "else", "except", "finally", "for", "if", "match", "try",
    "while", "with",
];

/// Whether the body of a class in this text gives an annotated name what may be an object of another class.
pub(super) fn may_have_object_default(text: &str) -> bool {
    let mut around: Vec<(usize, bool)> = Vec::new();
    let Some(lines) = logical_lines(text) else {
        return true;
    };
    lines.iter().any(|line| {
        let Some(Token::Word(first)) = line.tokens.first() else {
            return false;
        };
        while around
            .pop_if(|(indent, _)| *indent >= line.indent)
            .is_some()
        {}
        let is_in_class = around.last().is_some_and(|(_, is_class)| *is_class);
        if OPENING.contains(first) {
            around.push((line.indent, *first == "class"));
            // What stands behind the colon is the body.
            return *first == "class" && line.tokens.contains(&Token::Sign(b'='));
        }
        is_in_class && line.default().is_some_and(|default| !is_plain(default))
    })
}

/// A statement, or the beginning of one.
struct LogicalLine<'t> {
    /// The columns before it.
    indent: usize,
    /// Those outside of brackets.
    tokens: Vec<Token<'t>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Token<'t> {
    /// A name, a word of the language or a number.
    Word(&'t str),
    Literal,
    /// Brackets, with all that is in them.
    Group(u8),
    Sign(u8),
}

impl<'t> LogicalLine<'t> {
    /// What stands behind the equals sign of `name: annotation = default`.
    fn default(&self) -> Option<&[Token<'t>]> {
        let (_, rest) = self.tokens.split_first()?;
        let (colon, rest) = rest.split_first()?;
        let equals = rest.iter().position(|token| *token == Token::Sign(b'='))?;
        (*colon == Token::Sign(b':')).then(|| &rest[equals + 1..])
    }
}

/// Whether this can only be text, a number, nothing, a list or a dictionary, or says how a field is made.
fn is_plain(default: &[Token<'_>]) -> bool {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut makers = lists::INIT_FIELDS.names().iter();
    let mut describes = |word: &str| makers.any(|maker| maker.ends_with(word));
    let unsigned = match default {
        [Token::Sign(b'-'), rest @ ..] => rest,
        _ => default,
    };
    match unsigned {
        [Token::Word(word)] => matches!(*word, "None" | "True" | "False") || is_number(word),
        [Token::Word(whole), Token::Sign(b'.'), Token::Word(rest)] => {
            is_number(whole) && is_number(rest)
        }
        [Token::Group(b'[' | b'{')] => true,
        [Token::Word(maker), Token::Group(b'(')] => *maker == "field" && describes(maker),
        [
            Token::Word("attr" | "attrs" | "dataclasses"),
            Token::Sign(b'.'),
            Token::Word(maker),
            Token::Group(b'('),
        ] => describes(maker),
        _ => default.iter().all(|token| *token == Token::Literal),
    }
}

/// The statements of a text; `None` where quotes or brackets leave open what is one.
fn logical_lines(text: &str) -> Option<Vec<LogicalLine<'_>>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut line = LogicalLine {
        indent: 0,
        tokens: Vec::new(),
    };
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        let token = match byte {
            b'\n' | b'\r' | b';' if depth == 0 => {
                let indent = if byte == b';' { line.indent } else { 0 };
                let tokens = Vec::new();
                lines.push(std::mem::replace(&mut line, LogicalLine { indent, tokens }));
                continue;
            }
            b' ' | b'\t' if line.tokens.is_empty() => {
                let tab = 8 - line.indent % 8;
                line.indent += if byte == b'\t' { tab } else { 1 };
                continue;
            }
            b'\\' if matches!(bytes.get(at), Some(b'\n' | b'\r')) => {
                at += usize::from(bytes[at..].starts_with(b"\r\n")) + 1;
                continue;
            }
            byte if byte.is_ascii_whitespace() => continue,
            b'#' => {
                let rest = &bytes[at..];
                at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                continue;
            }
            b'"' | b'\'' => {
                at = literal_end(bytes, start)?;
                Token::Literal
            }
            b'(' | b'[' | b'{' => {
                depth += 1;
                Token::Group(byte)
            }
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                continue;
            }
            byte if is_name_byte(byte) => {
                let rest = bytes[at..].iter();
                at += rest.take_while(|byte| is_name_byte(**byte)).count();
                Token::Word(text.get(start..at)?)
            }
            byte => Token::Sign(byte),
        };
        let is_outside = depth == usize::from(matches!(token, Token::Group(_)));
        if is_outside {
            line.tokens.push(token);
        }
    }
    lines.push(line);
    (depth == 0).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::may_have_object_default;

    #[test]
    fn tells_plain_defaults_from_others() {
        let field = |line: &str| format!("@dataclass\nclass A:\n    {line}\n");
        let plain = [
            "x: int",
            "x: int = 3",
            "x: float = -0.5",
            "x: str = 'a' # T()",
            "x: list[T] = field(default_factory=T)",
            "x: T = dataclasses.field(\n        default=None)",
            "x: dict = {1: T()}",
            "def f(self, x: T = T()):\n        y: T = T()",
            "x = T()",
        ];
        for line in plain {
            assert!(!may_have_object_default(&field(line)), "{line}");
        }
        let others = [
            "x: T = T()",
            "x: T = DEFAULT",
            "x: T = (\n        T())",
            "x: 'T' = None or T()",
            "x: dict[\n        str, T\n    ] = T()",
            "a: int = 1; x: T = T()",
            "def f(self):\n        pass\n    x: T = T()",
            "x: T = \\\n        T()",
            "x: T = Field()",
            "x: str = 'a",
        ];
        for line in others {
            assert!(may_have_object_default(&field(line)), "{line}");
        }
        assert!(may_have_object_default("class A: x: T = T()\n"));
        assert!(!may_have_object_default("x: T = T()\n"));
    }
}
