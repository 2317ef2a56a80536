//! Which texts are names, and the names in a text.

/// Whether a variable, a module or an attribute can be called like this.
pub(crate) fn is_identifier(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_alphabetic() || first == '_');
    starts && text.chars().all(is_inside)
}

/// Everything in a text that could be a name or a number.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c| !is_inside(c));
    words.filter(|word| !word.is_empty())
}

/// Whether a name can go on with this character.
pub(crate) fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether this byte of UTF-8 can be part of a name.
pub(crate) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Where a word stands in a text as a whole.
pub(crate) fn whole_words<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let bytes = text.as_bytes();
    let ends = |at: Option<&u8>| at.is_none_or(|byte| !is_name_byte(*byte));
    memchr::memmem::find_iter(bytes, word.as_bytes()).filter(move |start| {
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        ends(before) && ends(bytes.get(start + word.len()))
    })
}
