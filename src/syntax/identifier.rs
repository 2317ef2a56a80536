//! Which texts are names.

/// Whether a variable, a module or an attribute can be called like this.
pub(crate) fn is_identifier(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_alphabetic() || first == '_');
    starts && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}
