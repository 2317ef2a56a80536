//! Which event loop of asyncio runs: on Windows it decides what can be done, and from Python 3.14 on there is
//! none until somebody makes it.

use std::ops::Range;

use foldhash::HashSet;

use crate::facts::{self, ArgumentCondition, ArgumentTest, Fact, fact, lists};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::call_sites::Used;
use crate::model::summary::uses::{Site, Use};
use crate::model::value::exception::Exception;
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::{FunctionId, Value};
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::{Platform, Worlds};

/// What a selector loop cannot do on Windows.
const PROCESSES: &[&str] = &[
    "asyncio.create_subprocess_exec",
    "asyncio.create_subprocess_shell",
];
/// The parameter that says which loop it is.
const LOOP: &str = "loop_factory";
/// What runs a loop that nobody runs yet.
const RUNS: &[&str] = &["run_forever", "run_until_complete"];

/// Something that a document does about event loops.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct LoopNote {
    worlds: Worlds,
    usage: LoopUse,
}

#[derive(Clone, Debug, PartialEq)]
enum LoopUse {
    /// It asks for a kind of loops by a policy.
    Policy(LoopKind),
    /// It asks for one in a call that runs it, or makes it.
    Call(LoopKind),
    /// It makes a loop the current one.
    Sets,
    /// It starts a process.
    Starts(Box<Use>),
    /// It asks for the current loop, and binds that.
    Asks(Box<Use>, Option<String>),
    /// It runs a loop, which is written like this.
    Runs(Option<FunctionId>, Range<usize>, Option<String>),
}

impl Shiftable for LoopNote {
    fn shift(&mut self, shift: &Shift) {
        match &mut self.usage {
            LoopUse::Policy(_) | LoopUse::Call(_) | LoopUse::Sets => {}
            LoopUse::Starts(usage) | LoopUse::Asks(usage, _) => usage.shift(shift),
            LoopUse::Runs(owner, range, _) => {
                owner.shift(shift);
                range.shift(shift);
            }
        }
    }
}

/// Which loop somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LoopKind {
    Selector,
    Default,
    Other,
}

