//! What the functions and classes of modules are, found out when a document uses one of them.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use super::Modules;
use super::resolve::ResolvedModule;
use super::search::ModuleLocation;
use crate::limits::reached;
use crate::model::minds_children;
use crate::model::summary::definitions::Definitions;
use crate::project::cancellation::Cancellation;
use crate::project::file_view::FileView;
use crate::project::module_name::ModuleName;
use crate::project::questions::Purpose;
use crate::syntax::Document;

/// What a file defines, and the text that says it.
pub(super) type DefinedText = (String, Arc<Definitions>);

/// Longer modules are not evaluated for others: they are data, mostly, or generated.
const MAX_MODULE_BYTES: usize = 1 << 19;

/// A module in a file.
#[derive(Clone)]
pub(super) struct DefiningModule {
    pub(super) name: ModuleName,
    pub(super) path: PathBuf,
    pub(super) modules: Arc<Modules>,
}

impl Modules {
    /// What a module defines, if it may have to do with child processes: whoever asks has (`minds`),
    /// or it has itself, or what it imports. Installed modules are looked at only if they have.
    pub(in crate::project) fn definitions(
        self: &Arc<Self>,
        name: &str,
        minds: bool,
        stop: &Cancellation,
    ) -> Option<Arc<Definitions>> {
        let module = self.locate(name)?;
        let text = module.modules.storage.text(&module.path)?;
        if text.len() > MAX_MODULE_BYTES {
            reached("characters in a module that starts children for others");
            return None;
        }
        if stop.is_stopped() {
            return None;
        }
        let may_matter = match module.modules.own {
            true => minds || !self.child_names_of(module.clone()).is_empty(),
            false => minds_children(&text),
        };
        if !may_matter {
            return None;
        }
        let modules = Arc::clone(&module.modules);
        let lock = || {
            let known = modules.definitions.lock();
            known.unwrap_or_else(PoisonError::into_inner)
        };
        if let Some((known, definitions)) = lock().get(&module.path)
            && *known == text
        {
            return Some(Arc::clone(definitions));
        }
        let view = FileView {
            modules: Arc::clone(&module.modules),
            file: module.path.clone(),
            module: module.name,
            stop: stop.clone(),
            purpose: Purpose::Module,
        };
        let document = Document::read_only(text.clone());
        let path = module.path.to_string_lossy();
        let definitions = Arc::new(Definitions::of(&document, &view, self.worlds, &path));
        if stop.is_stopped() {
            return None;
        }
        lock().insert(module.path, (text, Arc::clone(&definitions)));
        Some(definitions)
    }

    /// The file of a module, if it has one.
    pub(super) fn locate(self: &Arc<Self>, name: &str) -> Option<DefiningModule> {
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
}
