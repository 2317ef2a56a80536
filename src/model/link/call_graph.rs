//! The uses of a document's functions as a graph, and what comes through it: one pass for each question.

use std::collections::VecDeque;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use crate::model::eval::classes::is_named_for_platform;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::is_private;
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::link::grouped_lists::Index;
use crate::model::link::guarded_methods::{defined_worlds, guarded_methods};
use crate::model::link::related_classes::RelatedClasses;
use crate::model::link::windows_functions::for_windows;
use crate::model::value::exception::{Caught, Exception};
use crate::model::value::{ClassId, FunctionId};
use crate::world::{Platform, Worlds};

/// A use of what a node stands for.
#[derive(Debug)]
pub(in crate::model) struct Edge {
    /// The function in whose body it stands; `None`: the top level.
    from: Option<FunctionId>,
    pub(in crate::model) to: usize,
    pub(in crate::model) worlds: Worlds,
    pub(in crate::model) certain: Worlds,
    /// It is called there.
    pub(in crate::model) call: bool,
    /// It is certain to be a call of just this function.
    pub(in crate::model) runs_it: bool,
    caught: Caught,
    pub(in crate::model) guard: Guard,
    statement: Range<usize>,
}

impl Edge {
    fn new(usage: &FunctionUse, to: usize) -> Self {
        Self {
            from: usage.owner,
            to,
            worlds: usage.worlds,
            certain: usage.certain,
            call: usage.call,
            runs_it: usage.runs_it(),
            caught: usage.caught,
            guard: usage.guard,
            statement: usage.statement.clone(),
        }
    }

    /// Whether what is raised in there is caught here.
    pub(in crate::model) fn catches(&self, exception: Exception) -> bool {
        self.call && self.caught.contains(exception)
    }
}

/// The functions, the classes, and the names by which methods may be used. A use of a class, or of any method of a
/// name, is one edge, however many methods it leads to.
pub(in crate::model) struct CallGraph {
    /// In the order of the text.
    edges: Vec<Edge>,
    /// The edges by where they start, the top level last.
    out: Index,
    /// The edges by where they lead.
    into: Index,
    functions: usize,
    /// The methods that a class or a name leads to, by node; functions lead to nothing else.
    methods: Vec<Vec<FunctionId>>,
    /// The classes that something outside of them uses.
    used_classes: Vec<bool>,
    /// The classes that each class extends, by node, and the worlds in which it does.
    bases: Vec<Vec<(usize, Worlds)>>,
    /// The functions that something outside of them uses.
    used_elsewhere: Vec<bool>,
    /// The public methods that their own class calls under a guard, or all of the project.
    guarded: Vec<bool>,
    /// What each node takes in at most.
    most: Vec<Worlds>,
}

