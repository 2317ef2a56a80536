//! Where a module is that is imported by a name: the project, the standard library, the environment.

use std::sync::PoisonError;

use super::Modules;
use super::resolve::{ResolvedModule, resolve};
use crate::facts;
use crate::limits::reached;
use crate::project::module_name::MAX_MODULE_NAME_BYTES;
use crate::world::Worlds;

/// Where a module was found.
pub(in crate::project) enum ModuleLocation<'m> {
    /// Below the own search path.
    Here(ResolvedModule),
    /// Among the modules that others share.
    Base(&'m Modules),
}

/// Where an import of a module leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::project) enum Target {
    /// To the project itself, or to the standard library.
    Own,
    /// To what is installed.
    Installed,
    /// Nowhere.
    Absent,
}

impl Modules {
    /// Where an import of a top-level module leads.
    pub(in crate::project) fn target(&self, top: &str) -> Target {
        match self.find(top) {
            Some(ModuleLocation::Here(_)) => Target::Own,
            Some(ModuleLocation::Base(_)) => Target::Installed,
            None if facts::is_module(top) => Target::Own,
            None => Target::Absent,
        }
    }

    /// Where a module is that is imported by this name: the project comes first, then the
    /// standard library, then what is installed.
    pub(in crate::project) fn find(&self, name: &str) -> Option<ModuleLocation<'_>> {
        if name.len() > MAX_MODULE_NAME_BYTES {
            reached("characters in a module's name");
            return None;
        }
        let top = name.split('.').next().unwrap_or(name);
        let is_regular = |found| {
            matches!(
                found,
                Some(ResolvedModule::File { .. } | ResolvedModule::Stub)
            )
        };
        if self.own && is_regular(self.place(top)) {
            return self.place(name).map(ModuleLocation::Here);
        }
        if facts::is_module(top) {
            let installed = self.base.as_deref().unwrap_or(self);
            let instead = if top == "distutils" {
                "setuptools"
            } else {
                name
            };
            let found = is_removed(top) && installed.place(instead).is_some();
            return found.then_some(ModuleLocation::Here(ResolvedModule::Stub));
        }
        let base = self.base.as_deref();
        match base.and_then(|base| base.place(top)) {
            Some(ResolvedModule::File { .. } | ResolvedModule::Stub) => {
                base.map(ModuleLocation::Base)
            }
            namespace => match (self.place(name), namespace) {
                (Some(here), _) => Some(ModuleLocation::Here(here)),
                (None, Some(_)) => base.map(ModuleLocation::Base),
                (None, None) => None,
            },
        }
    }

    fn place(&self, name: &str) -> Option<ResolvedModule> {
        let lock = || self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(name) {
            return known.clone();
        }
        let found = resolve(&*self.storage, &self.roots, name);
        lock().insert(name.to_owned(), found.clone());
        found
    }
}

/// Whether some version of Python has lost the module on every platform, so that an installed one
/// takes its place: setuptools that of `distutils`.
fn is_removed(top: &str) -> bool {
    facts::fact(top).is_some_and(|fact| {
        let versions = Worlds::minors(|minor| fact.available.contains(Worlds::minor(minor)));
        fact.failure == facts::Failure::Missing && fact.available == versions
    })
}
