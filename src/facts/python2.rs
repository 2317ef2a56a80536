//! Built-in names that only Python 2 has: code asks for them to find out which Python runs it.

const GONE: &[&str] = &[
    "apply",
    "basestring",
    "buffer",
    "cmp",
    "coerce",
    "execfile",
    "file",
    "intern",
    "long",
    "raw_input",
    "reduce",
    "reload",
    "unichr",
    "unicode",
    "xrange",
];

/// Whether a built-in name went with Python 2.
pub fn is_gone_built_in(name: &str) -> bool {
    GONE.contains(&name)
}
