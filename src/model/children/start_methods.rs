//! Which start method a child process has in which world.

use std::ops::Range;

use crate::facts::lists;
use crate::facts::spawns::{SpawnKind, SpawnRole, default_of};
use crate::facts::{StartMethod, default_start_method};
use crate::model::Model;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::{FunctionInfo, is_test};
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::exception::Exception;
use crate::model::value::shift::shiftable;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, StmtKind};
use crate::world::Worlds;

/// How a child process starts, as far as the place that starts it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// By the default of the world, or by what `set_start_method` made of it.
    Default,
    /// By this one.
    Is(StartMethod),
    /// That is not known.
    Unknown,
}

/// How a child process starts, world by world.
pub(crate) type Methods = Vec<(Worlds, Method)>;

/// A call of `set_start_method`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StartMethodCall {
    pub(crate) range: Range<usize>,
    /// The method, world by world; `None` where it is not known.
    pub(crate) methods: Vec<(Worlds, Option<StartMethod>)>,
    pub(crate) worlds: Worlds,
    pub(crate) force: bool,
    pub(crate) caught: bool,
    pub(crate) guard: Guard,
    pub(crate) owner: Option<FunctionId>,
    pub(crate) called: bool,
    /// What fixed the start method before, in the same function or the same top level.
    pub(crate) fixed: Option<(Worlds, Range<usize>)>,
    /// The worlds in which it runs while the module is imported, outside any main guard.
    pub(crate) imported: Worlds,
    /// It runs only when something elsewhere calls it.
    pub(crate) remote: bool,
}

impl Evaluator<'_> {
    /// The start methods that a call chooses or leaves open.
    pub(in crate::model) fn methods_of(
        &self,
        name: &str,
        role: Option<&SpawnRole>,
        method: Option<StartMethod>,
        worlds: Worlds,
        arguments: &CallArguments,
    ) -> Methods {
        if let Some(method) = method {
            return vec![(worlds, Method::Is(method))];
        }
        let default = match (role.and_then(|role| role.method), default_of(name)) {
            (Some(method), _) => vec![(worlds, Method::Is(method))],
            (None, Some(defaults)) => defaults
                .iter()
                .map(|(part, method)| (*part & worlds, Method::Is(*method)))
                .collect(),
            (None, None) => vec![(worlds, Method::Default)],
        };
        let executor = role.is_some_and(|role| role.kind == SpawnKind::Executor);
        let Some(parameter) = role.and_then(|role| role.context) else {
            return default;
        };
        match arguments.get(parameter.place, parameter.name) {
            None if arguments.open() => vec![(worlds, Method::Unknown)],
            // Python then leaves `fork` out of the question (concurrent/futures/process.py).
            None if executor && arguments.keyword("max_tasks_per_child").is_some() => {
                vec![(worlds, Method::Is(StartMethod::Spawn))]
            }
            None => default,
            Some((_, value)) => value
                .parts(worlds)
                .flat_map(|(part, value)| match value {
                    Value::Context(method) => vec![(part, Method::Is(*method))],
                    Value::Str(name) => match StartMethod::named(name) {
                        Some(method) => vec![(part, Method::Is(method))],
                        None => vec![(part, Method::Unknown)],
                    },
                    Value::None => default.iter().map(|(w, m)| (*w & part, *m)).collect(),
                    Value::Module(name) if &**name == "multiprocessing" => {
                        vec![(part, Method::Default)]
                    }
                    _ => vec![(part, Method::Unknown)],
                })
                .collect(),
        }
    }

    /// Notes a call of `set_start_method`, and what makes one fail later.
    pub(in crate::model) fn note_setting(
        &mut self,
        call: &Expr,
        name: &str,
        method: Option<StartMethod>,
        worlds: Worlds,
        arguments: &CallArguments,
    ) {
        if self.quiet > 0 || method.is_some() {
            return;
        }
        let name = name.strip_prefix("torch.").unwrap_or(name);
        let context = name == "multiprocessing.get_context" && arguments.all.is_empty();
        if (context || lists::DEFAULT_CONTEXT.has(name)) && self.guarded_by() != Guard::Unknown {
            let place = (self.owner, worlds, call.span.at(self.base));
            self.spawning.fixed.push(place);
        }
        if name != "multiprocessing.set_start_method" {
            return;
        }
        let value = arguments.value(0, "method");
        let methods = value.parts(worlds).map(|(part, value)| match value {
            Value::Str(name) => (part, StartMethod::named(name)),
            _ => (part, None),
        });
        let force = arguments.get(1, "force");
        let owner = self.owner;
        // What stands at the top level above a function comes before what the function does.
        let defined = owner.map(|owner| self.functions[owner.0 as usize].name_range().start);
        let fixed = self.spawning.fixed.iter().find(|(other, fixed, place)| {
            let before = other.is_none() && defined.is_some_and(|start| place.end < start);
            (*other == owner || before) && fixed.overlaps(worlds)
        });
        let fixed = fixed.map(|(_, worlds, range)| (*worlds, range.clone()));
        let resets = arguments
            .get(0, "method")
            .is_some_and(|(_, value)| value.single(worlds) == Some(&Value::None));
        let fixed = fixed.or_else(|| self.fixed_by_import());
        let setting = StartMethodCall {
            range: call.span.at(self.base),
            methods: methods.collect(),
            worlds,
            force: force
                .is_some_and(|(_, force)| force.single(worlds) != Some(&Value::Bool(false))),
            caught: self.spawning.expecting > 0
                || self
                    .tries
                    .iter()
                    .any(|frame| frame.rescues.contains(Exception::Runtime)),
            guard: self.guarded_by(),
            owner,
            called: self.called,
            fixed,
            imported: Worlds::NONE,
            remote: false,
        };
        if !resets && self.guarded_by() != Guard::Unknown {
            let place = (owner, worlds, call.span.at(self.base));
            self.spawning.fixed.push(place);
        }
        self.spawning.settings.push(setting);
    }
}

