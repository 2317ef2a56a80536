//! The names of a module that lead to child processes, by its lines: no parse.
//!
//! Whoever starts a child has to name what does so. Names that stand beside one of the words of child processes lead
//! to them, then whatever is bound where such a name is used, and so on through the modules that import it. The answer
//! may hold names too many, never too few.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::Modules;
use super::child_outline::Outline;
use super::defining_module::DefiningModule;
use super::import_lines::{ImportLine, each_import};
use crate::facts;
use crate::model::minds_children;
use crate::model::surroundings::ChildNames;
use crate::syntax::{absolute, with_packages};

/// A module of the project on the way to those that start children.
struct ModuleNode {
    module: DefiningModule,
    /// What it takes from others.
    taken: Vec<ImportedName>,
    minds: bool,
    names: Arc<ChildNames>,
}

/// What an import takes.
struct ImportedName {
    /// The module that it comes from.
    from: NameOrigin,
    what: ImportedForm,
}

enum NameOrigin {
    /// One whose names are being found out.
    Node(usize),
    /// One whose names are known.
    Known(Arc<ChildNames>),
}

enum ImportedForm {
    /// A name, and what it is bound to.
    Name(String, String),
    /// All that is there.
    Star,
    /// The module itself is bound to this name.
    Module(String),
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
        if let Some(known) = self.known_child_names(&module.path) {
            return known;
        }
        if !self.own {
            let names = Arc::new(self.installed_child_names(&module));
            self.note_child_names(module.path, Arc::clone(&names));
            return names;
        }
        let path = module.path.clone();
        for node in settled(self.reached_from(module)) {
            self.note_child_names(node.module.path, node.names);
        }
        self.known_child_names(&path).unwrap_or_default()
    }

    /// Nobody looks through what is installed: a module leads to child processes, or it does not.
    fn installed_child_names(&self, module: &DefiningModule) -> ChildNames {
        let text = self.storage.text(&module.path);
        ChildNames {
            all: text.is_some_and(|text| minds_children(&text)),
            ..ChildNames::default()
        }
    }

    fn known_child_names(&self, path: &PathBuf) -> Option<Arc<ChildNames>> {
        let known = self.child_names.lock();
        let known = known.unwrap_or_else(PoisonError::into_inner);
        known.get(path).cloned()
    }

    fn note_child_names(&self, path: PathBuf, names: Arc<ChildNames>) {
        let known = self.child_names.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        known.insert(path, names);
    }

    /// The modules that this one imports, wherever it does so, and those that they import.
    fn reached_from(self: &Arc<Self>, first: DefiningModule) -> Vec<ModuleNode> {
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
                        true => self.known_child_names(&found.path),
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

/// The same modules with the names that lead to child processes, however many imports lie between.
fn settled(mut nodes: Vec<ModuleNode>) -> Vec<ModuleNode> {
    let mut passing = NamePropagation::new(&nodes);
    let mut due: Vec<(usize, Box<str>)> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        for taken in &node.taken {
            if let NameOrigin::Known(names) = &taken.from {
                let bound = taken.what.bound(names);
                due.extend(bound.into_iter().map(|name| (at, name)));
            }
        }
        if node.minds {
            let outline = passing.outline(node, at);
            due.extend(outline.minding.iter().map(|name| (at, name.clone())));
        }
    }
    let mut found: Vec<HashSet<Box<str>>> = nodes.iter().map(|_| HashSet::new()).collect();
    while let Some((at, name)) = due.pop() {
        if found[at].insert(name.clone()) {
            let outline = passing.outline(&nodes[at], at);
            let bound = outline.bound_with(&name);
            due.extend(bound.map(|name| (at, name.clone())));
            due.extend(passing.importers(&nodes, at, &name));
        }
    }
    for (node, found) in nodes.iter_mut().zip(found) {
        let (inside, names): (HashSet<_>, HashSet<_>) =
            found.into_iter().partition(|name| name.contains('.'));
        let modules = inside.into_iter().filter(|name| name.ends_with('.'));
        let modules = modules.collect();
        node.names = Arc::new(ChildNames {
            all: false,
            names,
            modules,
        });
    }
    nodes
}

