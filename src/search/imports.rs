//! The imports of a text, wherever the word `import` stands: no parse.
//!
//! A sentence that reads like an import is taken for one; what is not an import at all is harmless.

use std::ops::Range;

use memchr::memmem;

use super::strings::is_in;
use crate::syntax::is_name_byte;

/// What reads like an import.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ImportText {
    /// The bytes from `from`, or `import`, to the last name.
    pub(super) range: Range<usize>,
    /// The dots before the name of the module.
    pub(super) level: usize,
    /// The module of a `from`; `None`: each of the names is a module.
    pub(super) module: Option<String>,
    /// The names, and what each is bound to if that is said.
    pub(super) names: Vec<(String, Option<String>)>,
    /// It is `from module import *`.
    pub(super) is_star: bool,
}

/// Where the imports of a text stand that has no comments and no strings.
pub(crate) fn import_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<_> = imports(text, &[])
        .into_iter()
        .map(|import| import.range)
        .collect();
    ranges.sort_unstable_by_key(|range| range.start);
    ranges
}

/// Every import of a text, those in these ranges apart.
pub(super) fn imports(text: &str, silent: &[Range<usize>]) -> Vec<ImportText> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for start in memmem::find_iter(bytes, b"import") {
        let end = start + b"import".len();
        let is_inside = |at: Option<&u8>| at.is_some_and(|byte| is_name_byte(*byte));
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        if is_inside(before) || is_inside(bytes.get(end)) {
            continue;
        }
        if is_in(silent, start) {
            continue;
        }
        let source = source(bytes, start);
        let mut reader = ImportReader { bytes, at: end };
        let (names, is_star) = reader.names();
        let (from, level, module) = match source {
            Some((from, level, module)) => (from, level, Some(module)),
            None => (start, 0, None),
        };
        found.push(ImportText {
            range: from..reader.at,
            level,
            module,
            names,
            is_star,
        });
    }
    found
}

/// The `from` before this `import`: where it stands, and what it names.
fn source(bytes: &[u8], import: usize) -> Option<(usize, usize, String)> {
    let mut module = Vec::new();
    let mut at = import;
    // Backwards over the name of the module, its dots, and what may stand between them.
    loop {
        let byte = *bytes.get(at.checked_sub(1)?)?;
        let goes_on = match byte {
            b' ' | b'\t' | b'\x0c' | b'\\' => true,
            b'\n' | b'\r' => is_joined(bytes, at - 1),
            b'.' => {
                module.push(byte);
                true
            }
            _ if is_name_byte(byte) => {
                let end = at;
                while at > 0 && is_name_byte(bytes[at - 1]) {
                    at -= 1;
                }
                let word = &bytes[at..end];
                let is_behind = module.last().is_none_or(|byte| *byte == b'.');
                if word == b"from" && (end < import) && !module.is_empty() {
                    module.reverse();
                    let level = module.iter().take_while(|byte| **byte == b'.').count();
                    let name = String::from_utf8_lossy(&module[level..]).into_owned();
                    return Some((at, level, name));
                }
                if !is_behind {
                    return None;
                }
                module.extend(word.iter().rev());
                continue;
            }
            _ => return None,
        };
        if !goes_on {
            return None;
        }
        at -= 1;
    }
}

/// Whether a backslash stands before the line break at this byte.
fn is_joined(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[..at];
    let before = match (bytes[at], before.last()) {
        (b'\n', Some(b'\r')) => &before[..at - 1],
        _ => before,
    };
    before.last() == Some(&b'\\')
}

struct ImportReader<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl ImportReader<'_> {
    /// The names behind `import`, and whether a star is among them.
    fn names(&mut self) -> (Vec<(String, Option<String>)>, bool) {
        let (mut names, mut is_star) = (Vec::new(), false);
        let mut depth = 0_usize;
        let mut item: Vec<String> = Vec::new();
        loop {
            let byte = self.bytes.get(self.at).copied();
            match byte {
                Some(b' ' | b'\t' | b'\x0c' | b'\\') => self.at += 1,
                Some(b'\n' | b'\r') if depth > 0 || is_joined(self.bytes, self.at) => self.at += 1,
                Some(b'#') if depth > 0 => self.comment(),
                Some(b'(') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'*') => {
                    is_star = true;
                    self.at += 1;
                }
                Some(byte) if is_name_byte(byte) || byte == b'.' => {
                    let word = self.word();
                    // `a . b` is one name.
                    match item.last_mut() {
                        Some(last) if last.ends_with('.') || word.starts_with('.') => {
                            last.push_str(&word);
                        }
                        _ => item.push(word),
                    }
                }
                _ => {
                    names.extend(named(&mut item));
                    match byte {
                        Some(b',') => self.at += 1,
                        _ => return (names, is_star),
                    }
                }
            }
        }
    }

    fn word(&mut self) -> String {
        let start = self.at;
        let is_part = |byte: &u8| is_name_byte(*byte) || *byte == b'.';
        while self.bytes.get(self.at).is_some_and(is_part) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned()
    }

    fn comment(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
    }
}

/// `name`, or `name as alias`; in a sentence, each word that may be one.
fn named(item: &mut Vec<String>) -> Vec<(String, Option<String>)> {
    let words = std::mem::take(item);
    match &words[..] {
        [name, word, alias] if word == "as" => vec![(name.clone(), Some(alias.clone()))],
        _ => words.into_iter().map(|word| (word, None)).collect(),
    }
}