impl Model {
    /// Whether children may import the module, which is not run as a program by its own words: not one of tests of which
    /// no child gets anything, since the program is pytest then.
    pub(crate) fn may_be_imported_by_children(&self) -> bool {
        let mut functions = self.functions.iter().zip(&self.unguarded);
        let is_test = |(info, _): (&FunctionInfo, _)| is_test(&info.function.name);
        let has_tests = functions.clone().any(is_test);
        let runs_itself = functions.any(|(_, worlds)| !worlds.is_empty());
        let handed = self
            .spawns
            .iter()
            .flat_map(|spawn| spawn.worker.iter().chain(&spawn.given));
        let is_own = |value: &Value| {
            matches!(
                value,
                Value::Function(_) | Value::Class(_) | Value::Object(..)
            )
        };
        let mut handed = handed.flat_map(|handed| handed.value.parts(Worlds::ALL));
        !has_tests || runs_itself || handed.any(|(_, value)| is_own(value))
    }

    /// The worlds, of these, in which a child starts with spawn or forkserver for sure.
    pub(crate) fn spawning(&self, methods: &Methods, within: Worlds) -> Worlds {
        let spawns = |method| method != StartMethod::Fork;
        surely(methods, self.defaults.spawning, within, spawns)
    }

    /// The worlds, of these, in which a child starts by the fork server for sure.
    pub(crate) fn serving(&self, methods: &Methods, within: Worlds) -> Worlds {
        let serves = |method| method == StartMethod::Forkserver;
        surely(methods, self.defaults.serving, within, serves)
    }

    /// The worlds, of these, in which a child starts by fork for sure.
    pub(crate) fn forking(&self, methods: &Methods, within: Worlds) -> Worlds {
        let forks = |method| method == StartMethod::Fork;
        surely(methods, self.defaults.forking, within, forks)
    }
}

impl Evaluator<'_> {
    /// Notes that a function that sets the start method is called a second time in the same body.
    pub(in crate::model) fn note_set_twice(&mut self) {
        for at in 0..self.spawning.settings.len() {
            let setting = &self.spawning.settings[at];
            if setting.fixed.is_none() && setting.guard != Guard::Unknown {
                let twice = setting.owner.and_then(|owner| self.called_twice(owner));
                self.spawning.settings[at].fixed = twice;
            }
        }
    }

    /// The first of two calls of a function, or of its class if it is the constructor, that come one after the other.
    fn called_twice(&self, id: FunctionId) -> Option<(Worlds, Range<usize>)> {
        let info = &self.functions[id.0 as usize];
        let constructs = &*info.function.name == "__init__";
        let class = info.class.filter(|_| constructs);
        let is_it = |used: &Used| match used {
            Used::Function(called) => *called == id && class.is_none(),
            Used::Class(called) => Some(*called) == class,
            _ => false,
        };
        let settled = |usage: &&FunctionUse| {
            !usage.perhaps && usage.guard != Guard::Unknown && usage.caught.is_empty()
        };
        let own = self.function_uses.iter();
        let own = own.filter(|usage| usage.call && is_it(&usage.used));
        // They are known to call the constructor itself.
        let importers = self.outside.importer_uses.iter();
        let importers = importers.filter(|usage| usage.call && usage.used == Used::Function(id));
        let calls = own.chain(importers).filter(settled);
        let calls: Vec<&FunctionUse> = calls.collect();
        let pairs = calls.iter().enumerate().flat_map(|(at, first)| {
            let later = calls[at + 1..].iter();
            later.map(move |later| (*first, *later))
        });
        let mut twice = pairs.filter_map(|(first, later)| {
            let both = first.worlds & later.worlds;
            (first.owner == later.owner && !both.is_empty())
                .then(|| (both, first.statement.clone()))
        });
        twice.next().or_else(|| {
            let repeated = calls.iter().find(|call| self.is_repeated(call))?;
            Some((repeated.worlds, repeated.statement.clone()))
        })
    }

    /// Whether a call stands in a loop of its function that is known to turn more than once.
    fn is_repeated(&self, call: &FunctionUse) -> bool {
        let Some(owner) = call.owner else {
            return false;
        };
        let info = &self.functions[owner.0 as usize];
        let mut found = false;
        each_statement(&info.function.body, false, &mut |statement| {
            let StmtKind::For { iterable, body, .. } = &statement.kind else {
                return;
            };
            let several = matches!(&iterable.kind, ExprKind::List(items) | ExprKind::Tuple(items) if items.len() > 1);
            let mut inside = body.iter();
            let stands_there = inside.any(|inner| inner.span.at(info.base) == call.statement);
            let mut leaves = false;
            each_statement(body, false, &mut |inner| {
                leaves |= matches!(inner.kind, StmtKind::Break | StmtKind::Return(_));
            });
            found |= several && stands_there && !leaves;
        });
        found
    }
}

