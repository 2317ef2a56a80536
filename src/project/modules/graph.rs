//! Which modules an import reaches while it runs: found by a look at their lines, level by level.

use std::path::PathBuf;

use foldhash::{HashMap, HashSet};

use super::Modules;
use super::imported_names::ImportedNames;
use super::quick_scan::{QuickScan, scan};
use super::resolve::ResolvedModule;
use super::search::ModuleLocation;
use crate::project::cancellation::Deadline;
use crate::project::content_hash::{Key, key};
use crate::project::import_lines::ImportLine;
use crate::project::module_name::ModuleName;
use crate::project::thread_pool::in_parallel;
use crate::syntax::{absolute, with_packages};

/// More modules are not looked at for one question. Real programs have a tenth; links that lead to
/// the directory around them make any number.
const MAX_MODULES: usize = 10_000;

/// A module to be summarised.
#[derive(Clone, Debug)]
pub(super) struct GraphNode {
    pub(super) source: ModuleSource,
    /// The modules that it may import, by name.
    pub(super) wants: Vec<String>,
    /// What it takes from them.
    pub(super) taken: ImportedNames,
    pub(super) scan: QuickScan,
    /// Of its text and its place.
    pub(super) hash: Key,
}

/// Where a module comes from.
#[derive(Clone, Debug)]
pub(super) struct ModuleSource {
    /// What it is imported as.
    pub(super) module: ModuleName,
    pub(super) path: PathBuf,
    /// The entry of the search path that it was found below.
    pub(super) root: PathBuf,
}

/// Modules and what each imports.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<GraphNode>,
    pub(super) by_path: HashMap<PathBuf, usize>,
    /// Names of modules that others share.
    pub(super) shared: HashSet<String>,
}

impl ModuleSource {
    fn new(name: &str, path: PathBuf, root: PathBuf, is_package: bool) -> Self {
        Self {
            module: ModuleName::new(name.to_owned(), is_package),
            path,
            root,
        }
    }

    /// The absolute name of the module that an import in it names.
    fn absolute(&self, import: &ImportLine) -> Option<String> {
        let module = absolute(import.level, &import.module, self.module.package());
        module.filter(|module| !module.is_empty())
    }
}

impl Graph {
    /// Everything that these names lead to and that is not known yet. `asked` are further names
    /// that modules of the graph before have turned out to import.
    pub(super) fn of(
        modules: &Modules,
        names: &[String],
        before: Self,
        asked: &HashMap<PathBuf, Vec<String>>,
        patience: &Deadline,
    ) -> Self {
        let mut graph = Self::default();
        let mut frontier = graph.enter(modules, names);
        let before: HashMap<PathBuf, GraphNode> = before
            .nodes
            .into_iter()
            .map(|node| (node.source.path.clone(), node))
            .collect();
        while !frontier.is_empty() && !patience.is_over() {
            let read = |source: &ModuleSource| {
                let mut node = match before.get(&source.path) {
                    Some(node) => node.clone(),
                    None => GraphNode::read(modules, source),
                };
                node.add(asked.get(&source.path).map_or(&[], Vec::as_slice));
                node
            };
            let nodes = match frontier.len() {
                // A thread would cost more than it saves.
                1..4 => frontier.iter().map(|source| Some(read(source))).collect(),
                _ => in_parallel(&frontier, read),
            };
            let mut next = Vec::new();
            for node in nodes.into_iter().flatten() {
                next.extend(graph.enter(modules, &node.wants));
                graph.nodes.push(node);
            }
            frontier = next;
        }
        // Nodes were numbered in the order in which they were entered.
        graph
            .nodes
            .sort_by(|node, other| node.source.path.cmp(&other.source.path));
        graph.by_path = graph
            .nodes
            .iter()
            .enumerate()
            .map(|(at, node)| (node.source.path.clone(), at))
            .collect();
        graph
    }

    /// Those of the names that are new here.
    fn enter(&mut self, modules: &Modules, names: &[String]) -> Vec<ModuleSource> {
        let mut new = Vec::new();
        for name in names {
            if self.by_path.len() >= MAX_MODULES {
                if let Some(ModuleLocation::Here(ResolvedModule::File { path, .. })) =
                    modules.find(name)
                {
                    modules.note_unread(&path);
                }
                break;
            }
            match modules.find(name) {
                Some(ModuleLocation::Here(ResolvedModule::File {
                    path,
                    root,
                    package,
                })) => {
                    if !self.by_path.contains_key(&path) && modules.known(&path).is_none() {
                        self.by_path.insert(path.clone(), usize::MAX);
                        new.push(ModuleSource::new(name, path, root, package));
                    }
                }
                Some(ModuleLocation::Base(_)) => _ = self.shared.insert(name.clone()),
                Some(ModuleLocation::Here(_)) | None => {}
            }
        }
        new
    }

    /// The places of the modules that each one may import.
    pub(super) fn edges(&self, modules: &Modules) -> Vec<Vec<usize>> {
        let place = |name: &String| self.place(modules, name);
        self.nodes
            .iter()
            .map(|node| node.wants.iter().filter_map(place).collect())
            .collect()
    }

    /// The place of a module, if it is here.
    pub(super) fn place(&self, modules: &Modules, name: &str) -> Option<usize> {
        match modules.find(name)? {
            ModuleLocation::Here(ResolvedModule::File { path, .. }) => {
                self.by_path.get(&path).copied()
            }
            _ => None,
        }
    }
}

impl GraphNode {
    fn read(modules: &Modules, source: &ModuleSource) -> Self {
        let text = modules.text(&source.path).unwrap_or_default();
        let scan = scan(&text, modules.worlds);
        let (mut wants, mut taken) = (Vec::new(), ImportedNames::default());
        for import in &scan.imports {
            let Some(module) = source.absolute(import) else {
                continue;
            };
            // A package that is not there has nothing in it.
            let there = with_packages(&module).take_while(|name| modules.find(name).is_some());
            let first = wants.len();
            wants.extend(there.map(str::to_owned));
            for package in &wants[first..] {
                taken.add_names(package, std::iter::empty());
            }
            if wants.last() != Some(&module) {
                continue;
            }
            // `import a.b` binds `a`.
            match import.takes || import.alias.is_some() {
                true if import.takes && !import.is_star() => {}
                true => taken.add_all(&module),
                false => with_packages(&module).for_each(|name| taken.add_all(name)),
            }
            taken.add_names(&module, import.names.iter().map(|(name, _)| &**name));
            for (name, _) in &import.names {
                let inside = format!("{module}.{name}");
                if modules.find(&inside).is_some() {
                    taken.add_all(&inside);
                    wants.push(inside);
                }
            }
        }
        // Where nothing is kept, nobody asks for it.
        let hash = match modules.kept.is_used() {
            true => key(&[source.path.to_string_lossy().as_bytes(), text.as_bytes()]),
            false => Key::default(),
        };
        let mut node = Self {
            source: source.clone(),
            wants,
            taken,
            scan,
            hash,
        };
        node.add(&modules.kept.asked(&hash));
        node
    }

    fn add(&mut self, names: &[String]) {
        names.iter().for_each(|name| self.taken.add_all(name));
        self.wants.extend(names.iter().cloned());
        self.wants.sort_unstable();
        self.wants.dedup();
    }
}
