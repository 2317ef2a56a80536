//! The worlds in which a private module runs: those in which the modules of its package import it.

use std::path::{Path, PathBuf};

use super::module_name::ModuleName;
use super::naming::is_private;
use super::storage::{Disk, Storage};
use super::view::View;
use crate::model::surroundings::Surroundings;
use crate::model::{Model, each_statement};
use crate::syntax::Document;
use crate::syntax::ast::{ImportFrom, StmtKind};
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
            if search.importers(at, &view)?.is_none() {
                search.outside[at] = Worlds::ALL;
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

    /// Notes the importers of a module: `None` inside if it may be imported anywhere; `None` if there are too many.
    #[allow(clippy::option_option)]
    fn importers(&mut self, at: usize, view: &View) -> Option<Option<()>> {
        let (Some((package, name)), Some(base)) =
            (private_name(view), base(&view.file, &view.module))
        else {
            return Some(None);
        };
        let top = base.join(package.split('.').next().unwrap_or(package));
        let naming = view.modules.private_modules().naming(&top);
        let Some(naming) = naming.filter(|naming| !naming.everywhere.contains(name)) else {
            return Some(None);
        };
        let mut is_imported = false;
        let files = naming.files.get(name).map_or(&[][..], Vec::as_slice);
        for file in files.iter().filter(|file| **file != view.file) {
            let Ok(inside) = file.strip_prefix(base) else {
                return Some(None);
            };
            let importer = View {
                file: file.clone(),
                module: ModuleName::of_file(inside),
                ..view.clone()
            };
            self.looks += 1;
            if self.looks > MOST_LOOKS {
                return None;
            }
            match imports(&importer, package, name) {
                Ok(None) => {}
                Ok(Some(worlds)) => {
                    is_imported = true;
                    self.note(importer, at, worlds);
                }
                Err(Unseen) => return Some(None),
            }
        }
        Some(is_imported.then_some(()))
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

/// A file may import a module in ways that are not seen.
struct Unseen;

/// The worlds in which a file imports a module; `None` if it does not.
fn imports(importer: &View, package: &str, name: &str) -> Result<Option<Worlds>, Unseen> {
    let text = Disk
        .text(&importer.file)
        .filter(|text| text.len() <= LONGEST);
    let text = text.ok_or(Unseen)?;
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
