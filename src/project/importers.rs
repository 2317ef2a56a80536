//! The worlds in which a private module runs: those in which the modules of its package import it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::module_name::ModuleName;
use super::naming::is_private;
use super::private_modules::Imports;
use super::storage::{Disk, Storage};
use super::view::View;
use crate::model::surroundings::Surroundings;
use crate::model::{Model, each_statement};
use crate::syntax::ast::StmtKind;
use crate::syntax::{Document, absolute};
use crate::world::Worlds;

/// More importers are not looked at for one module.
const MOST_LOOKS: usize = 32;
/// A longer importer is not looked at.
const LONGEST: usize = 256 << 10;

/// The worlds in which the module of this file is imported; all where that is not certain.
pub(super) fn imported_in(view: &View) -> Worlds {
    if private_name(view).is_none() {
        return Worlds::ALL;
    }
    let known = view.modules.private_modules();
    if let Some(worlds) = known.imported_in(&view.file) {
        return worlds;
    }
    // What takes time is told later.
    if view.stop.is_stopped() {
        return Worlds::NONE;
    }
    let found = Search::from(view).unwrap_or_else(|| vec![(view.file.clone(), Worlds::ALL)]);
    let worlds = found.first().map_or(Worlds::ALL, |(_, worlds)| *worlds);
    if !view.stop.is_stopped() {
        known.note(found);
    }
    worlds
}

/// The private modules that import each other, up to those that something else imports.
struct Search {
    views: Vec<View>,
    /// Where something else imports each.
    outside: Vec<Worlds>,
    /// Which imports which, and where.
    inside: Vec<(usize, usize, Worlds)>,
    /// How many files were evaluated.
    looks: usize,
}

/// What is known of the importers of a module.
enum Importers {
    /// All that there are are noted.
    Noted,
    /// It may be imported anywhere.
    Unknown,
    /// There are too many to look at.
    TooMany,
}

impl Search {
    /// Where this module is imported, which comes first, and its importers; `None` if there are too many.
    fn from(view: &View) -> Option<Vec<(PathBuf, Worlds)>> {
        let mut search = Self {
            views: vec![view.clone()],
            outside: vec![Worlds::NONE],
            inside: Vec::new(),
            looks: 0,
        };
        let mut at = 0;
        while let Some(view) = search.views.get(at).cloned() {
            match search.importers(at, &view) {
                Importers::Noted => {}
                Importers::Unknown => search.outside[at] = Worlds::ALL,
                Importers::TooMany => return None,
            }
            at += 1;
        }
        let mut worlds = search.outside;
        let mut is_settled = false;
        while !is_settled {
            is_settled = true;
            for (from, to, within) in &search.inside {
                let more = worlds[*to] | (worlds[*from] & *within);
                is_settled &= more == worlds[*to];
                worlds[*to] = more;
            }
        }
        let files = search.views.into_iter().map(|view| view.file);
        Some(files.zip(worlds).collect())
    }

    /// Notes the importers of a module.
    fn importers(&mut self, at: usize, view: &View) -> Importers {
        let (Some((package, name)), Some(base)) =
            (private_name(view), base(&view.file, &view.module))
        else {
            return Importers::Unknown;
        };
        let top = base.join(package.split('.').next().unwrap_or(package));
        let private = view.modules.private_modules();
        let naming = private.naming(&top);
        let Some(naming) = naming.filter(|naming| !naming.everywhere.contains(name)) else {
            return Importers::Unknown;
        };
        let mut found = Importers::Unknown;
        let files = naming.files.get(name).map_or(&[][..], Vec::as_slice);
        for file in files.iter().filter(|file| **file != view.file) {
            let Ok(inside) = file.strip_prefix(base) else {
                return Importers::Unknown;
            };
            let importer = View {
                file: file.clone(),
                module: ModuleName::of_file(inside),
                ..view.clone()
            };
            self.looks += 1;
            if self.looks > MOST_LOOKS {
                return Importers::TooMany;
            }
            let imports = private.imports_of(file).unwrap_or_else(|| {
                let imports = Arc::new(imports(&importer));
                if !view.stop.is_stopped() {
                    private.note_imports(file, &imports);
                }
                imports
            });
            let Some(imports) = &*imports else {
                return Importers::Unknown;
            };
            if let Some(worlds) = imports.of(package, name) {
                found = Importers::Noted;
                self.note(importer, at, worlds);
            }
        }
        found
    }

    fn note(&mut self, importer: View, to: usize, worlds: Worlds) {
        if private_name(&importer).is_none() {
            self.outside[to] |= worlds;
            return;
        }
        let mut files = self.views.iter();
        let from = files.position(|one| one.file == importer.file);
        let from = from.unwrap_or_else(|| {
            self.views.push(importer);
            self.outside.push(Worlds::NONE);
            self.views.len() - 1
        });
        self.inside.push((from, to, worlds));
    }
}

/// The package and the name of a private module.
fn private_name(view: &View) -> Option<(&str, &str)> {
    let parts = view.module.dotted.rsplit_once('.');
    parts.filter(|(_, name)| is_private(name))
}

/// What a file imports, and in which worlds; `None` where it may do so in ways that are not seen.
fn imports(importer: &View) -> Option<Imports> {
    let text = Disk.text(&importer.file)?;
    if text.len() > LONGEST {
        return None;
    }
    let document = Document::new(text);
    let statements = document.statements();
    let is_broken =
        |one: &crate::syntax::Statement| one.chunk.root().is_none_or(|root| root.has_error());
    if statements.iter().any(is_broken) {
        return None;
    }
    let model = Model::of(&document, importer, importer.modules.worlds());
    let mut imports = Imports::default();
    for top in statements {
        each_statement(top.chunk.block(), &mut |statement| {
            let reached = || {
                let reached = model.reaching(&statement.span.at(top.start));
                reached.unwrap_or(Worlds::NONE)
            };
            match &statement.kind {
                StmtKind::Import(items) => {
                    for item in items {
                        imports.add(item.module.to_string(), Vec::new(), reached());
                    }
                }
                StmtKind::ImportFrom(import) => {
                    let level = import.level as usize;
                    if let Some(module) = absolute(level, &import.module, importer.package()) {
                        let names = import.names.iter().map(|one| one.name.to_string());
                        imports.add(module, names.collect(), reached());
                    }
                }
                _ => {}
            }
        });
    }
    Some(imports)
}

/// The directory below which the module of this file has its name.
fn base<'f>(file: &'f Path, module: &ModuleName) -> Option<&'f Path> {
    let is_package = file.file_stem().is_some_and(|stem| stem == "__init__");
    let parts = module.dotted.split('.').count() + usize::from(is_package);
    file.ancestors().nth(parts)
}