impl CallGraph {
    pub(in crate::model) fn of(evaluator: &Evaluator<'_>) -> Self {
        let functions = evaluator.functions.len();
        let classes = evaluator.classes.len();
        let mut methods: Vec<Vec<FunctionId>> = vec![Vec::new(); functions + classes];
        let mut by_name: HashMap<(&str, bool), usize> = HashMap::new();
        for (at, info) in evaluator.functions.iter().enumerate() {
            let Some(class) = info.class else { continue };
            methods[functions + class.0 as usize].push(id_at(at));
            if is_private(&info.function.name) {
                let key = (&*info.function.name, info.property);
                let node = *by_name.entry(key).or_insert(methods.len());
                methods.resize_with(methods.len().max(node + 1), Vec::new);
                methods[node].push(id_at(at));
            }
        }
        let mut edges = Vec::with_capacity(evaluator.function_uses.len());
        let mut extended: Vec<(ClassId, Edge)> = Vec::new();
        let dynamic = evaluator.called_by_another_name();
        let wins = for_windows(evaluator);
        let mut related = RelatedClasses::of(&evaluator.classes);
        for usage in &evaluator.function_uses {
            if usage.carried && dynamic.contains(&usage.used) {
                continue;
            }
            match &usage.used {
                Used::Function(id) => {
                    let mut edge = Edge::new(usage, id.0 as usize);
                    // Code that takes a function named for Windows out of a table does so on purpose.
                    if (!usage.call || usage.dynamic) && wins[edge.to] {
                        edge.worlds &= Worlds::platform(Platform::Windows);
                    }
                    edges.push(edge);
                }
                Used::Attribute(name) => {
                    for property in [false, true] {
                        if let Some(node) = by_name.get(&(&**name, property)) {
                            let seen = |id: &FunctionId| dynamic.contains(&Used::Function(*id));
                            if usage.carried && methods[*node].iter().all(seen) {
                                continue;
                            }
                            if let Some(class) = usage.through {
                                let own = methods[*node].iter().filter(|id| {
                                    let other = evaluator.functions[id.0 as usize].class;
                                    other.is_some_and(|other| related.are_related(class, other))
                                });
                                edges.extend(own.map(|id| {
                                    let mut edge = Edge::new(usage, id.0 as usize);
                                    edge.call |= property;
                                    edge
                                }));
                                continue;
                            }
                            let mut edge = Edge::new(usage, *node);
                            edge.call |= property;
                            edges.push(edge);
                        }
                    }
                }
                Used::Class(class) => {
                    let own = |owner: FunctionId| {
                        evaluator.functions[owner.0 as usize].class == Some(*class)
                    };
                    let edge = Edge::new(usage, functions + class.0 as usize);
                    match usage.through {
                        _ if usage.owner.is_some_and(own) => {}
                        Some(extending) => extended.push((extending, edge)),
                        None => edges.push(edge),
                    }
                }
                Used::Imported(_) | Used::Parameter(..) | Used::Handed(..) | Used::Lambda(_) => {}
            }
        }
        let mut used_classes = vec![false; classes];
        for edge in &edges {
            if let Some(used) = used_classes.get_mut(edge.to.wrapping_sub(functions)) {
                *used = true;
            }
        }
        // A base class is used where the class is that extends it, if that is used at all.
        let mut bases: Vec<Vec<(usize, Worlds)>> = vec![Vec::new(); classes];
        extended.sort_by_key(|(extending, _)| std::cmp::Reverse(extending.0));
        for (class, edge) in extended {
            let extending = class.0 as usize;
            used_classes[edge.to - functions] = true;
            match used_classes[extending] {
                true => bases[extending].push((edge.to, edge.worlds)),
                false if is_named_for_platform(&evaluator.classes, class) => {}
                false => edges.push(edge),
            }
        }
        let nodes = methods.len();
        let top = functions;
        let from = |edge: &Edge| edge.from.map_or(top, |from| from.0 as usize);
        let out = Index::of(functions + 1, edges.iter().map(from));
        let into = Index::of(nodes, edges.iter().map(|edge| edge.to));
        let mut graph = Self {
            edges,
            out,
            into,
            functions,
            methods,
            used_classes,
            bases,
            used_elsewhere: Vec::new(),
            guarded: guarded_methods(evaluator),
            most: defined_worlds(evaluator),
        };
        graph.most.resize(nodes, Worlds::ALL);
        graph.used_elsewhere = graph.find_used_elsewhere();
        graph
    }

    /// The functions that something outside of them uses, by name or as a method of that name.
    fn find_used_elsewhere(&self) -> Vec<bool> {
        let other =
            |node: usize, id: FunctionId| self.edges_to(node).any(|edge| edge.from != Some(id));
        let mut used: Vec<bool> = (0..self.functions).map(|at| other(at, id_at(at))).collect();
        let names = self.functions + self.used_classes.len()..self.methods.len();
        for node in names {
            for id in &self.methods[node] {
                used[id.0 as usize] |= other(node, *id);
            }
        }
        used
    }

    /// Whether something outside the function uses it.
    pub(in crate::model) fn is_used_elsewhere(&self, at: usize) -> bool {
        self.used_elsewhere[at]
    }

    /// Whether it is a public method that its own class calls under a guard: so will others.
    pub(in crate::model) fn is_guarded(&self, at: usize) -> bool {
        self.guarded[at]
    }

    /// Whether something outside the class uses it.
    pub(in crate::model) fn is_used(&self, class: ClassId) -> bool {
        self.used_classes[class.0 as usize]
    }

    /// The methods of a class.
    pub(in crate::model) fn methods_of(&self, class: ClassId) -> &[FunctionId] {
        &self.methods[self.functions + class.0 as usize]
    }

