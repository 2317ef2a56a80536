//! Evaluating modules, each after those that it imports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::components::components;
use super::graph::{Graph, GraphNode};
use super::module_surroundings::ModuleSurroundings;
use super::outline::left_out;
use super::quick_scan::mentions;
use super::search::ModuleLocation;
use super::{MAX_DISCOVERY_ROUNDS, Modules};
use crate::limits::reached;
use crate::model::surroundings::Summary;
use crate::project::cancellation::Deadline;
use crate::project::content_hash::Key;
use crate::project::thread_pool::in_parallel;
use crate::syntax::Document;

/// How often each module of a circle is evaluated at most.
const MAX_CIRCLE_TURNS: usize = 5;

/// How many bytes of modules that import each other are held at once; their trees take a hundred times as much.
const MAX_CIRCLE_BYTES: usize = 8 << 20;

/// Names that a module has turned out to import: its file, the hash of that, and the names.
pub(super) type RequestedImports = Vec<(PathBuf, Key, Vec<String>)>;

impl Modules {
    /// Summarises every module of the graph whose imports are known; the others have asked for more.
    pub(super) fn settle(
        &self,
        graph: &Graph,
        round: usize,
        patience: &Deadline,
    ) -> RequestedImports {
        let (is_first, is_last) = (round == 1, round == MAX_DISCOVERY_ROUNDS);
        let edges = graph.edges(self);
        let circles = components(&edges);
        let levels = levels(&circles, &edges);
        let mut asked = RequestedImports::new();
        let mut blocked = vec![false; graph.nodes.len()];
        for level in &levels {
            let ready: Vec<&Vec<usize>> = level
                .iter()
                .copied()
                .filter(|circle| {
                    let mut below = circle.iter().flat_map(|&node| &edges[node]);
                    !below.any(|&next| blocked[next])
                })
                .collect();
            let settle = |circle: &&Vec<usize>| {
                let circle = ImportCircle::new(self, graph, &edges, circle, patience);
                let key = self.key_of(graph, &circle.members);
                let kept = key.and_then(|key| self.kept_circle(graph, &circle.members, &key));
                let is_kept = kept.is_some();
                let (summaries, asked) = match kept {
                    Some(kept) => (kept.into_iter().collect(), RequestedImports::new()),
                    None => circle.settle(is_first),
                };
                (summaries, asked, key.map(|key| (key, is_kept)))
            };
            let found = match ready.len() {
                1 => ready.iter().map(|circle| Some(settle(circle))).collect(),
                _ => in_parallel(&ready, settle),
            };
            if patience.is_over() {
                return asked;
            }
            for circle in level {
                circle.iter().for_each(|&node| blocked[node] = true);
            }
            for (circle, found) in ready.iter().zip(found) {
                // What panics is not known.
                let (summaries, new, key) = found.unwrap_or_default();
                if !new.is_empty() && !is_last {
                    asked.extend(new);
                    continue;
                }
                // What is left open once is left open again, but maybe elsewhere.
                let key = key.filter(|_| new.is_empty());
                let mut known = self.lock();
                for &node in *circle {
                    let summary = summaries.get(&node).cloned().unwrap_or_default();
                    if let Some((key, is_kept)) = &key {
                        self.note_key(graph, node, key);
                        if !is_kept {
                            self.keep_circle(graph, node, key, &summary);
                        }
                    }
                    known.insert(graph.nodes[node].source.path.clone(), summary);
                    blocked[node] = false;
                }
            }
        }
        asked
    }
}

