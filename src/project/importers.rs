//! The worlds in which a private module runs: those in which the modules of its package import it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::module_name::ModuleName;
use super::naming::{Naming, is_private};
use super::storage::{Disk, Storage};
use super::view::View;
use crate::model::surroundings::Surroundings;
use crate::model::{Model, each_statement};
use crate::syntax::Document;
use crate::syntax::ast::{ImportFrom, StmtKind};
use crate::world::Worlds;

/// What was found out about the importers of private modules.
#[derive(Debug, Default)]
pub(super) struct Importers {
    /// Who names private modules, by the directory of the outermost package.
    naming: Mutex<HashMap<PathBuf, Option<Arc<Naming>>>>,
    /// Where each runs, by file.
    known: Mutex<HashMap<PathBuf, Worlds>>,
}

/// The worlds in which the module of this file is imported; all where that is not certain.
pub(super) fn imported_in(view: &View) -> Worlds {
    Search::default().imported_in(view)
}

/// Importers of importers.
#[derive(Default)]
struct Search {
    /// The files that are being looked at.
    around: Vec<PathBuf>,
    /// Some of them import each other in a circle, so what was found is not all.
    is_cut: bool,
}

impl Search {
    fn imported_in(&mut self, view: &View) -> Worlds {
        let name = view.module.dotted.rsplit_once('.');
        let Some((package, name)) = name.filter(|(_, name)| is_private(name)) else {
            return Worlds::ALL;
        };
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
        // What takes time is told later.
        if view.stop.is_stopped() {
            return Worlds::NONE;
        }
        // Who imports each other in a circle runs where somebody else imports one of them.
        if self.around.contains(&view.file) {
            self.is_cut = true;
            return Worlds::NONE;
        }
        self.around.push(view.file.clone());
        let worlds = self.found(view, package, name);
        self.around.pop();
        if (self.around.is_empty() || !self.is_cut) && !view.stop.is_stopped() {
            known().insert(view.file.clone(), worlds);
        }
        worlds
    }

    fn found(&mut self, view: &View, package: &str, name: &str) -> Worlds {
        let Some(base) = base(&view.file, &view.module) else {
            return Worlds::ALL;
        };
        let top = base.join(package.split('.').next().unwrap_or(package));
        let naming = view.modules.importers().naming(&top);
        let Some(naming) = naming.filter(|naming| !naming.everywhere.contains(name)) else {
            return Worlds::ALL;
        };
        let mut importing: Option<Worlds> = None;
        let files = naming.files.get(name).map_or(&[][..], Vec::as_slice);
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
                    let worlds = worlds & self.imported_in(&importer);
                    importing = Some(importing.unwrap_or(Worlds::NONE) | worlds);
                }
                Err(Unseen) => return Worlds::ALL,
            }
        }
        importing.unwrap_or(Worlds::ALL)
    }
}

/// A file may import a module in ways that are not seen.
struct Unseen;

/// The worlds in which a file imports a module; `None` if it does not.
fn imports(importer: &View, package: &str, name: &str) -> Result<Option<Worlds>, Unseen> {
    let text = Disk.text(&importer.file).ok_or(Unseen)?;
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

impl Importers {
    /// Who names the private modules below this directory; `None` if there are too many files.
    fn naming(&self, top: &Path) -> Option<Arc<Naming>> {
        let mut known = self.naming.lock().unwrap_or_else(PoisonError::into_inner);
        let naming = known.entry(top.to_owned());
        naming
            .or_insert_with(|| Naming::below(top).map(Arc::new))
            .clone()
    }
}