/// The start methods of a class's base: `multiprocessing.Process`, `context.Process`.
pub(in crate::model) fn process_base(value: &Partition, worlds: Worlds) -> Option<Methods> {
    let mut methods = Methods::new();
    for (part, value) in value.parts(worlds) {
        match value {
            Value::ContextMember(method, name) if &**name == "Process" => {
                methods.push((part, Method::Is(*method)));
            }
            Value::Symbol(name) => {
                let role = crate::facts::spawns::role(name);
                let role = role.filter(|role| role.kind == SpawnKind::Process)?;
                match (role.method, default_of(name)) {
                    (Some(method), _) => methods.push((part, Method::Is(method))),
                    (None, Some(defaults)) => {
                        methods.extend(defaults.map(|(w, method)| (w & part, Method::Is(method))));
                    }
                    (None, None) => methods.push((part, Method::Default)),
                }
            }
            _ => return None,
        }
    }
    Some(methods)
}

/// The worlds in which the default method, or what is set instead of it, does this for sure.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct Defaults {
    pub(in crate::model) spawning: Worlds,
    pub(in crate::model) serving: Worlds,
    pub(in crate::model) forking: Worlds,
}

impl Defaults {
    pub(in crate::model) fn of(settings: &[StartMethodCall]) -> Self {
        Self {
            spawning: default(settings, |method| method != StartMethod::Fork),
            serving: default(settings, |method| method == StartMethod::Forkserver),
            forking: default(settings, |method| method == StartMethod::Fork),
        }
    }
}

/// The worlds, of those of these methods, in which `keep` holds for every method that may be meant; `default` are
/// those in which it holds for the default.
fn surely(
    methods: &[(Worlds, Method)],
    default: Worlds,
    within: Worlds,
    keep: impl Fn(StartMethod) -> bool,
) -> Worlds {
    let mut found = Worlds::NONE;
    // Whatever is chosen: where there is one method only, it is that one.
    let only = match keep(StartMethod::Spawn) {
        true => !StartMethod::Fork.available(),
        false => Worlds::NONE,
    };
    for (worlds, method) in methods {
        let worlds = *worlds & within;
        found |= match method {
            Method::Unknown => worlds & only,
            Method::Is(method) if keep(*method) => worlds,
            Method::Is(_) => Worlds::NONE,
            Method::Default => worlds & (default | only),
        };
    }
    found
}

/// The worlds in which the default, or what is set instead of it, is one of these for sure.
fn default(settings: &[StartMethodCall], keep: impl Fn(StartMethod) -> bool) -> Worlds {
    let kept = |methods: &[(Worlds, Option<StartMethod>)], good: bool| {
        methods
            .iter()
            .filter(|(_, method)| method.is_some_and(&keep) == good)
            .fold(Worlds::NONE, |all, (worlds, _)| all | *worlds)
    };
    let natural: Vec<(Worlds, Option<StartMethod>)> = default_start_method()
        .iter()
        .map(|(worlds, method)| (*worlds, Some(*method)))
        .collect();
    let mut found = kept(&natural, true);
    for setting in settings {
        // One that surely runs decides; one that perhaps runs only takes certainty away.
        if setting.guard != Guard::Unknown && !setting.remote && !setting.caught {
            found |= kept(&setting.methods, true);
        }
        found -= kept(&setting.methods, false);
    }
    found
}

shiftable!(StartMethodCall {
    moves range, owner, fixed;
    keeps methods, worlds, force, caught, guard, called, imported, remote
});