/// Circles that do not need each other, each level after those that it leads to.
fn levels<'c>(circles: &'c [Vec<usize>], edges: &[Vec<usize>]) -> Vec<Vec<&'c Vec<usize>>> {
    let mut level_of = vec![None; edges.len()];
    let mut levels: Vec<Vec<&Vec<usize>>> = Vec::new();
    for circle in circles {
        // Those inside the circle have no level yet.
        let below = circle.iter().flat_map(|&node| &edges[node]);
        let level = below
            .filter_map(|&next| level_of[next])
            .map(|level: usize| level + 1)
            .max()
            .unwrap_or(0);
        circle.iter().for_each(|&node| level_of[node] = Some(level));
        levels.resize_with(levels.len().max(level + 1), Vec::new);
        levels[level].push(circle);
    }
    levels
}

/// The same nodes in an order that does not depend on who asks, those that are imported first where
/// that can be.
fn imported_first(circle: &[usize], edges: &[Vec<usize>]) -> Vec<usize> {
    let mut left: BTreeSet<usize> = circle.iter().copied().collect();
    let mut ordered = Vec::new();
    while let Some(start) = left.pop_first() {
        let mut path = vec![(start, 0)];
        while let Some((node, followed)) = path.last_mut() {
            match edges[*node].get(*followed) {
                Some(next) => {
                    *followed += 1;
                    if left.remove(next) {
                        path.push((*next, 0));
                    }
                }
                None => {
                    ordered.push(*node);
                    path.pop();
                }
            }
        }
    }
    ordered
}

/// Modules that import each other, or one that does not.
struct ImportCircle<'g> {
    modules: &'g Modules,
    graph: &'g Graph,
    /// In an order in which those that are imported tend to come first.
    members: Vec<usize>,
    /// The same, to look one up.
    inside: HashSet<usize>,
    patience: &'g Deadline,
    now: HashMap<usize, Arc<Summary>>,
    asked: HashMap<usize, BTreeSet<String>>,
}

/// A module that was read.
struct OpenedModule {
    document: Document,
    /// The names of what needs no look, by where it starts.
    left_out: HashMap<usize, String>,
}

impl<'g> ImportCircle<'g> {
    fn new(
        modules: &'g Modules,
        graph: &'g Graph,
        edges: &'g [Vec<usize>],
        members: &[usize],
        patience: &'g Deadline,
    ) -> Self {
        Self {
            modules,
            graph,
            members: imported_first(members, edges),
            inside: members.iter().copied().collect(),
            patience,
            now: HashMap::new(),
            asked: HashMap::new(),
        }
    }

    /// Summarises the members until nothing changes; where some ask for more modules in the first round, no further than
    /// it takes to know that, since all of it is done again with those.
    fn settle(mut self, is_first: bool) -> (HashMap<usize, Arc<Summary>>, RequestedImports) {
        let mut due: BTreeSet<usize> = self
            .members
            .iter()
            .copied()
            .filter(|&node| self.can_matter(&self.graph.nodes[node]))
            .collect();
        let importers = self.importers();
        let mut minding = due.clone();
        let mut opened: HashMap<usize, OpenedModule> = HashMap::new();
        let (mut held, mut seen) = (0, HashSet::new());
        for turn in 0..=MAX_CIRCLE_TURNS {
            if turn == MAX_CIRCLE_TURNS && !due.is_empty() {
                reached("passes over modules that import each other");
                // What each of them is then depends on where the passes began.
                self.now.clear();
                break;
            }
            let is_asked = self.asked.values().any(|names| !names.is_empty());
            if due.is_empty() || self.patience.is_over() || is_first && is_asked {
                break;
            }
            for node in self.members.clone() {
                if !due.remove(&node) || self.patience.is_over() {
                    continue;
                }
                let open = opened
                    .remove(&node)
                    .or_else(|| self.open(&self.graph.nodes[node]));
                let summary = match &open {
                    Some(open) => Arc::new(self.summarise(node, open)),
                    None => Arc::default(),
                };
                if let Some(open) = open {
                    // What was read once costs its length only once.
                    let length = open.document.text().as_str().len();
                    held += if seen.insert(node) { length } else { 0 };
                    if held <= MAX_CIRCLE_BYTES {
                        opened.insert(node, open);
                    }
                }
                let before = self.now.insert(node, Arc::clone(&summary));
                let before = before.unwrap_or_default();
                for (importer, name) in importers.get(&node).into_iter().flatten() {
                    let taken = &self.graph.nodes[*importer].taken;
                    let differs = || taken.differs(name, &summary, self.modules.worlds);
                    if taken.has_changed(name, &before, &summary)
                        && (minding.contains(importer) || differs())
                    {
                        minding.insert(*importer);
                        due.insert(*importer);
                    }
                }
            }
        }
        let asked = self
            .asked
            .into_iter()
            .filter(|(_, names)| !names.is_empty());
        let asked = asked
            .map(|(node, names)| {
                let node = &self.graph.nodes[node];
                let names = names.into_iter().collect();
                (node.source.path.clone(), node.hash, names)
            })
            .collect();
        (self.now, asked)
    }

