//! How names that lead to child processes pass from statement to statement, and from module to module.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::child_names::{ImportedForm, ModuleNode, NameOrigin};
use super::child_outline::Outline;
use crate::model::surroundings::ChildNames;

/// The same modules with the names that lead to child processes, however many imports lie between.
pub(super) fn settled(mut nodes: Vec<ModuleNode>) -> Vec<ModuleNode> {
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
    pub(super) fn bound(&self, names: &ChildNames) -> Vec<Box<str>> {
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
pub(super) fn attribute(module: &str, name: &str) -> Box<str> {
    format!("{module}.{name}").into()
}

/// How names pass from module to module.
pub(super) struct NamePropagation {
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
    pub(super) fn new(nodes: &[ModuleNode]) -> Self {
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

    /// Whose evaluation may tell that something of theirs leads to child processes, where this name of a module does.
    pub(super) fn takers(&mut self, nodes: &[ModuleNode], at: usize, name: &str) -> Vec<usize> {
        let takers = self.by_name.get(&(at, name.into()));
        let takers = takers.into_iter().flatten().map(|(to, _)| *to);
        let mut found: Vec<usize> = takers.chain(self.stars[at].iter().copied()).collect();
        for (to, module) in self.modules[at].clone() {
            let outline = self.outline(&nodes[to], to);
            // The module may be handed on as a whole.
            if outline.uses(&attribute(&module, name)) || outline.uses(&attribute(&module, "")) {
                found.push(to);
            }
        }
        found
    }
}
