//! In which worlds a function's body runs: where something uses it, or where it is defined if
//! nothing in the module does.

use std::cell::OnceCell;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use crate::facts::lists;
use crate::model::eval::classes::is_named_for_platform;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::{FunctionInfo, is_private, is_test};
use crate::model::eval::guards::Guard;
use crate::model::eval::platform_words::{is_for_one_platform, is_platform_module};
use crate::model::link::call_graph::{CallGraph, Edge, Flow};
use crate::model::link::caught_constructors::methods_without_objects;
use crate::model::link::forwarding_methods::handing_on;
use crate::model::link::rebinding::replaced;
use crate::model::link::windows_functions::for_windows;
use crate::model::value::exception::Exception;
use crate::model::value::{ClassId, FunctionId};
use crate::world::Worlds;

/// The worlds in which each function's body runs.
pub(in crate::model) struct Entries {
    runs: Vec<Worlds>,
    /// Those in which it runs while the module is imported.
    at_import: Vec<Worlds>,
    /// Those in which it runs then outside any main guard.
    unguarded: Vec<Worlds>,
    /// Those in which it runs then in the fork server too.
    served: Vec<Worlds>,
    /// Those in which what is raised in it comes out at the top, by exception.
    uncaught: HashMap<Exception, Vec<Worlds>>,
    /// Those in which that is certain to happen while the module is imported.
    surely: HashMap<Exception, Vec<Worlds>>,
    graph: CallGraph,
    starts: EntryFunctions,
    /// The statements that make a function run then, past no guard and past one for the process.
    unguarded_statements: OnceCell<Vec<Option<Range<usize>>>>,
    served_statements: OnceCell<Vec<Option<Range<usize>>>>,
}

/// The functions that may run although nothing in the module uses them.
struct EntryFunctions {
    roots: Vec<bool>,
    /// Those that run only where something in the project uses them.
    awaiting: Vec<bool>,
    /// The classes of methods that run where something uses the class.
    classes: Vec<Option<ClassId>>,
    /// Methods that run where their class is called.
    constructors: Vec<bool>,
    /// The worlds in which another function or class has taken their name, or that of their class, in the end.
    replaced: Vec<Worlds>,
}

impl EntryFunctions {
    fn of(evaluator: &Evaluator<'_>, graph: &CallGraph) -> Self {
        let functions = &evaluator.functions;
        let module = evaluator.surroundings.module_name();
        let here = module.is_some_and(is_platform_module);
        let named = |info: &FunctionInfo| match info.class {
            Some(class) => here || is_named_for_platform(&evaluator.classes, class),
            None => !info.local && (here || is_for_one_platform(&info.function.name)),
        };
        let wins: Vec<bool> = for_windows(evaluator);
        let tests = |info: &FunctionInfo| {
            let class = info.class.map(|class| &evaluator.classes[class.0 as usize]);
            class.is_some_and(|class| class.test) || is_test(&info.function.name)
        };
        let handing_on = handing_on(evaluator);
        let handing_on = handing_on.iter().zip(&wins);
        let awaiting = functions
            .iter()
            .zip(handing_on)
            .map(|(info, (hands_on, wins))| {
                let unused = info.class.is_none_or(|class| !graph.is_used(class));
                info.is_of_python2()
                    || (unused && named(info) || *wins) && !tests(info)
                    || *hands_on
            });
        let awaiting: Vec<bool> = awaiting.collect();
        let classes = (0..evaluator.classes.len()).map(ClassId::at);
        let holding_tests: Vec<bool> = classes
            .map(|class| holds_tests(evaluator, graph, class))
            .collect();
        let roots = functions.iter().enumerate().map(|(at, info)| {
            let outermost = !info.local && info.class.is_none();
            let exported = outermost && evaluator.exported.contains(&info.function.name);
            let unused = !graph.is_used_elsewhere(at);
            let for_tests = info
                .class
                .is_some_and(|class| holding_tests[class.0 as usize]);
            let public = info.is_public_method()
                && !graph.is_guarded(at)
                && (!for_tests || is_called_by_runner(&info.function.name));
            info.open || !awaiting[at] && (public || exported || unused)
        });
        let classes = functions
            .iter()
            .map(|info| info.class.filter(|class| graph.is_used(*class)));
        let constructors = functions
            .iter()
            .map(|info| matches!(&*info.function.name, "__init__" | "__new__"));
        Self {
            roots: roots.collect(),
            awaiting,
            classes: classes.collect(),
            constructors: constructors.collect(),
            replaced: replaced(evaluator),
        }
    }

    /// Whether a function starts where it is defined.
    fn by_itself(&self, at: usize) -> bool {
        self.roots[at] && self.classes[at].is_none()
    }

    /// Whether a method starts where something uses its class.
    fn with_its_class(&self, at: usize) -> bool {
        self.roots[at] && self.classes[at].is_some()
    }

