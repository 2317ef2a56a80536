//! The worlds in which a module of the project runs: those in which its other modules import it.

mod closed_circles;
mod collect_ignore;
mod entry_modules;
mod evaluated_imports;
mod search;
mod used_names;

use std::path::Path;
use std::sync::Arc;

use super::file_view::FileView;
use super::module_name::ModuleName;
use super::questions::Purpose;
use crate::facts::brought_by;
use crate::model::eval::platform_words::names_a_platform;
use crate::model::surroundings::{ImportFailure, Surroundings};
use crate::syntax::with_packages;
use crate::world::Worlds;
use search::ImporterSearch;

/// The worlds in which the module of this file is imported; all where that is not certain.
pub(super) fn imported_in(view: &FileView) -> Worlds {
    let worlds = imported_by_others(view);
    match worlds.is_empty() {
        true => worlds,
        false => worlds - refused_by_packages(view),
    }
}

/// The worlds in which a package around the module refuses, in its own words, to be imported.
fn refused_by_packages(view: &FileView) -> Worlds {
    let Some((above, _)) = view.module.dotted.rsplit_once('.') else {
        return Worlds::NONE;
    };
    let mut refused = Worlds::NONE;
    for package in with_packages(above) {
        view.note_module(package);
        let summary = view.modules.module_until(package, &view.stop);
        for failure in summary.iter().flat_map(|summary| &summary.failures) {
            if failure.is_deliberate() && !is_of_module(view, failure) {
                refused |= failure.worlds;
            }
        }
    }
    refused
}

/// Whether it is this very module that refuses.
fn is_of_module(view: &FileView, failure: &ImportFailure) -> bool {
    let last = failure.chain.last();
    last.is_some_and(|step| Path::new(&step.path) == view.file)
}

fn imported_by_others(view: &FileView) -> Worlds {
    let known = view.modules.known_importers();
    if let Some(known) = known.imported_in(&view.file) {
        view.note(|asked| _ = asked.searched.insert(known.asker));
        return known.worlds;
    }
    if view.stop.is_stopped() {
        return at_once(&view.module.dotted);
    }
    view.note(|asked| _ = asked.searched.insert(view.file.clone()));
    let search = view.for_purpose(Purpose::Importers);
    let found = ImporterSearch::new(&search).and_then(ImporterSearch::imported_in);
    let nothing = || (vec![(view.file.clone(), Worlds::ALL)], false);
    let (found, is_by_lines) = found.unwrap_or_else(nothing);
    let worlds = found.first().map_or(Worlds::ALL, |(_, worlds)| *worlds);
    if !view.stop.is_stopped() {
        known.note(found, &view.file, is_by_lines);
    }
    worlds
}

/// The worlds in which other modules use these names of the module, for those that any of them uses.
pub(super) fn used_in(view: &FileView, names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
    if view.stop.is_stopped() {
        return Vec::new();
    }
    ImporterSearch::new(view).map_or_else(Vec::new, |mut search| search.used_in(names))
}

/// The names that files of the project put into modules of the library.
pub(super) fn patched(view: &FileView) -> Vec<String> {
    match view.modules.importer_index() {
        Some(index) if !view.stop.is_stopped() => {
            index.patched(&view.file).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a module of the standard library comes with what all importers of this file have imported.
pub(super) fn is_brought(view: &FileView, module: &str) -> bool {
    let top = module.split('.').next().unwrap_or(module);
    if !brought_by("setuptools").contains(&top) || view.stop.is_stopped() {
        return false;
    }
    view.note(|asked| asked.all_files = true);
    let roots = view.modules.roots();
    let index = view.modules.importer_index();
    index.is_some_and(|index| index.is_brought(&view.file, roots, top))
}

/// The modules that import this one.
pub(super) fn importers(view: &FileView) -> Vec<Arc<str>> {
    if view.stop.is_stopped() {
        return Vec::new();
    }
    ImporterSearch::new(view).map_or_else(Vec::new, |search| search.importers())
}

/// The worlds that are reported on before there is time to look: none for a module that may not be for every platform;
/// its findings come later.
fn at_once(module: &str) -> Worlds {
    let name = module.rsplit('.').next().unwrap_or_default();
    let is_private = name.starts_with('_') && !name.starts_with("__");
    match is_private || names_a_platform(module) {
        true => Worlds::NONE,
        false => Worlds::ALL,
    }
}

/// Another file, seen from where this one is.
fn view_of(view: &FileView, file: &std::path::Path, module: &ModuleName) -> FileView {
    FileView {
        file: file.to_owned(),
        module: module.clone(),
        purpose: Purpose::Module,
        ..view.clone()
    }
}

/// What the package is called that relative imports of the document start from.
fn package(view: &FileView) -> Option<&str> {
    Surroundings::package(view)
}