    /// The members that import each member, and under which name.
    fn importers(&self) -> HashMap<usize, Vec<(usize, &'g str)>> {
        let mut importers: HashMap<usize, Vec<(usize, &str)>> = HashMap::new();
        for &member in &self.members {
            for name in &self.graph.nodes[member].wants {
                if let Some(next) = self.graph.place(self.modules, name) {
                    importers.entry(next).or_default().push((member, name));
                }
            }
        }
        importers
    }

    /// Whether the module itself, or what it takes from one outside the circle, is not the same in all worlds.
    fn can_matter(&self, node: &GraphNode) -> bool {
        let worlds = self.modules.worlds;
        let imports = node.scan.imports.iter();
        let imports = imports.filter(|import| import.level == 0);
        let mut imported = imports.map(|import| &*import.module);
        node.scan.matters
            || self
                .modules
                .misses(&node.source.module.dotted, &mut imported)
            || node.wants.iter().any(|name| {
                let known = match self.modules.find(name) {
                    Some(ModuleLocation::Base(base)) => base.at_once(name).ok().flatten(),
                    _ => self.modules.at_once(name).ok().flatten(),
                };
                known.is_some_and(|summary| node.taken.differs(name, &summary, worlds))
            })
    }

    fn open(&self, node: &GraphNode) -> Option<OpenedModule> {
        let text = self.modules.text(&node.source.path)?;
        let mentions = mentions(&text, self.modules.worlds);
        let document = Document::read_only(text);
        Some(OpenedModule {
            left_out: left_out(&document, &mentions),
            document,
        })
    }

    fn summarise(&mut self, node: usize, open: &OpenedModule) -> Summary {
        let source = &self.graph.nodes[node].source;
        let circle = |path: &Path| {
            let other = *self.graph.by_path.get(path)?;
            let is_member = self.inside.contains(&other);
            is_member.then(|| self.now.get(&other).cloned())
        };
        let inside = ModuleSurroundings {
            modules: self.modules,
            source,
            wants: &self.graph.nodes[node].wants,
            circle: &circle,
            asked: Mutex::default(),
            patience: self.patience,
        };
        let shown = source
            .path
            .strip_prefix(&source.root)
            .unwrap_or(&source.path);
        let shown = shown.to_string_lossy().replace('\\', "/");
        let mut summary = Summary::of(
            &open.document,
            &inside,
            self.modules.worlds,
            (&source.path.to_string_lossy(), &shown),
            &|statement| open.left_out.get(&statement.start).cloned(),
        );
        let limits = &self.modules.limits;
        for failure in &mut summary.failures {
            failure.own = self.modules.own;
            failure.worlds = limits.within(&source.module.dotted, failure.worlds);
        }
        limits.forget_missing(&source.module.dotted, &mut summary);
        summary
            .failures
            .retain(|failure| !failure.worlds.is_empty());
        let asked = inside
            .asked
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        self.asked.insert(node, asked.into_iter().collect());
        summary
    }
}