    /// What comes from the top level through such edges, and from where it comes on.
    pub(in crate::model) fn top_level_flow(&self, through: impl Fn(&Edge) -> Worlds) -> Flow<'_> {
        let mut flow = Flow {
            graph: self,
            worlds: vec![Worlds::NONE; self.most.len()],
            due: VecDeque::new(),
            is_due: vec![false; self.most.len()],
        };
        for edge in self.edges_of(self.functions) {
            flow.add(edge.to, through(edge));
        }
        flow
    }

    fn edges_of(&self, from: usize) -> impl Iterator<Item = &Edge> {
        let edges = self.out.at(from).iter();
        edges.map(|edge| &self.edges[*edge as usize])
    }

    fn edges_to(&self, node: usize) -> impl Iterator<Item = &Edge> {
        let edges = self.into.at(node).iter();
        edges.map(|edge| &self.edges[*edge as usize])
    }

    /// The edges that stand in functions.
    pub(in crate::model) fn edges_in_functions(&self) -> impl Iterator<Item = (FunctionId, &Edge)> {
        let edges = self.edges.iter();
        edges.filter_map(|edge| Some((edge.from?, edge)))
    }

    pub(in crate::model) fn functions(&self) -> usize {
        self.functions
    }

    /// What a function takes in at most: the worlds in which it is defined.
    pub(in crate::model) fn defined(&self, at: usize) -> Worlds {
        self.most[at]
    }

    /// Lets a function take in no more than these worlds.
    pub(in crate::model) fn keep_to(&mut self, at: usize, worlds: Worlds) {
        self.most[at] &= worlds;
    }

    /// For each function the top-level statement from which the fewest calls of this kind lead to it.
    pub(in crate::model) fn entries(
        &self,
        counts: impl Fn(&Edge) -> bool,
    ) -> Vec<Option<Range<usize>>> {
        let mut calls_away = vec![usize::MAX; self.functions];
        let mut found: Vec<Option<&Edge>> = vec![None; self.functions];
        let mut due = VecDeque::new();
        for edge in self.edges_of(self.functions) {
            if counts(edge) && edge.to < self.functions && calls_away[edge.to] == usize::MAX {
                calls_away[edge.to] = 1;
                found[edge.to] = Some(edge);
                due.push_back(edge.to);
            }
        }
        while let Some(at) = due.pop_front() {
            let away = calls_away[at];
            if found[at].is_none() {
                // The first of its callers that is as near as any.
                let nearest = self.edges_to(at).find_map(|edge| {
                    let from = edge.from.filter(|_| counts(edge))?.0 as usize;
                    (calls_away[from] == away - 1)
                        .then(|| found[from])
                        .flatten()
                });
                found[at] = nearest;
            }
            for edge in self.edges_of(at) {
                if counts(edge) && edge.to < self.functions && calls_away[edge.to] == usize::MAX {
                    calls_away[edge.to] = away + 1;
                    due.push_back(edge.to);
                }
            }
        }
        let statement = |edge: Option<&Edge>| edge.map(|edge| edge.statement.clone());
        found.into_iter().map(statement).collect()
    }
}

/// The worlds that come to each node.
pub(in crate::model) struct Flow<'g> {
    graph: &'g CallGraph,
    worlds: Vec<Worlds>,
    /// The nodes from which it has yet to go on.
    due: VecDeque<usize>,
    is_due: Vec<bool>,
}

impl Flow<'_> {
    /// What comes to a function.
    pub(in crate::model) fn at(&self, function: usize) -> Worlds {
        self.worlds[function]
    }

    /// What comes to a class.
    pub(in crate::model) fn at_class(&self, class: ClassId) -> Worlds {
        self.worlds[self.graph.functions + class.0 as usize]
    }

    /// Adds worlds, of which a node takes in what it can.
    pub(in crate::model) fn add(&mut self, node: usize, worlds: Worlds) {
        let worlds = worlds & self.graph.most[node];
        if self.worlds[node].contains(worlds) {
            return;
        }
        self.worlds[node] |= worlds;
        if !std::mem::replace(&mut self.is_due[node], true) {
            self.due.push_back(node);
        }
    }

    /// Goes on until nothing more comes anywhere: through edges what `through` says of them, and from a class to those
    /// of its methods that `enters` names.
    pub(in crate::model) fn run(
        &mut self,
        through: impl Fn(&Edge) -> Worlds,
        enters: impl Fn(usize) -> bool,
    ) {
        let graph = self.graph;
        let names = graph.functions + graph.used_classes.len();
        while let Some(node) = self.due.pop_front() {
            self.is_due[node] = false;
            let worlds = self.worlds[node];
            if node < graph.functions {
                for edge in graph.edges_of(node) {
                    self.add(edge.to, worlds & through(edge));
                }
            } else {
                let bases = graph.bases.get(node - graph.functions);
                for (base, within) in bases.into_iter().flatten() {
                    self.add(*base, worlds & *within);
                }
                for method in &graph.methods[node] {
                    let method = method.0 as usize;
                    if node >= names || enters(method) {
                        self.add(method, worlds);
                    }
                }
            }
        }
    }

    /// What came to each function.
    pub(in crate::model) fn into_worlds(mut self) -> Vec<Worlds> {
        self.worlds.truncate(self.graph.functions);
        self.worlds
    }
}

fn id_at(at: usize) -> FunctionId {
    FunctionId(u32::try_from(at).unwrap_or(u32::MAX))
}
