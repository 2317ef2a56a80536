//! What a file is imported as.

use std::path::Path;

/// No path is longer, so no module has a longer name; one would be looked for at each of its dots.
pub(super) const MAX_MODULE_NAME_BYTES: usize = 4096;

/// The name of a module, and where its relative imports start.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ModuleName {
    /// The dotted name.
    pub(super) dotted: String,
    /// The package that relative imports start from; empty if there is none.
    package: String,
}

impl ModuleName {
    /// The module with this dotted name, which may be the `__init__` of a package.
    pub(super) fn new(dotted: String, is_package: bool) -> Self {
        let package = match (is_package, dotted.rsplit_once('.')) {
            (true, _) => dotted.clone(),
            (false, Some((above, _))) => above.to_owned(),
            (false, None) => String::new(),
        };
        Self { dotted, package }
    }

    /// The package that relative imports start from.
    pub(super) fn package(&self) -> Option<&str> {
        (!self.package.is_empty()).then_some(&*self.package)
    }

    /// The module in a file with this path below an entry of the search path.
    pub(super) fn of_file(inside: &Path) -> Self {
        let inside = inside.with_extension("");
        let mut parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        let is_package = parts.last().is_some_and(|last| last == "__init__");
        if is_package {
            parts.pop();
        }
        Self::new(parts.join("."), is_package)
    }
}
