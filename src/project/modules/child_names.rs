//! The names of a module that lead to child processes, by its lines: no parse.
//!
//! Whoever starts a child has to name what does so. Names that stand beside one of the words of child processes lead
//! to them, then whatever is bound where such a name is used, and so on through the modules that import it. The answer
//! may hold names too many, never too few.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;

use super::Modules;
use super::defining_module::DefiningModule;
use super::import_lines::{ImportLine, each_import};
use super::name_propagation::settled;
use crate::facts;
use crate::model::minds_children;
use crate::model::surroundings::ChildNames;
use crate::syntax::{absolute, with_packages};

/// A module of the project on the way to those that start children.
pub(super) struct ModuleNode {
    pub(super) module: DefiningModule,
    /// What it takes from others.
    pub(super) taken: Vec<ImportedName>,
    pub(super) minds: bool,
    pub(super) names: Arc<ChildNames>,
}

/// What an import takes.
pub(super) struct ImportedName {
    /// The module that it comes from.
    pub(super) from: NameOrigin,
    pub(super) what: ImportedForm,
}

pub(super) enum NameOrigin {
    /// One whose names are being found out.
    Node(usize),
    /// One whose names are known.
    Known(Arc<ChildNames>),
}

pub(super) enum ImportedForm {
    /// A name, and what it is bound to.
    Name(String, String),
    /// All that is there.
    Star,
    /// The module itself is bound to this name.
    Module(String),
}

/// Names of modules that lead to child processes, by file.
#[derive(Debug, Default)]
pub(super) struct NamesByFile(Mutex<HashMap<PathBuf, Arc<ChildNames>>>);

impl NamesByFile {
    pub(super) fn get(&self, path: &Path) -> Option<Arc<ChildNames>> {
        self.lock().get(path).cloned()
    }

    pub(super) fn extend(&self, names: impl IntoIterator<Item = (PathBuf, Arc<ChildNames>)>) {
        self.lock().extend(names);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<ChildNames>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Modules {
    /// The names of a module that lead to child processes.
    pub(in crate::project) fn child_names(self: &Arc<Self>, name: &str) -> Arc<ChildNames> {
        self.locate(name).map_or_else(Arc::default, |module| {
            let modules = Arc::clone(&module.modules);
            modules.child_names_of(module)
        })
    }

    pub(super) fn child_names_of(self: &Arc<Self>, module: DefiningModule) -> Arc<ChildNames> {
        if let Some(known) = self.child_names.get(&module.path) {
            return known;
        }
        if !self.own {
            let names = Arc::new(self.installed_child_names(&module));
            self.child_names.extend([(module.path, Arc::clone(&names))]);
            return names;
        }
        let path = module.path.clone();
        let known = |path: &Path| self.child_names.get(path);
        let nodes = settled(self.reached_from(module, &known)).into_iter();
        let names = nodes.map(|node| (node.module.path, node.names));
        self.child_names.extend(names);
        self.child_names.get(&path).unwrap_or_default()
    }

    /// Nobody looks through what is installed: a module leads to child processes, or it does not.
    fn installed_child_names(&self, module: &DefiningModule) -> ChildNames {
        let text = self.storage.text(&module.path);
        ChildNames {
            all: text.is_some_and(|text| minds_children(&text)),
            ..ChildNames::default()
        }
    }

    /// The modules that this one imports, wherever it does so, and those that they import.
    pub(super) fn reached_from(
        self: &Arc<Self>,
        first: DefiningModule,
        known: &dyn Fn(&Path) -> Option<Arc<ChildNames>>,
    ) -> Vec<ModuleNode> {
        let mut places = HashMap::from_iter([(first.path.clone(), 0)]);
        let mut due = vec![first];
        let mut nodes: Vec<ModuleNode> = Vec::new();
        while nodes.len() < due.len() {
            let module = due[nodes.len()].clone();
            let text = self.storage.text(&module.path).unwrap_or_default();
            let mut taken = Vec::new();
            each_import(&text, &mut |import, _| {
                if import.is_for_checkers {
                    return;
                }
                for (dotted, what) in named(&import, module.name.package()) {
                    let Some(found) = self.locate(&dotted) else {
                        continue;
                    };
                    let known = match found.modules.own {
                        true => known(&found.path),
                        false => Some(Arc::clone(&found.modules).child_names_of(found.clone())),
                    };
                    let from = match known {
                        Some(known) if known.is_empty() => continue,
                        Some(known) => NameOrigin::Known(known),
                        None => NameOrigin::Node(*places.entry(found.path.clone()).or_insert_with(
                            || {
                                due.push(found);
                                due.len() - 1
                            },
                        )),
                    };
                    taken.push(ImportedName { from, what });
                }
            });
            nodes.push(ModuleNode {
                minds: minds_children(&text),
                module,
                taken,
                names: Arc::default(),
            });
        }
        nodes
    }
}

/// The modules that an import names, and what it takes from each.
fn named(import: &ImportLine, package: Option<&str>) -> Vec<(String, ImportedForm)> {
    let top = import.module.split('.').next().unwrap_or_default();
    if import.level == 0 && facts::is_module(top) {
        return Vec::new();
    }
    let Some(whole) = absolute(import.level, &import.module, package) else {
        return Vec::new();
    };
    if import.takes {
        let taken = import.names.iter().flat_map(|(name, bound)| {
            let inside = (
                format!("{whole}.{name}"),
                ImportedForm::Module(bound.clone()),
            );
            let what = match name == "*" {
                true => ImportedForm::Star,
                false => ImportedForm::Name(name.clone(), bound.clone()),
            };
            [(whole.clone(), what), inside]
        });
        return taken.collect();
    }
    if let Some(alias) = &import.alias {
        return vec![(whole, ImportedForm::Module(alias.clone()))];
    }
    with_packages(&whole)
        .map(|name| (name.to_owned(), ImportedForm::Module(name.to_owned())))
        .collect()
}
