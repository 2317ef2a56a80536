//! Modules that run although nothing in the project imports them, and where.

use std::path::Path;

use super::search::ImporterSearch;
use crate::project::import_index::{Importer, Index, directory_named, named_in};
use crate::project::module_name::ModuleName;
use crate::world::Worlds;

impl ImporterSearch<'_> {
    /// Those of them that tell where it runs: what nobody uses yet does not say that what is named for a platform, and
    /// that others know how to import, runs anywhere else.
    pub(super) fn telling_importers<'i>(
        &self,
        index: &'i Index,
        file: &Path,
        module: &ModuleName,
    ) -> Vec<Importer<'i>> {
        let mut importers = self.importers_of(index, file, &module.dotted);
        if importers.iter().any(|importer| !importer.is_lone) && self.named(file, module).is_some()
        {
            importers.retain(|importer| !importer.is_lone);
        }
        importers
    }

    /// Where a module runs that nobody is known to import: on the platforms that its path names, if it names any.
    pub(super) fn alone_in(&self, file: &Path, module: &ModuleName) -> Worlds {
        let importers = self.importers_of(&self.index, file, &module.dotted);
        match importers.is_empty() {
            true => self.named_alone(file, module),
            false => Worlds::ALL,
        }
    }

    /// The same of one of which that is known.
    pub(super) fn named_alone(&self, file: &Path, module: &ModuleName) -> Worlds {
        self.named(file, module).unwrap_or(Worlds::ALL)
    }

    /// The platforms that the path of a module names, unless programs start with it.
    fn named(&self, file: &Path, module: &ModuleName) -> Option<Worlds> {
        if self.is_start(file, module) {
            return None;
        }
        self.index.platforms(file, &module.dotted, || {
            if self.index.is_test_data(file) {
                return Some(Worlds::NONE);
            }
            let roots = self.view.modules.roots().iter();
            let inside = roots.filter_map(|root| file.strip_prefix(root).ok());
            // Below the outermost: each script is in a root of its own.
            let inside = inside.max_by_key(|inside| inside.components().count())?;
            named_in(inside).or_else(|| directory_named(file))
        })
    }

    pub(super) fn is_start(&self, file: &Path, module: &ModuleName) -> bool {
        let is_package = file.file_name().is_some_and(|name| name == "__init__.py");
        let last = module.dotted.rsplit('.').next().unwrap_or_default();
        is_package && !module.dotted.contains('.') && !self.is_for_scripts(file, module)
            || last == "__main__"
            || self.index.starts_with(file, &module.dotted)
    }

    /// Whether tests are run that are in a module, whoever else imports it, and wherever they run.
    pub(super) fn is_test(&self, file: &Path, module: &ModuleName) -> bool {
        self.index.has_own_tests(file) && self.named(file, module).is_none()
    }

    /// Whether a package lies beside scripts deeper in the project that import it: nobody else finds it there.
    fn is_for_scripts(&self, package: &Path, module: &ModuleName) -> bool {
        let Some(beside) = package.parent().and_then(Path::parent) else {
            return false;
        };
        let mut roots = self.view.modules.roots().iter();
        let is_deeper = roots.any(|root| beside != root && beside.starts_with(root));
        let importers = || self.importers_of(&self.index, package, &module.dotted);
        is_deeper
            && importers()
                .iter()
                .any(|importer| importer.path.parent() == Some(beside))
    }
}