    /// What comes to functions where they start, and where a use lets it.
    fn flow<'g>(&self, graph: &'g CallGraph, through: impl Fn(&Edge) -> Worlds) -> Flow<'g> {
        let mut flow = graph.top_level_flow(&through);
        for at in 0..graph.functions() {
            if self.by_itself(at) {
                flow.add(at, !self.replaced[at]);
            }
        }
        flow.run(through, |at| self.with_its_class(at));
        flow
    }

    /// Lets one of those start that only use one another, preferably a public one: somebody elsewhere uses it. What it leads
    /// to is added to what is reached already.
    fn open_closed_circles(&mut self, graph: &CallGraph, functions: &[FunctionInfo]) {
        let private = |at: usize| is_private(&functions[at].function.name);
        let waits = self.defined_in_awaiting(functions);
        let mut reached = self.flow(graph, |_| Worlds::ALL);
        let is_closed = |at: usize, reached: &Flow<'_>| {
            reached.at(at).is_empty() && !graph.defined(at).is_empty()
        };
        let mut closed: Vec<usize> = (0..graph.functions())
            .filter(|&at| is_closed(at, &reached) && !self.awaiting[at] && !waits[at])
            .collect();
        closed.sort_by_key(|&at| private(at));
        for at in closed {
            if !is_closed(at, &reached) {
                continue;
            }
            self.roots[at] = true;
            match self.classes[at] {
                None => reached.add(at, Worlds::ALL),
                Some(class) => {
                    reached.add(at, reached.at_class(class));
                    if is_closed(at, &reached) {
                        self.start_without(graph, class, &mut reached);
                    }
                }
            }
            reached.run(|_| Worlds::ALL, |at| self.with_its_class(at));
        }
    }

    /// The functions that are defined in those that wait for somebody to use them.
    fn defined_in_awaiting(&self, functions: &[FunctionInfo]) -> Vec<bool> {
        let awaiting = functions.iter().zip(&self.awaiting);
        let bodies =
            awaiting.filter_map(|(info, awaiting)| info.body_range().filter(|_| *awaiting));
        let mut bodies: Vec<Range<usize>> = bodies.collect();
        bodies.sort_by_key(|body| body.start);
        let is_inside = |info: &FunctionInfo| {
            let place = info.name_range().start;
            let before = bodies.partition_point(|body| body.start <= place);
            let last = before.checked_sub(1).and_then(|at| bodies.get(at));
            info.local && last.is_some_and(|body| body.contains(&place))
        };
        functions.iter().map(is_inside).collect()
    }

    /// Lets the methods of a class start that nothing uses where they are defined.
    fn start_without(&mut self, graph: &CallGraph, class: ClassId, reached: &mut Flow<'_>) {
        for method in graph.methods_of(class) {
            let method = method.0 as usize;
            self.classes[method] = None;
            if self.roots[method] {
                reached.add(method, Worlds::ALL);
            }
        }
    }
}

impl Entries {
    pub(in crate::model) fn of(evaluator: &Evaluator<'_>) -> Self {
        let graph = CallGraph::of(evaluator);
        let mut starts = EntryFunctions::of(evaluator, &graph);
        let functions = &evaluator.functions;
        starts.open_closed_circles(&graph, functions);
        let mut entries = Self {
            runs: Vec::new(),
            at_import: Vec::new(),
            unguarded: Vec::new(),
            served: Vec::new(),
            uncaught: HashMap::new(),
            surely: HashMap::new(),
            graph,
            starts,
            unguarded_statements: OnceCell::new(),
            served_statements: OnceCell::new(),
        };
        entries.keep_to_classes();
        entries.spread();
        let without =
            methods_without_objects(evaluator, |id, exception| entries.uncaught(id, exception));
        if !without.is_empty() {
            for (method, none) in without {
                entries.graph.keep_to(method.0 as usize, !none);
            }
            entries.uncaught.clear();
            entries.spread();
        }
        entries
    }

    /// Finds out what runs where.
    fn spread(&mut self) {
        let flow = self.starts.flow(&self.graph, |edge| edge.worlds);
        self.runs = flow.into_worlds();
        self.at_import = self.led_to(|edge| edge.runs_it, |edge| edge.worlds);
        self.unguarded = self.led_to(|edge| past(edge, Guard::Absent), |edge| edge.worlds);
        self.served = self.led_to(|edge| past(edge, Guard::Process), |edge| edge.worlds);
    }

    /// Lets methods run only where something uses their class: others may have one of the same name.
    fn keep_to_classes(&mut self) {
        let flow = self.starts.flow(&self.graph, |edge| edge.worlds);
        let classes = self.starts.classes.iter();
        let used: Vec<Option<Worlds>> = classes
            .map(|class| class.map(|class| flow.at_class(class)))
            .collect();
        for (at, used) in used.into_iter().enumerate() {
            if let Some(used) = used {
                self.graph.keep_to(at, used);
            }
        }
    }

