//! File patterns, with the meaning that they have in a `.gitignore`.

use std::path::{Path, PathBuf};

use ::ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns that hold below a directory.
#[derive(Clone, Debug)]
pub struct Patterns {
    base: PathBuf,
    matcher: Gitignore,
}

impl Patterns {
    /// Patterns relative to `base`; one that [`pattern_error`] complains about matches nothing.
    pub fn new<'p>(base: &Path, patterns: impl IntoIterator<Item = &'p str>) -> Self {
        let mut builder = GitignoreBuilder::new(base);
        builder.allow_unclosed_class(false);
        for pattern in patterns {
            let _ = builder.add_line(None, pattern);
        }
        Self {
            base: base.to_owned(),
            matcher: builder.build().unwrap_or_else(|_| Gitignore::empty()),
        }
    }

    /// Whether the path itself matches.
    pub fn matches(&self, path: &Path, is_directory: bool) -> bool {
        path.starts_with(&self.base) && self.matcher.matched(path, is_directory).is_ignore()
    }

    /// Whether the path, or a directory below the base that it is in, matches.
    pub fn covers(&self, path: &Path, is_directory: bool) -> bool {
        path.starts_with(&self.base)
            && path != self.base
            && self
                .matcher
                .matched_path_or_any_parents(path, is_directory)
                .is_ignore()
    }
}

/// Why a pattern cannot be used.
pub fn pattern_error(pattern: &str) -> Option<String> {
    if pattern.trim().is_empty() {
        return Some("an empty pattern matches nothing".into());
    }
    let mut builder = GitignoreBuilder::new("");
    builder.allow_unclosed_class(false);
    let error = builder.add_line(None, pattern).err()?;
    let reason = match error {
        ::ignore::Error::Glob { err, .. } => err,
        other => other.to_string(),
    };
    Some(format!("`{pattern}` is not a file pattern: {reason}"))
}
