//! How a line begins: whether at column 0, and with which word.

use super::identifier::is_name_byte;

/// The beginning of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineStart<'a> {
    /// Whether nothing indents it.
    pub(super) is_flush: bool,
    /// The byte after its blanks.
    pub(super) at: usize,
    /// What comes after its blanks: a word, else one byte, else nothing.
    pub(super) word: &'a [u8],
}

/// As many bytes as are looked at of a word; no keyword has more.
const MAX_KEYWORD_BYTES: usize = 9;

impl<'a> LineStart<'a> {
    /// Reads the line that starts at this byte.
    pub(super) fn read(bytes: &'a [u8], line: usize) -> Self {
        let mut is_flush = true;
        let mut at = line;
        loop {
            match bytes.get(at) {
                Some(b' ' | b'\t') => is_flush = false,
                // As Python does: a form feed starts the line again.
                Some(b'\x0c') => is_flush = true,
                Some(0xef) if bytes[at..].starts_with(b"\xef\xbb\xbf") => at += 2,
                _ => break,
            }
            at += 1;
        }
        Self {
            is_flush,
            at,
            word: word(bytes, at),
        }
    }

    /// Whether nothing but blanks and a comment is on the line.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self.word, [] | [b'#' | b'\n' | b'\r'])
    }

    /// Whether it closes a bracket.
    pub(super) fn closes(&self) -> bool {
        matches!(self.word, [b')' | b']' | b'}'])
    }

    /// Whether it is a decorator, as far as its first byte tells.
    pub(super) fn is_decorator(&self) -> bool {
        self.word == b"@"
    }

    /// Whether it goes on with the compound statement before it.
    pub(super) fn is_clause(&self) -> bool {
        matches!(self.word, b"else" | b"elif" | b"except" | b"finally")
    }

    /// Whether it can be what a decorator stands before.
    pub(super) fn is_decorated(&self) -> bool {
        matches!(self.word, b"@" | b"def" | b"class" | b"async")
    }

    /// Whether it begins a function.
    pub(super) fn is_function(&self, bytes: &'a [u8]) -> bool {
        match self.word {
            b"def" => true,
            b"async" => self.next_word(bytes) == b"def",
            _ => false,
        }
    }

    /// Whether it begins with a word that never begins a line inside brackets.
    pub(super) fn is_never_inside(&self, bytes: &[u8]) -> bool {
        match self.word {
            b"elif" | b"except" | b"finally" | b"def" | b"class" | b"import" | b"return"
            | b"with" | b"while" | b"try" | b"raise" | b"assert" | b"del" | b"global"
            | b"nonlocal" | b"pass" | b"break" | b"continue" => true,
            b"async" => matches!(self.next_word(bytes), b"def" | b"with"),
            b"from" => imports(bytes, self.at),
            _ => false,
        }
    }

    /// Whether it reads like the start of a definition or of an import, and not like a sentence.
    pub(super) fn is_declaration(&self, bytes: &[u8]) -> bool {
        let rest = &bytes[(self.at + self.word.len()).min(bytes.len())..];
        match self.word {
            b"def" => after_name(rest).is_some_and(|next| matches!(next, b'(' | b'[')),
            b"class" => after_name(rest).is_some_and(|next| matches!(next, b'(' | b'[' | b':')),
            b"async" => matches!(self.next_word(bytes), b"def"),
            b"import" => self.is_flush,
            b"from" => self.is_flush && imports(bytes, self.at),
            _ => false,
        }
    }

    fn next_word(&self, bytes: &'a [u8]) -> &'a [u8] {
        let end = (self.at + self.word.len()).min(bytes.len());
        word(bytes, end + blanks(&bytes[end..]))
    }
}

/// How many spaces and tabs come first.
pub(super) fn blanks(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count()
}

/// The word at a byte, its first bytes if it is longer than any keyword; else that byte; else nothing.
pub(super) fn word(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = rest
        .iter()
        .take(MAX_KEYWORD_BYTES)
        .take_while(|byte| is_name_byte(**byte))
        .count();
    &rest[..length.max(1).min(rest.len())]
}

/// The byte after a blank, a name and blanks.
fn after_name(rest: &[u8]) -> Option<u8> {
    let start = blanks(rest);
    let name = rest[start..]
        .iter()
        .take_while(|byte| is_name_byte(**byte))
        .count();
    let end = start + name;
    (start > 0 && name > 0).then(|| rest.get(end + blanks(&rest[end..])).copied())?
}

/// Whether `from a.b import` is at this byte.
fn imports(bytes: &[u8], at: usize) -> bool {
    let line = &bytes[at..];
    let line = &line[..memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len())];
    let mut words = line
        .split(|byte| matches!(byte, b' ' | b'\t'))
        .filter(|word| !word.is_empty());
    let is_module = |word: &[u8]| word.iter().all(|&byte| is_name_byte(byte) || byte == b'.');
    words.next() == Some(b"from")
        && words.next().is_some_and(is_module)
        && words.next().is_some_and(|word| word.starts_with(b"import"))
}