    /// Where functions run that calls of this kind lead to from the top level.
    fn led_to(
        &self,
        counts: impl Fn(&Edge) -> bool,
        worlds: impl Fn(&Edge) -> Worlds,
    ) -> Vec<Worlds> {
        let through = |edge: &Edge| match counts(edge) {
            true => worlds(edge),
            false => Worlds::NONE,
        };
        let mut flow = self.graph.top_level_flow(through);
        flow.run(through, |_| false);
        flow.into_worlds()
    }

    /// The worlds in which the function's body runs and nothing around its uses catches this.
    pub(in crate::model) fn uncaught(&mut self, id: FunctionId, exception: Exception) -> Worlds {
        if !self.uncaught.contains_key(&exception) {
            let found = self.find_uncaught(exception);
            self.uncaught.insert(exception, found);
        }
        at(self.uncaught.get(&exception), id)
    }

    /// What is called passes an exception on; what is only mentioned runs elsewhere.
    fn find_uncaught(&self, exception: Exception) -> Vec<Worlds> {
        let passes_on = |edge: &Edge| match edge.call && !edge.catches(exception) {
            true => edge.worlds,
            false => Worlds::NONE,
        };
        let mut flow = self.graph.top_level_flow(|edge| match edge.call {
            true => passes_on(edge),
            false => edge.worlds,
        });
        for (from, edge) in self.graph.edges_in_functions() {
            if !edge.call {
                flow.add(edge.to, edge.worlds & self.runs(from));
            }
        }
        let starts = &self.starts;
        for at in 0..self.graph.functions() {
            if starts.constructors[at] {
                if starts.by_itself(at) {
                    flow.add(at, !starts.replaced[at]);
                }
            } else if starts.roots[at] {
                flow.add(at, self.runs[at]);
            }
        }
        flow.run(passes_on, |at| {
            starts.constructors[at] && starts.with_its_class(at)
        });
        flow.into_worlds()
    }

    /// The worlds in which the body is certain to run while the module is imported, and nothing
    /// around its calls catches this.
    pub(in crate::model) fn surely(&mut self, id: FunctionId, exception: Exception) -> Worlds {
        if !self.surely.contains_key(&exception) {
            let counts = |edge: &Edge| edge.runs_it && !edge.catches(exception);
            let found = self.led_to(counts, |edge| edge.certain);
            self.surely.insert(exception, found);
        }
        at(self.surely.get(&exception), id)
    }

    /// The worlds in which each function's body runs.
    pub(in crate::model) fn all_runs(&self) -> Vec<Worlds> {
        self.runs.clone()
    }

    /// The worlds in which each runs while the module is imported, whichever process does that.
    pub(in crate::model) fn all_unguarded(&self) -> Vec<Worlds> {
        self.unguarded.clone()
    }

    pub(in crate::model) fn runs(&self, id: FunctionId) -> Worlds {
        self.runs[id.0 as usize]
    }

    /// The worlds in which it runs while the module is imported, whichever process does that.
    pub(in crate::model) fn unguarded(&self, id: FunctionId) -> Worlds {
        self.unguarded[id.0 as usize]
    }

    /// The worlds in which it runs then in the fork server too.
    pub(in crate::model) fn served(&self, id: FunctionId) -> Worlds {
        self.served[id.0 as usize]
    }

    /// The bytes of the top-level statement that makes it run then, past no guard if there is one.
    pub(in crate::model) fn entry(&self, id: FunctionId) -> Option<Range<usize>> {
        let find = |most| self.graph.entries(|edge| past(edge, most));
        let unguarded = self
            .unguarded_statements
            .get_or_init(|| find(Guard::Absent));
        let found = unguarded[id.0 as usize].as_ref();
        let found = found.or_else(|| {
            let served = self.served_statements.get_or_init(|| find(Guard::Process));
            served[id.0 as usize].as_ref()
        });
        found.cloned()
    }

    pub(in crate::model) fn at_import(&self, id: FunctionId) -> Worlds {
        self.at_import[id.0 as usize]
    }
}

/// Whether somebody calls a method of this name beside the tests of its class.
fn is_called_by_runner(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.starts_with("test") || lists::RUNNER_BEGINNINGS.begins(&lower)
}

/// Whether a class is there for its tests: what else it has, they call.
fn holds_tests(evaluator: &Evaluator<'_>, graph: &CallGraph, class: ClassId) -> bool {
    let mut methods = graph.methods_of(class).iter();
    methods.any(|id| {
        evaluator.functions[id.0 as usize]
            .function
            .name
            .starts_with("test")
    })
}

/// Whether a guard stands open in a process that only such guards keep out.
pub(in crate::model) fn lets_through(guard: Guard, most: Guard) -> bool {
    guard == Guard::Absent || guard == most
}

/// Whether an edge is a call past such guards at most.
fn past(edge: &Edge, most: Guard) -> bool {
    edge.runs_it && lets_through(edge.guard, most)
}

fn at(found: Option<&Vec<Worlds>>, id: FunctionId) -> Worlds {
    found.map_or(Worlds::NONE, |found| found[id.0 as usize])
}
