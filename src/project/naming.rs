//! Which files of a package name its private modules: a look at their lines, without a parse.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::import_names::is_aside;
use super::storage::{Disk, Storage};
use crate::syntax::{is_inside, words};

/// Nobody looks into a package with more files.
const MOST: usize = 2000;
/// Directories are not nested deeper.
const DEEPEST: usize = 16;

/// The files that name the private modules of a package.
#[derive(Debug, Default)]
pub(super) struct Naming {
    /// By the name of the module.
    pub(super) files: HashMap<String, Vec<PathBuf>>,
    /// The modules that are imported wherever the package is, or in ways that are not seen.
    pub(super) everywhere: HashSet<String>,
}

impl Naming {
    /// Looks at all files below a directory; `None` if there are too many, or one cannot be read.
    pub(super) fn below(top: &Path) -> Option<Self> {
        let mut files = Vec::new();
        collect(top, DEEPEST, &mut files)?;
        let private = files.iter().filter_map(|file| name(file));
        let private: HashSet<&str> = private.filter(|name| is_private(name)).collect();
        let mut naming = Self::default();
        // What each private module imports whenever it is imported itself.
        let mut behind: HashMap<&str, Vec<String>> = HashMap::new();
        let mut next = Vec::new();
        for file in &files {
            let text = Disk.text(file)?;
            for name in words(&text).filter(|word| private.contains(word)) {
                let files = naming.files.entry(name.to_owned()).or_default();
                if files.last() != Some(file) {
                    files.push(file.clone());
                }
            }
            let always = always(&text)
                .into_iter()
                .filter(|word| private.contains(word));
            let always = always.map(str::to_owned);
            match name(file).filter(|name| is_private(name)) {
                Some(name) => behind.entry(name).or_default().extend(always),
                None => next.extend(always),
            }
            let quoted = quoted(&text).filter(|word| private.contains(word));
            next.extend(quoted.map(str::to_owned));
        }
        while let Some(name) = next.pop() {
            if !naming.everywhere.contains(&name) {
                next.extend(behind.remove(&*name).unwrap_or_default());
                naming.everywhere.insert(name);
            }
        }
        Some(naming)
    }
}

/// Whether a module of this name is nobody's business but its package's.
pub(super) fn is_private(name: &str) -> bool {
    name.starts_with('_') && !name.starts_with("__")
}

/// The last part of the name that a file is imported by.
fn name(file: &Path) -> Option<&str> {
    match file.file_stem()?.to_str()? {
        "__init__" => file.parent()?.file_name()?.to_str(),
        stem => Some(stem),
    }
}

/// The words in imports that stand under nothing.
fn always(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        if goes_on || line.starts_with("from ") || line.starts_with("import ") {
            let code = line.split('#').next().unwrap_or(line);
            found.extend(words(code));
            let opens = goes_on || code.contains('(');
            goes_on = (opens && !code.contains(')')) || code.trim_end().ends_with('\\');
        }
    }
    found
}

/// The words at the ends of strings: `"package._module"` may be somebody's import.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices(['"', '\'']).map(|(at, _)| &text[..at]);
    let words = ends.filter_map(|before| before.rsplit(|c| !is_inside(c)).next());
    words.filter(|word| !word.is_empty())
}

/// The Python files below a directory, tests apart; `None` if there are too many.
fn collect(directory: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Option<()> {
    for entry in fs::read_dir(directory).ok()?.flatten() {
        let (path, kind) = (entry.path(), entry.file_type().ok()?);
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        if is_aside(name) || name.starts_with("test_") || name.starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            collect(&path, depth.checked_sub(1)?, files)?;
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
        if files.len() > MOST {
            return None;
        }
    }
    Some(())
}
