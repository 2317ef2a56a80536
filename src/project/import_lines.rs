//! The imports of a file, by its lines: no parse.

use std::collections::BTreeSet;

use crate::search::strings::{is_in, silent};
use crate::syntax::is_identifier;

/// An import statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ImportLine {
    /// The dots before the name.
    pub(crate) level: usize,
    /// The name of the module.
    pub(crate) module: String,
    /// What the module is bound to, if that is said.
    pub(crate) alias: Option<String>,
    /// The names that come from there, and what each is bound to.
    pub(crate) names: Vec<(String, String)>,
    /// It is `from module import …`.
    pub(crate) takes: bool,
    /// How far the line is indented.
    pub(crate) indent: usize,
    /// Only type checkers see it.
    pub(crate) is_for_checkers: bool,
}

impl ImportLine {
    /// Whether it takes every name of the module.
    pub(super) fn is_star(&self) -> bool {
        self.names.iter().any(|(name, _)| name == "*")
    }
}

/// The top-level modules that a text imports anywhere, but for relative imports.
pub fn imported_modules(text: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    each_import(text, &mut |import, _| {
        let top = import.module.split('.').next().unwrap_or("");
        if import.level == 0 && is_identifier(top) {
            modules.insert(top.to_owned());
        }
    });
    modules
}

/// Calls `visit` with every import, and whether it runs while the module is imported.
pub(super) fn each_import(text: &str, visit: &mut dyn FnMut(ImportLine, bool)) {
    let silent = silent(text);
    let mut lines = text.lines();
    // The indentation of the function, or of what only type checkers see, that the line is in.
    let mut aside: Option<usize> = None;
    // The indentation of what only type checkers see.
    let mut for_checkers: Option<usize> = None;
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        // `lines` gives pieces of the text.
        let start = line.as_ptr().addr() - text.as_ptr().addr();
        if trimmed.is_empty() || trimmed.starts_with('#') || is_in(&silent, start) {
            continue;
        }
        let indent = line.len() - trimmed.len();
        if aside.is_some_and(|outer| indent <= outer) {
            aside = None;
        }
        if for_checkers.is_some_and(|outer| indent <= outer) {
            for_checkers = None;
        }
        if aside.is_none() && is_aside(trimmed) {
            aside = Some(indent);
        }
        if for_checkers.is_none() && is_for_checkers(trimmed) {
            for_checkers = Some(indent);
        }
        if let Some(rest) = trimmed.strip_prefix("import ") {
            for item in rest.split(['#', ';']).next().unwrap_or("").split(',') {
                let mut words = item.split_whitespace();
                let import = ImportLine {
                    module: words.next().unwrap_or("").to_owned(),
                    alias: words.nth(1).map(str::to_owned),
                    indent,
                    is_for_checkers: for_checkers.is_some(),
                    ..ImportLine::default()
                };
                visit(import, aside.is_none());
            }
        } else if let Some(rest) = trimmed.strip_prefix("from")
            && rest.starts_with([' ', '\t', '.'])
            && let Some((module, names)) = rest.trim_start().split_once(" import")
        {
            let module = module.trim();
            let name = module.trim_start_matches('.');
            let import = ImportLine {
                level: module.len() - name.len(),
                module: name.to_owned(),
                names: imported(names, &mut lines),
                alias: None,
                takes: true,
                indent,
                is_for_checkers: for_checkers.is_some(),
            };
            visit(import, aside.is_none());
        }
    }
}

/// Whether what is inside the block that begins here does not run while the module is imported.
fn is_aside(line: &str) -> bool {
    line.starts_with("def ") || line.starts_with("async def ") || is_for_checkers(line)
}

fn is_for_checkers(line: &str) -> bool {
    line.starts_with("if ") && line.contains("TYPE_CHECKING:")
}

/// The names behind `import`, each with what it is bound to.
fn imported(first: &str, lines: &mut std::str::Lines<'_>) -> Vec<(String, String)> {
    let code = |line: &str| line.split(['#', ';']).next().unwrap_or("").to_owned();
    let mut names = code(first);
    if names.trim_start().starts_with('(') {
        while !names.contains(')') {
            let Some(next) = lines.next() else { break };
            names.push(',');
            names.push_str(&code(next));
        }
    }
    while names.trim_end().ends_with('\\') {
        let Some(next) = lines.next() else { break };
        names = format!("{},{}", names.trim_end().trim_end_matches('\\'), code(next));
    }
    names
        .split([',', '(', ')'])
        .filter_map(|item| {
            let mut words = item.split_whitespace();
            let name = words.next()?;
            let alias = words.nth(1).unwrap_or(name);
            Some((name.to_owned(), alias.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::imported_modules;

    #[test]
    fn what_a_docstring_says_is_no_import() {
        let text = "\"\"\"Plugins.\n\nimport any items itself\n\"\"\"\nimport os\n\
                    def f():\n    \"\"\"Call it so:\n        from shop import sell\n    \"\"\"\n    import json\n";
        let modules: Vec<String> = imported_modules(text).into_iter().collect();
        assert_eq!(modules, ["json", "os"]);
    }
}
