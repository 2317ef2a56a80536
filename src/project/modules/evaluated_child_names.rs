//! The names of a module that lead to child processes, as the evaluation of each module in between says: words alone lead
//! from every class to all that its methods name.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::{HashMap, HashSet, HashSetExt};

use super::DefiningModule;
use super::Modules;
use super::child_names::{ImportedForm, ImportedName, ModuleNode, NameOrigin};
use super::name_propagation::{NamePropagation, attribute};
use crate::model::summary::definitions::Definitions;
use crate::model::surroundings::ChildNames;
use crate::project::cancellation::Cancellation;
use crate::project::definitions::evaluated;

impl Modules {
    /// The names of a module that lead to child processes, of those that do so by its words.
    pub(in crate::project) fn evaluated_child_names(
        self: &Arc<Self>,
        name: &str,
        stop: &Cancellation,
    ) -> Arc<ChildNames> {
        self.locate(name).map_or_else(Arc::default, |module| {
            let modules = Arc::clone(&module.modules);
            modules.evaluated_child_names_of(module, stop)
        })
    }

    fn evaluated_child_names_of(
        self: &Arc<Self>,
        module: DefiningModule,
        stop: &Cancellation,
    ) -> Arc<ChildNames> {
        let by_words = self.child_names_of(module.clone());
        if by_words.is_empty() || !self.own {
            return by_words;
        }
        if let Some(known) = self.known_evaluated_names(&module.path) {
            return known;
        }
        let path = module.path.clone();
        let known = |path: &Path| self.known_evaluated_names(path);
        let nodes = self.reached_from(module, &known);
        let settled = EvaluatedPropagation::new(self, nodes, stop).settled();
        if stop.is_stopped() {
            return by_words;
        }
        self.evaluated_names.extend(settled);
        self.evaluated_names.get(&path).unwrap_or(by_words)
    }

    /// What is known without an evaluation: that words lead nowhere, too.
    fn known_evaluated_names(&self, path: &Path) -> Option<Arc<ChildNames>> {
        let none = || self.child_names.get(path).filter(|names| names.is_empty());
        self.evaluated_names.get(path).or_else(none)
    }
}

/// How such names pass from module to module.
struct EvaluatedPropagation<'m> {
    modules: &'m Arc<Modules>,
    stop: &'m Cancellation,
    nodes: Vec<ModuleNode>,
    /// The place of each, by file.
    places: HashMap<PathBuf, usize>,
    passing: NamePropagation,
    found: Vec<HashSet<Box<str>>>,
    /// What each defines, once somebody has asked.
    definitions: Vec<OnceCell<Option<Arc<Definitions>>>>,
}

impl<'m> EvaluatedPropagation<'m> {
    fn new(modules: &'m Arc<Modules>, nodes: Vec<ModuleNode>, stop: &'m Cancellation) -> Self {
        let places = nodes.iter().zip(0..);
        Self {
            modules,
            stop,
            places: places
                .map(|(node, at)| (node.module.path.clone(), at))
                .collect(),
            passing: NamePropagation::new(&nodes),
            found: vec![HashSet::new(); nodes.len()],
            definitions: vec![OnceCell::new(); nodes.len()],
            nodes,
        }
    }

    /// The names of each module, by file.
    fn settled(mut self) -> Vec<(PathBuf, Arc<ChildNames>)> {
        let takes_known = |node: &ModuleNode| {
            node.taken.iter().any(|taken| match &taken.from {
                NameOrigin::Known(names) => !taken.what.bound(names).is_empty(),
                NameOrigin::Node(_) => false,
            })
        };
        let nodes = self.nodes.iter().enumerate();
        let begin = nodes.filter(|(_, node)| node.minds || takes_known(node));
        let mut due: BTreeSet<usize> = begin.map(|(at, _)| at).collect();
        // Those that are imported come behind those that import them.
        while let Some(at) = due.pop_last() {
            if self.stop.is_stopped() {
                break;
            }
            for name in self.leading(at) {
                if !self.found[at].contains(&name) {
                    due.extend(self.passing.takers(&self.nodes, at, &name));
                    self.found[at].insert(name);
                }
            }
        }
        let modules = self.bound_modules();
        let all = self.nodes.into_iter().zip(self.found).zip(modules);
        all.map(|((node, names), modules)| {
            let names = ChildNames {
                all: false,
                names,
                modules,
            };
            (node.module.path, Arc::new(names))
        })
        .collect()
    }

    /// What leads to child processes in a module, as far as is known of the others.
    fn leading(&self, at: usize) -> Vec<Box<str>> {
        let definitions = self.definitions[at].get_or_init(|| {
            let module = self.nodes[at].module.clone();
            let text = self.modules.storage.text(&module.path)?;
            evaluated(module, text, self.modules.worlds, self.stop)
        });
        let definitions = definitions.as_ref();
        let leads = |module: &str, name: &str| self.leads(module, name);
        definitions.map_or_else(Vec::new, |definitions| {
            definitions.names_to_children(&leads)
        })
    }

    /// Whether a name of a module leads to child processes, as far as is known.
    fn leads(&self, module: &str, name: &str) -> bool {
        let Some(module) = self.modules.locate(module) else {
            return false;
        };
        match self.places.get(&module.path) {
            Some(at) => self.found[*at].contains(name),
            None if module.modules.own => {
                let known = self.modules.known_evaluated_names(&module.path);
                known.is_some_and(|known| known.has(name))
            }
            None => Arc::clone(&module.modules).child_names_of(module).has(name),
        }
    }

    /// What each module binds to modules that have such names, with a dot behind it.
    fn bound_modules(&self) -> Vec<HashSet<Box<str>>> {
        let mut importers = vec![Vec::new(); self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            let origins = node.taken.iter().filter_map(|taken| match taken.from {
                NameOrigin::Node(from) => Some(from),
                NameOrigin::Known(_) => None,
            });
            origins.for_each(|from| importers[from].push(at));
        }
        let mut modules = vec![HashSet::new(); self.nodes.len()];
        // Those that are imported come behind those that import them.
        let mut due: Vec<usize> = (0..self.nodes.len()).collect();
        while let Some(at) = due.pop() {
            let taken = self.nodes[at].taken.iter();
            let bound: Vec<Box<str>> = taken
                .flat_map(|taken| self.bound_by(taken, &modules))
                .collect();
            let before = modules[at].len();
            modules[at].extend(bound);
            if modules[at].len() > before {
                due.extend(&importers[at]);
            }
        }
        modules
    }

    fn bound_by(&self, taken: &ImportedName, modules: &[HashSet<Box<str>>]) -> Vec<Box<str>> {
        let (names, inside, all) = match &taken.from {
            NameOrigin::Known(known) => (&known.names, &known.modules, known.all),
            NameOrigin::Node(from) => (&self.found[*from], &modules[*from], false),
        };
        match &taken.what {
            ImportedForm::Module(to) if all || !names.is_empty() || !inside.is_empty() => {
                vec![attribute(to, "")]
            }
            ImportedForm::Name(name, to) if inside.contains(&attribute(name, "")) => {
                vec![attribute(to, "")]
            }
            ImportedForm::Star => inside.iter().cloned().collect(),
            ImportedForm::Module(_) | ImportedForm::Name(..) => Vec::new(),
        }
    }
}
