//! What the words of a file say of it before anybody evaluates it.

use crate::syntax::is_inside;

/// Whether it says what to do when it is run itself.
pub(super) fn is_script(text: &str) -> bool {
    text.starts_with("#!") || text.contains("\nif __name__")
}

/// Whether only its first line says that it is run itself: `#!/usr/bin/env python`.
pub(super) fn is_marked(text: &str) -> bool {
    text.starts_with("#!") && !text.contains("\nif __name__") && !has_tests(text)
}

/// Whether all that it does is to hand on what another module has: `from .tz.win import *`.
pub(super) fn only_hands_on(text: &str) -> bool {
    let code = text.lines().map(str::trim);
    let mut code = code
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .peekable();
    let is_star = |line: &str| line.starts_with("from ") && line.ends_with(" import *");
    code.peek().is_some() && code.all(is_star)
}

/// Whether something in it looks like a test.
pub(super) fn has_tests(text: &str) -> bool {
    text.contains("TestCase") || text.contains("def test_")
}

/// The names behind the dots of a text, and `name=` for those that something is passed by.
pub(super) fn attributes(text: &str) -> Vec<u32> {
    let pieces = text.split('.').skip(1);
    let names = pieces.map(|piece| {
        let end = piece.find(|c: char| !is_inside(c)).unwrap_or(piece.len());
        &piece[..end]
    });
    let mut found: Vec<u32> = names.filter(|name| !name.is_empty()).map(hash).collect();
    let passed = text.match_indices('=').filter_map(|(at, _)| {
        let before = text[..at].char_indices().rev();
        let (start, _) = before.take_while(|(_, c)| is_inside(*c)).last()?;
        // An assignment has spaces around it.
        (!text[at + 1..].starts_with('=')).then(|| &text[start..=at])
    });
    found.extend(passed.map(hash));
    found.sort_unstable();
    found.dedup();
    found
}

pub(super) fn hash(name: &str) -> u32 {
    // Two names of one hash cost a look, and nothing else.
    name.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// The strings of a text that read like names of modules, or like the beginning of one.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let reads = |c: char| is_inside(c) || matches!(c, '.' | ':');
    let script =
        move |piece: &str| piece.ends_with(".py") && piece.chars().all(|c| c == '/' || reads(c));
    let pieces = text.split(['"', '\'', '{']);
    pieces.filter(move |piece| {
        piece.contains('.') && piece.len() < 128 && (piece.chars().all(reads) || script(piece))
    })
}

/// Whether the module may be left before its end, outside of its functions.
pub(super) fn leaves(text: &str) -> bool {
    let mut inside: Option<usize> = None;
    text.lines().any(|line| {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if trimmed.is_empty() || inside.is_some_and(|outer| indent > outer) {
            return false;
        }
        let defines = ["def ", "class ", "async def "];
        inside = defines
            .iter()
            .any(|word| trimmed.starts_with(word))
            .then_some(indent);
        trimmed.starts_with("raise")
            || trimmed.starts_with("assert")
            || ["exit(", "skip(", "importorskip("]
                .iter()
                .any(|word| trimmed.contains(word))
    })
}
