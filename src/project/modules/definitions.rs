//! What the functions and classes of modules are, found out when a document uses one of them.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use super::Modules;
use super::resolve::Found;
use super::scan::scan;
use super::search::Place;
use crate::model::minds_children;
use crate::model::summary::definitions::Definitions;
use crate::project::module_name::ModuleName;
use crate::project::stop::Stop;
use crate::project::view::View;
use crate::syntax::{Document, absolute};

/// What a file defines, and the text that says it.
pub(super) type Defined = (String, Arc<Definitions>);

/// Longer modules are not evaluated for others: data, mostly, or made by a machine.
const LONGEST: usize = 1 << 19;
/// So many imports lie between a module and one that starts children at most.
const DEPTH: usize = 3;
/// So many modules are looked at for that at most.
const MOST: usize = 48;

/// A module in a file.
struct Module {
    name: ModuleName,
    path: PathBuf,
    modules: Arc<Modules>,
}

impl Modules {
    /// What a module defines, if it may have to do with child processes: whoever asks has (`minds`),
    /// or it has itself, or what it imports. Installed modules are looked at only if they have.
    pub(in crate::project) fn definitions(
        self: &Arc<Self>,
        name: &str,
        minds: bool,
        stop: &Stop,
    ) -> Option<Arc<Definitions>> {
        let module = self.locate(name)?;
        let text = module.modules.storage.text(&module.path)?;
        if text.len() > LONGEST || stop.is_stopped() {
            return None;
        }
        let may_matter = match module.modules.own {
            true => minds || self.leads(&module, &text),
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
        let view = View {
            modules: Arc::clone(&module.modules),
            file: module.path.clone(),
            module: module.name,
            stop: stop.clone(),
        };
        let document = Document::new(text.clone());
        let path = module.path.to_string_lossy();
        let definitions = Arc::new(Definitions::of(&document, &view, self.worlds, &path));
        if stop.is_stopped() {
            return None;
        }
        lock().insert(module.path, (text, Arc::clone(&definitions)));
        Some(definitions)
    }

    /// Whether a module, or one that it imports, may have to do with child processes.
    pub(in crate::project) fn starts_children(self: &Arc<Self>, name: &str) -> bool {
        let Some(module) = self.locate(name) else {
            return false;
        };
        let known = self.leading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(&module.path) {
            return *known;
        }
        drop(known);
        let text = module.modules.storage.text(&module.path);
        text.is_some_and(|text| self.leads(&module, &text))
    }

    fn locate(self: &Arc<Self>, name: &str) -> Option<Module> {
        let (found, modules) = match self.find(name)? {
            Place::Here(found) => (found, Arc::clone(self)),
            Place::Base(_) => return self.base.as_ref()?.locate(name),
        };
        let Found::File { path, package, .. } = found else {
            return None;
        };
        Some(Module {
            name: ModuleName::new(name.to_owned(), package),
            path,
            modules,
        })
    }

    /// The same as the question that it asks, answered once for each module.
    fn leads(self: &Arc<Self>, module: &Module, text: &str) -> bool {
        let lock = || self.leading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&module.path) {
            return *known;
        }
        let leads = match module.modules.own {
            true => self.leads_to_children(module, text),
            false => minds_children(text),
        };
        lock().insert(module.path.clone(), leads);
        leads
    }

    /// Whether a module of the project, or one that it imports, has to do with child processes.
    fn leads_to_children(self: &Arc<Self>, module: &Module, text: &str) -> bool {
        let mut seen = HashSet::from([module.path.clone()]);
        let mut level = vec![(module.name.clone(), text.to_owned())];
        for _ in 0..DEPTH {
            if level.iter().any(|(_, text)| minds_children(text)) {
                return true;
            }
            let mut next = Vec::new();
            for (name, text) in &level {
                for import in scan(text, self.worlds).imports {
                    let Some(dotted) = absolute(import.level, &import.module, name.package())
                    else {
                        continue;
                    };
                    let inside = import.names.iter();
                    let inside = inside.map(|(name, _)| format!("{dotted}.{name}"));
                    for name in [dotted.clone()].into_iter().chain(inside) {
                        let Some(found) = self.locate(&name).filter(|found| found.modules.own)
                        else {
                            continue;
                        };
                        if seen.len() >= MOST || !seen.insert(found.path.clone()) {
                            continue;
                        }
                        let text = found.modules.storage.text(&found.path);
                        next.push((found.name, text.unwrap_or_default()));
                    }
                }
            }
            level = next;
        }
        level.iter().any(|(_, text)| minds_children(text))
    }
}