impl Evaluator<'_> {
    /// Notes what a call of a function of the library says about event loops.
    pub(in crate::model) fn note_event_loop(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        name: &str,
        arguments: &CallArguments,
    ) {
        if self.quiet > 0 || worlds.is_empty() || !name.starts_with("asyncio.") {
            return;
        }
        match name {
            "asyncio.set_event_loop_policy" => {
                let policy = arguments.get(0, "policy");
                let policy = policy.map(|(argument, _)| argument.value.clone());
                for (worlds, kind) in self.kinds(policy.as_ref(), worlds) {
                    self.note_loop(worlds, LoopUse::Policy(kind));
                }
                self.note_loop(worlds, LoopUse::Sets);
            }
            "asyncio.run" | "asyncio.Runner" => {
                let factory = arguments.keyword(LOOP);
                let factory = factory.map(|(argument, _)| argument.value.clone());
                for (worlds, kind) in self.kinds(factory.as_ref(), worlds) {
                    self.note_loop(worlds, LoopUse::Call(kind));
                }
            }
            "asyncio.SelectorEventLoop" => {
                self.note_loop(worlds, LoopUse::Call(LoopKind::Selector));
            }
            "asyncio.ProactorEventLoop" => self.note_loop(worlds, LoopUse::Call(LoopKind::Other)),
            "asyncio.new_event_loop" => self.note_loop(worlds, LoopUse::Call(LoopKind::Default)),
            "asyncio.set_event_loop" => self.note_loop(worlds, LoopUse::Sets),
            name if lists::LOOP_ASKERS.has(name) => self.note_asked(call, worlds, name, arguments),
            name if PROCESSES.contains(&name) => {
                for fact in about_loop(name) {
                    let missing = worlds - fact.available;
                    let noted = self.use_of(call, missing, fact, Exception::NotImplemented);
                    if let Some(usage) = noted {
                        self.note_loop(worlds, LoopUse::Starts(Box::new(usage)));
                    }
                }
            }
            _ => {}
        }
    }

    /// Notes a method of an event loop that runs it.
    pub(in crate::model) fn note_loop_run(&mut self, function: &Expr) {
        let ExprKind::Attribute { object, name } = &function.kind else {
            return;
        };
        if self.quiet == 0 && RUNS.contains(&&**name) {
            let range = object.span.at(self.base);
            let usage = LoopUse::Runs(self.owner, range, object.dotted_name());
            self.note_loop(self.reach, usage);
        }
    }

    fn note_asked(&mut self, call: &Expr, worlds: Worlds, name: &str, arguments: &CallArguments) {
        let waits = |owner: FunctionId| self.function_of(owner).lazy;
        let given = |owner: FunctionId| {
            let function = self.function_of(owner);
            let mut parameters = function.parameters.iter();
            function.name.starts_with("test")
                && parameters.any(|parameter| lists::LOOP_FIXTURES.has(&parameter.name))
        };
        let lacks = |owner: FunctionId| !waits(owner) && !given(owner);
        // The project makes one where there is none.
        let is_made = self.patched.contains(name);
        if is_made || self.callables.lambda.is_some() || !self.owner.is_none_or(lacks) {
            return;
        }
        let own = facts::arguments(name).into_iter();
        let mut own = own.filter(|own| own.when.iter().any(is_about_current_loop));
        let Some(missing) = fact(name).or_else(|| own.next()) else {
            return;
        };
        let worlds = arguments.meet(name, missing, worlds).0;
        let bound = self.bound_to.as_ref().and_then(Expr::dotted_name);
        let noted = self.use_of(
            call,
            worlds - missing.available,
            missing,
            Exception::Runtime,
        );
        if let Some(usage) = noted {
            self.note_loop(worlds, LoopUse::Asks(Box::new(usage), bound));
        }
    }

    fn note_loop(&mut self, worlds: Worlds, usage: LoopUse) {
        self.event_loops.push(LoopNote { worlds, usage });
    }

    /// A call that fails here, unless that is caught.
    fn use_of(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        fact: &'static Fact,
        exception: Exception,
    ) -> Option<Use> {
        let site = Site::Call {
            call: call.clone(),
            fact,
            through: None,
        };
        self.uncaught_use(site, worlds, call.span, exception)
    }

    /// Which loop a policy, or something that makes loops, leads to in which worlds.
    fn kinds(&mut self, given: Option<&Expr>, worlds: Worlds) -> Vec<(Worlds, LoopKind)> {
        let Some(given) = given else {
            return vec![(worlds, LoopKind::Default)];
        };
        let made = match &given.kind {
            ExprKind::Call { function, .. } => self.aside(function),
            _ => self.aside(given),
        };
        let parts: Vec<(Worlds, Value)> = made
            .parts(worlds)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        parts
            .into_iter()
            .map(|(worlds, made)| (worlds, self.kind(&made)))
            .collect()
    }

    fn kind(&mut self, made: &Value) -> LoopKind {
        match made {
            Value::None => LoopKind::Default,
            Value::Symbol(name) | Value::Instance(name) | Value::Made(_, name) => kind_of(name),
            Value::Class(class) => {
                let bases = &self.classes[class.0 as usize].named_bases;
                let selects = bases.iter().any(|base| kind_of(base) == LoopKind::Selector);
                match selects {
                    true => LoopKind::Selector,
                    false => LoopKind::Other,
                }
            }
            // What makes a loop on Windows.
            Value::Function(id) => {
                let value = self.outcome(*id).value;
                match value.single(Worlds::platform(Platform::Windows)) {
                    Some(Value::Symbol(name) | Value::Instance(name) | Value::Made(_, name)) => {
                        kind_of(name)
                    }
                    _ => LoopKind::Other,
                }
            }
            _ => LoopKind::Other,
        }
    }

    /// Takes out what the loops that run can do after all, and adds what they cannot.
    pub(in crate::model) fn judge_event_loops(&mut self) {
        let notes = std::mem::take(&mut self.event_loops);
        if notes.is_empty() {
            return;
        }
        let asked_for = |kinds: &dyn Fn(&LoopUse) -> bool| {
            let notes = notes.iter().filter(|note| kinds(&note.usage));
            notes.fold(Worlds::NONE, |all, note| all | note.worlds)
        };
        let by_policy = asked_for(&|usage| *usage == LoopUse::Policy(LoopKind::Selector));
        let by_call = asked_for(&|usage| *usage == LoopUse::Call(LoopKind::Selector));
        let default = asked_for(&|usage| {
            matches!(
                usage,
                LoopUse::Policy(LoopKind::Default) | LoopUse::Call(LoopKind::Default)
            )
        });
        let others = asked_for(&|usage| {
            matches!(
                usage,
                LoopUse::Policy(LoopKind::Other) | LoopUse::Call(LoopKind::Other)
            )
        });
        let selector = by_policy | by_call | others;
        for usage in &mut self.uses {
            if let Site::Call { fact, .. } = &usage.site
                && lists::LOOP_READERS.has(fact.name)
            {
                usage.worlds -= selector;
                usage.certain -= selector;
            }
        }
        let surely = (by_policy | (by_call - default)) - others;
        let sets = notes.iter().any(|note| note.usage == LoopUse::Sets);
        let at_import = self.called_at_import();
        let makes_none = |usage: &Use| {
            let runs = usage.owner.is_some_and(|owner| at_import.contains(&owner));
            runs && usage.lambda.is_none()
        };
        for note in &notes {
            match &note.usage {
                LoopUse::Starts(usage) => {
                    let mut usage = (**usage).clone();
                    usage.worlds &= surely;
                    self.uses.push(usage);
                }
                LoopUse::Asks(usage, bound)
                    if !sets
                        && (!usage.called
                            || makes_none(usage)
                            || is_run(&notes, usage, bound.as_deref())) =>
                {
                    self.uses.push((**usage).clone());
                }
                _ => {}
            }
        }
    }
}

