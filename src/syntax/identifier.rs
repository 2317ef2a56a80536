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
