//! The file in which a module that somebody asks for defines its functions and classes.

use std::path::PathBuf;
use std::sync::Arc;

use super::Modules;
use super::resolve::ResolvedModule;
use super::search::ModuleLocation;
use crate::project::module_name::ModuleName;

/// A module in a file.
#[derive(Clone)]
pub(in crate::project) struct DefiningModule {
    pub(in crate::project) name: ModuleName,
    pub(in crate::project) path: PathBuf,
    pub(in crate::project) modules: Arc<Modules>,
}

impl Modules {
    /// The file of a module, if it has one.
    pub(in crate::project) fn locate(self: &Arc<Self>, name: &str) -> Option<DefiningModule> {
        let (found, modules) = match self.find(name)? {
            ModuleLocation::Here(found) => (found, Arc::clone(self)),
            ModuleLocation::Base(_) => return self.base.as_ref()?.locate(name),
        };
        let ResolvedModule::File { path, package, .. } = found else {
            return None;
        };
        Some(DefiningModule {
            name: ModuleName::new(name.to_owned(), package),
            path,
            modules,
        })
    }

    /// Whether something in a module of the project may lead to child processes.
    pub(in crate::project) fn may_start_children(self: &Arc<Self>, module: DefiningModule) -> bool {
        !self.child_names_of(module).is_empty()
    }
}