impl Evaluator<'_> {
    /// The functions that the module itself calls for sure, where no loop runs.
    fn called_at_import(&self) -> HashSet<FunctionId> {
        let uses = self.function_uses.iter().filter(|usage| {
            usage.owner.is_none() && usage.runs_it() && usage.unclear.is_empty() && usage.depth == 0
        });
        let functions = uses.filter_map(|usage| match usage.used {
            Used::Function(id) => Some(id),
            _ => None,
        });
        functions.collect()
    }
}

/// Whether the loop that somebody asks for here, and that is bound to this, is run then.
fn is_run(notes: &[LoopNote], asked: &Use, bound: Option<&str>) -> bool {
    // What a function makes for a loop may be for one that is set elsewhere.
    let is_loop = |fact: &Fact| fact.name.ends_with("get_event_loop");
    if !asked.site.fact().is_some_and(is_loop) {
        return false;
    }
    notes.iter().any(|note| {
        let LoopUse::Runs(owner, range, written) = &note.usage else {
            return false;
        };
        let inside = range.start <= asked.range.start && asked.range.end <= range.end;
        let same = bound.is_some() && written.as_deref() == bound;
        let shared = bound.is_some_and(|bound| bound.contains('.'));
        inside || same && (*owner == asked.owner || shared)
    })
}

/// The facts about a function that hold for the loop in which it is called.
fn about_loop(name: &str) -> impl Iterator<Item = &'static Fact> {
    let about = |fact: &&Fact| fact.when.iter().any(|when| when.parameter == LOOP);
    facts::arguments(name).into_iter().filter(about)
}

fn kind_of(name: &str) -> LoopKind {
    match name.rsplit('.').next().unwrap_or(name) {
        "WindowsSelectorEventLoopPolicy" | "SelectorEventLoop" => LoopKind::Selector,
        "DefaultEventLoopPolicy" | "new_event_loop" => LoopKind::Default,
        _ => LoopKind::Other,
    }
}

/// Whether a condition says that no loop is given, so that the current one is asked for.
pub(in crate::model) fn is_about_current_loop(condition: &ArgumentCondition) -> bool {
    condition.test == ArgumentTest::Absent && condition.parameter == "loop"
}
