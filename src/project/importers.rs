//! The worlds in which a private module runs: those in which the modules of its package import it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::import_names::is_aside;
use super::module_name::ModuleName;
use super::storage::{Disk, Storage};
use super::view::View;
use crate::model::surroundings::Surroundings;
use crate::model::{Model, each_statement};
use crate::syntax::Document;
use crate::syntax::ast::{ImportFrom, StmtKind};
use crate::world::Worlds;

/// In a package with more files nobody looks for importers.
const MOST_FILES: usize = 2000;
/// Directories are not nested deeper.
const DEEPEST: usize = 16;

/// What was found out about the importers of private modules.
#[derive(Debug, Default)]
pub(super) struct Importers {
    /// The files that name each private module, by the directory of the outermost package.
    naming: Mutex<HashMap<PathBuf, Option<Arc<Naming>>>>,
    /// Where each runs, by file.
    known: Mutex<HashMap<PathBuf, Worlds>>,
}

/// The files that name each private module.
type Naming = HashMap<String, Vec<PathBuf>>;

/// The worlds in which the module of this file is imported; all where that is not certain.
pub(super) fn imported_in(view: &View) -> Worlds {
    within(view, &mut Vec::new())
}

fn within(view: &View, around: &mut Vec<PathBuf>) -> Worlds {
    let Some((package, name)) = view.module.dotted.rsplit_once('.') else {
        return Worlds::ALL;
    };
    if !is_private(name) {
        return Worlds::ALL;
    }
    let importers = view.modules.importers();
    let known = || {
        importers
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    };
    if let Some(known) = known().get(&view.file) {
        return *known;
    }
    // Who imports each other in a circle runs where somebody else imports one of them; and what takes
    // time is told later.
    if around.contains(&view.file) || view.stop.is_stopped() {
        return Worlds::NONE;
    }
    around.push(view.file.clone());
    let worlds = found(view, package, name, around);
    around.pop();
    if around.is_empty() && !view.stop.is_stopped() {
        known().insert(view.file.clone(), worlds);
    }
    worlds
}

fn found(view: &View, package: &str, name: &str, around: &mut Vec<PathBuf>) -> Worlds {
    let Some(base) = base(&view.file, &view.module) else {
        return Worlds::ALL;
    };
    let top = base.join(package.split('.').next().unwrap_or(package));
    let Some(naming) = view.modules.importers().naming(&top) else {
        return Worlds::ALL;
    };
    let mut importing: Option<Worlds> = None;
    let files = naming.get(name).map_or(&[][..], Vec::as_slice);
    for file in files.iter().filter(|file| **file != view.file) {
        let Ok(inside) = file.strip_prefix(base) else {
            return Worlds::ALL;
        };
        let importer = View {
            file: file.clone(),
            module: ModuleName::of_file(inside),
            ..view.clone()
        };
        match imports(&importer, package, name) {
            Ok(None) => {}
            Ok(Some(worlds)) => {
                let worlds = worlds & within(&importer, around);
                importing = Some(importing.unwrap_or(Worlds::NONE) | worlds);
            }
            Err(Unseen) => return Worlds::ALL,
        }
    }
    importing.unwrap_or(Worlds::ALL)
}

/// A file may import a module in ways that are not seen.
struct Unseen;

/// The worlds in which a file imports a module; `None` if it does not.
fn imports(importer: &View, package: &str, name: &str) -> Result<Option<Worlds>, Unseen> {
    let text = Disk.text(&importer.file).ok_or(Unseen)?;
    let in_string = ['"', '\''].map(|quote| format!("{name}{quote}"));
    if in_string.iter().any(|quoted| text.contains(quoted)) {
        return Err(Unseen);
    }
    let document = Document::new(text);
    let statements = document.statements();
    let is_broken =
        |one: &crate::syntax::Statement| one.chunk.root().is_none_or(|root| root.has_error());
    if statements.iter().any(is_broken) {
        return Err(Unseen);
    }
    let model = Model::of(&document, importer, importer.modules.worlds());
    let whole = format!("{package}.{name}");
    let is_it = |module: &str| {
        module
            .strip_prefix(&*whole)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let mut worlds = None;
    for top in statements {
        each_statement(top.chunk.block(), &mut |statement| {
            let imports = match &statement.kind {
                StmtKind::Import(items) => items.iter().any(|item| is_it(&item.module)),
                StmtKind::ImportFrom(import) => from(importer, import).is_some_and(|module| {
                    let mut names = import.names.iter();
                    is_it(&module) || module == package && names.any(|one| *one.name == *name)
                }),
                _ => false,
            };
            if imports {
                let reached = model.reaching(&statement.span.at(top.start));
                worlds = Some(worlds.unwrap_or(Worlds::NONE) | reached.unwrap_or(Worlds::NONE));
            }
        });
    }
    Ok(worlds)
}

/// The absolute name of the module that names are imported from.
fn from(importer: &View, import: &ImportFrom) -> Option<String> {
    if import.level == 0 {
        return Some(import.module.to_string());
    }
    let mut package = importer.package()?;
    for _ in 1..import.level {
        package = package.rsplit_once('.')?.0;
    }
    Some(match import.module.is_empty() {
        true => package.to_owned(),
        false => format!("{package}.{}", import.module),
    })
}

/// The directory below which the module of this file has its name.
fn base<'f>(file: &'f Path, module: &ModuleName) -> Option<&'f Path> {
    let is_package = file.file_stem().is_some_and(|stem| stem == "__init__");
    let parts = module.dotted.split('.').count() + usize::from(is_package);
    file.ancestors().nth(parts)
}

fn is_private(name: &str) -> bool {
    name.starts_with('_') && !name.starts_with("__")
}

impl Importers {
    /// The files below this directory that name each private module there; `None` if there are too many.
    fn naming(&self, top: &Path) -> Option<Arc<Naming>> {
        let mut known = self.naming.lock().unwrap_or_else(PoisonError::into_inner);
        let naming = known.entry(top.to_owned());
        naming
            .or_insert_with(|| naming_below(top).map(Arc::new))
            .clone()
    }
}

fn naming_below(top: &Path) -> Option<Naming> {
    let mut files = Vec::new();
    collect(top, DEEPEST, &mut files)?;
    let names = files.iter().filter_map(|file| {
        let stem = file.file_stem()?.to_str()?;
        let directory = || file.parent()?.file_name()?.to_str();
        match stem {
            "__init__" => directory(),
            _ => Some(stem),
        }
    });
    let names: HashSet<&str> = names.filter(|name| is_private(name)).collect();
    let mut naming = Naming::new();
    for file in &files {
        let text = Disk.text(file)?;
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let named: HashSet<&str> = words.filter(|word| names.contains(word)).collect();
        for name in named {
            let files = naming.entry(name.to_owned()).or_default();
            files.push(file.clone());
        }
    }
    Some(naming)
}

/// The Python files below a directory, tests apart; `None` if there are too many.
fn collect(directory: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Option<()> {
    let entries = fs::read_dir(directory).ok()?;
    for entry in entries.flatten() {
        let (path, kind) = (entry.path(), entry.file_type().ok()?);
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        let is_test = is_aside(name) || name.starts_with("test_") || name.starts_with('.');
        if is_test {
            continue;
        }
        if kind.is_dir() {
            collect(&path, depth.checked_sub(1)?, files)?;
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
        if files.len() > MOST_FILES {
            return None;
        }
    }
    Some(())
}