impl ImportedForm {
    /// What leads to child processes where this is taken from a module in which these do.
    fn bound(&self, names: &ChildNames) -> Vec<Box<str>> {
        match self {
            Self::Name(name, to) if names.has(name) => vec![to.as_str().into()],
            Self::Module(to) if names.all => vec![to.as_str().into()],
            Self::Module(to) => {
                let inside = names.names.iter().map(|name| attribute(to, name));
                let marked = names.modules.iter();
                let inside =
                    inside.chain(marked.map(|name| attribute(to, name.trim_end_matches('.'))));
                let whole = (!names.is_empty()).then(|| attribute(to, ""));
                inside.chain(whole).collect()
            }
            Self::Star => {
                let modules = names.modules.iter().map(|name| name.trim_end_matches('.'));
                let names = names.names.iter().map(|name| &**name);
                names.chain(modules).map(Box::from).collect()
            }
            Self::Name(..) => Vec::new(),
        }
    }
}

/// `a.b`; `a.` is the module itself, if something in it leads to child processes.
fn attribute(module: &str, name: &str) -> Box<str> {
    format!("{module}.{name}").into()
}

/// How names pass from module to module.
struct NamePropagation {
    /// The statements of each module, once one of its names leads to child processes.
    outlines: Vec<Option<Outline>>,
    /// Who takes a name, and what it is bound to there.
    by_name: HashMap<(usize, Box<str>), Vec<(usize, Box<str>)>>,
    /// Who binds the module itself, and to what.
    modules: Vec<Vec<(usize, Box<str>)>>,
    /// What each binds to modules.
    binds: HashSet<(usize, Box<str>)>,
    /// Who takes all names.
    stars: Vec<Vec<usize>>,
}

impl NamePropagation {
    fn new(nodes: &[ModuleNode]) -> Self {
        let mut passing = Self {
            outlines: nodes.iter().map(|_| None).collect(),
            by_name: HashMap::new(),
            modules: nodes.iter().map(|_| Vec::new()).collect(),
            binds: HashSet::new(),
            stars: nodes.iter().map(|_| Vec::new()).collect(),
        };
        for (at, node) in nodes.iter().enumerate() {
            for taken in &node.taken {
                if let ImportedForm::Module(to) = &taken.what {
                    passing.binds.insert((at, to.as_str().into()));
                }
                let NameOrigin::Node(from) = taken.from else {
                    continue;
                };
                match &taken.what {
                    ImportedForm::Name(name, to) => {
                        let takers = passing.by_name.entry((from, name.as_str().into()));
                        takers.or_default().push((at, to.as_str().into()));
                    }
                    ImportedForm::Module(to) => {
                        passing.modules[from].push((at, to.as_str().into()));
                    }
                    ImportedForm::Star => passing.stars[from].push(at),
                }
            }
        }
        passing
    }

    fn outline(&mut self, node: &ModuleNode, at: usize) -> &Outline {
        self.outlines[at].get_or_insert_with(|| {
            let module = &node.module;
            let text = module.modules.storage.text(&module.path);
            Outline::of(&text.unwrap_or_default())
        })
    }

    /// What leads to child processes where others take a name that does.
    fn importers(&mut self, nodes: &[ModuleNode], at: usize, name: &str) -> Vec<(usize, Box<str>)> {
        // What is in a module that is taken from elsewhere is told by the module itself.
        let taken = name.strip_suffix('.').unwrap_or(name);
        if taken.contains('.') {
            return Vec::new();
        }
        let stars = self.stars[at].iter().map(|to| (*to, taken.into()));
        let mut found: Vec<(usize, Box<str>)> = stars.collect();
        let takers = self.by_name.get(&(at, taken.into()));
        let takers = takers.into_iter().flatten();
        let tells = |taker: &&(usize, Box<str>)| taken == name || !self.binds.contains(*taker);
        found.extend(takers.filter(tells).cloned());
        for (to, module) in self.modules[at].clone() {
            let inside = attribute(&module, taken);
            if self.outline(&nodes[to], to).uses(&inside) {
                found.push((to, inside));
            }
            found.push((to, attribute(&module, "")));
        }
        found
    }
}
