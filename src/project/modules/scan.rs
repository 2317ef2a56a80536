//! A look at a file that costs next to nothing: which modules it names, and whether anything in it
//! can depend on the platform.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::facts;

/// What the lines of a file say, without a parse.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// It may fail somewhere by itself, or have names that depend on the world.
    pub(crate) matters: bool,
    /// Modules that it may import while it is imported itself: dots before the name, the name,
    /// and the names that come from there.
    pub(crate) imports: Vec<(usize, String, Vec<String>)>,
}

/// The last parts of names that there are facts about.
static LAST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    facts::all()
        .filter(|fact| !fact.name.contains('('))
        .filter_map(|fact| fact.name.rsplit_once('.').map(|(_, last)| last))
        .chain(["platform", "version_info", "hexversion", "system", "uname"])
        .collect()
});

/// Reads the lines of a file.
pub(crate) fn scan(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut lines = text.lines();
    // The indentation of the function that the line is in.
    let mut function: Option<usize> = None;
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let indent = line.len() - trimmed.len();
        if function.is_some_and(|outer| indent <= outer) {
            function = None;
        }
        if function.is_none() && (trimmed.starts_with("def ") || trimmed.starts_with("async def "))
        {
            function = Some(indent);
        }
        scan.matters = scan.matters || mentions(trimmed);
        if function.is_some() {
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix("import ") {
            for item in rest.split(['#', ';']).next().unwrap_or("").split(',') {
                let name = item.split_whitespace().next().unwrap_or("");
                scan.add(0, name, Vec::new());
            }
        } else if let Some(rest) = trimmed.strip_prefix("from ") {
            let Some((module, names)) = rest.split_once("import") else {
                continue;
            };
            let mut names = names.split('#').next().unwrap_or("").to_owned();
            if names.trim_start().starts_with('(') {
                while !names.contains(')') {
                    let Some(next) = lines.next() else { break };
                    names.push(',');
                    names.push_str(next.split('#').next().unwrap_or(""));
                }
            }
            while names.trim_end().ends_with('\\') {
                let Some(next) = lines.next() else { break };
                names = format!("{},{next}", names.trim_end().trim_end_matches('\\'));
            }
            let module = module.trim();
            let name = module.trim_start_matches('.');
            let names = names
                .split([',', '(', ')'])
                .filter_map(|item| item.split_whitespace().next())
                .map(str::to_owned)
                .collect();
            scan.add(module.len() - name.len(), name, names);
        }
    }
    scan
}

impl Scan {
    fn add(&mut self, level: usize, module: &str, names: Vec<String>) {
        let known = level == 0 && facts::is_module(module.split('.').next().unwrap_or(module));
        if known {
            let restricted = |name: &str| facts::fact(name).is_some();
            self.matters |= restricted(module)
                || module
                    .match_indices('.')
                    .any(|(at, _)| restricted(&module[..at]))
                || names
                    .iter()
                    .any(|name| name == "*" || restricted(&format!("{module}.{name}")));
            self.matters |= names.iter().any(|name| LAST.contains(&**name));
        } else {
            self.imports.push((level, module.to_owned(), names));
        }
    }
}

/// Whether a line has `.name` with a name that there are facts about, or names a start method.
fn mentions(line: &str) -> bool {
    let bytes = line.as_bytes();
    let attribute = memchr::memchr_iter(b'.', bytes).any(|at| {
        let rest = &bytes[at + 1..];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
            .count();
        length > 1
            && line
                .get(at + 1..=at + length)
                .is_some_and(|name| LAST.contains(name))
    });
    attribute || memchr::memmem::find(bytes, b"fork").is_some() || line.contains("os.name")
}
