//! Reading literals: strings and integers.

use std::sync::Arc;

use tree_sitter::Node;

use super::children;

/// The value of a string literal; `None` for bytes, for f-strings with fields and for escapes
/// that no platform name needs.
pub(super) fn string(node: Node<'_>, text: &str) -> Option<Arc<str>> {
    content(node, text, false)
}

/// The value of a literal of bytes, as text.
pub(super) fn bytes(node: Node<'_>, text: &str) -> Option<Arc<str>> {
    content(node, text, true)
}

fn content(node: Node<'_>, text: &str, bytes: bool) -> Option<Arc<str>> {
    let mut parts = children(node);
    let start = text.get(parts.next()?.byte_range())?;
    let prefix = start.trim_end_matches(['"', '\'']);
    if prefix.contains(['b', 'B']) != bytes {
        return None;
    }
    let mut value = String::new();
    for part in parts {
        match part.kind() {
            "string_content" => value.push_str(text.get(part.byte_range())?),
            "interpolation" => return None,
            _ => {}
        }
    }
    if prefix.contains(['r', 'R']) || !value.contains('\\') {
        return Some(value.into());
    }
    unescape(&value).map(Arc::from)
}

fn unescape(value: &str) -> Option<String> {
    let mut result = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            result.push(character);
            continue;
        }
        match characters.next()? {
            '\n' => {}
            quoted @ ('\\' | '\'' | '"') => result.push(quoted),
            'n' => result.push('\n'),
            't' => result.push('\t'),
            'r' => result.push('\r'),
            _ => return None,
        }
    }
    Some(result)
}

/// The value of an integer literal that fits.
pub(super) fn integer(text: &str) -> Option<i64> {
    let digits = text.replace('_', "").to_ascii_lowercase();
    let based = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, base)| Some((digits.strip_prefix(prefix)?, base)));
    match based {
        Some((digits, base)) => i64::from_str_radix(digits, base).ok(),
        None => digits.parse().ok(),
    }
}
