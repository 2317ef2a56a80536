//! Threads that run when a process is forked, as far as the calls of a module show it.

use std::ops::Range;
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::facts::lists;
use crate::limits::reached;
use crate::model::Model;
use crate::model::children::records::{Thread, ThreadEnd};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::FunctionUse;
use crate::model::objects::class_ancestors::inherits_start;
use crate::model::value::{ClassId, FunctionId, Value};
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

/// How many calls lie between a place and the start of a thread at most.
const MAX_CALLS_TO_THREAD: u32 = 4;

impl Evaluator<'_> {
    /// Notes a call that starts threads at once, and what it makes.
    pub(in crate::model) fn note_thread_pool(
        &mut self,
        call: &Expr,
        name: &str,
        made: Option<&Value>,
    ) {
        if self.quiet == 0 && lists::THREAD_POOLS.has(name) {
            self.note_thread(call, self.reach, made);
        }
    }

    /// Notes that a method of something starts a thread, or may end one.
    pub(in crate::model) fn thread_method(
        &mut self,
        call: &Expr,
        function: &Expr,
        arguments: &CallArguments,
    ) {
        let ExprKind::Attribute { object, name } = &function.kind else {
            return;
        };
        if self.quiet > 0 {
            return;
        }
        let ends = lists::THREAD_ENDS.has(name);
        let starts = matches!(&**name, "start" | "submit" | "map");
        if &**name == "run_in_executor" {
            let executor = arguments.value(0, "executor");
            if executor.single(self.reach) == Some(&Value::None) {
                self.note_thread(call, self.reach, None);
            }
        }
        if !ends && !starts {
            return;
        }
        let subject = self.subject(object);
        let parts: Vec<(Worlds, Value)> = subject
            .parts(self.reach)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        for (worlds, value) in parts {
            if ends {
                self.note_thread_end(call.span.at(self.base), &value);
            } else if self.starts_thread(&value, name) {
                self.note_thread(call, worlds, Some(&value));
            }
        }
    }

    fn starts_thread(&self, value: &Value, method: &str) -> bool {
        match value {
            Value::Made(_, class) | Value::Instance(class) => match method {
                "start" => lists::THREADS.has(class),
                _ => lists::THREAD_EXECUTORS.has(class),
            },
            Value::Object(class, _) => method == "start" && self.is_thread(*class),
            _ => false,
        }
    }

    /// Whether a class extends the library's thread, and leaves `start` as it is.
    fn is_thread(&self, class: ClassId) -> bool {
        inherits_start(&self.classes, class, |base| lists::THREADS.has(base))
    }

    /// Notes that something may end its threads at these bytes.
    pub(in crate::model) fn note_thread_end(&mut self, range: Range<usize>, subject: &Value) {
        let nothing = matches!(
            subject,
            Value::Str(_) | Value::Prefix(_) | Value::Module(_) | Value::Symbol(_)
        );
        if self.quiet == 0 && !nothing {
            self.spawning.thread_ends.push(ThreadEnd {
                range,
                owner: self.owner,
                subject: subject.clone(),
            });
        }
    }

    fn note_thread(&mut self, call: &Expr, worlds: Worlds, subject: Option<&Value>) {
        let thread = Thread {
            subject: subject.cloned(),
            ..self.thread(call, worlds)
        };
        self.spawning.threads.push(thread);
    }

    /// A thread, or a fork, that starts here.
    pub(in crate::model) fn thread(&self, call: &Expr, worlds: Worlds) -> Thread {
        Thread {
            by: None,
            range: call.span.at(self.base),
            worlds,
            owner: self.owner,
            guard: self.guarded_by(),
            subject: None,
        }
    }
}

impl ThreadEnd {
    /// Whether it may end a thread.
    fn ends(&self, thread: &Thread) -> bool {
        let Some(subject) = &thread.subject else {
            // Nobody holds it.
            return false;
        };
        match (subject, &self.subject) {
            (Value::Made(one, _), Value::Made(other, class)) => one == other || is_server(class),
            (Value::Object(one, _), Value::Object(other, _)) => one == other,
            (Value::Made(_, one) | Value::Instance(one), Value::Instance(other)) => {
                one == other || is_server(other)
            }
            (_, Value::Made(_, class) | Value::Instance(class)) => is_server(class),
            _ => true,
        }
    }
}

/// Whether what this class stops may run in a thread that somebody started for it.
fn is_server(class: &str) -> bool {
    class.contains("Server") || class.contains("server") || class.contains("loop")
}

/// The function in whose body something stands, the worlds that are asked about, and how many more calls may lie
/// between.
type Question = (Option<FunctionId>, Worlds, u32);

/// How many threads and calls are looked at before one place, the last ones first.
const MAX_THREADS_BEFORE_CHILD: usize = 32;
/// With more ends between, a thread is taken for one that has ended.
const MAX_THREAD_ENDS: usize = 64;

/// Looks for threads before places; what was found for one place serves the others.
pub(crate) struct ThreadSearch<'m> {
    model: &'m Model,
    /// Places that start threads, by the function in whose body they stand, in the order of the text.
    starts: HashMap<Option<FunctionId>, Vec<&'m Thread>>,
    /// The same of places that may end some.
    ends: HashMap<Option<FunctionId>, Vec<&'m ThreadEnd>>,
    /// What may end in a call of a function.
    ends_in: HashMap<FunctionId, Rc<Vec<&'m ThreadEnd>>>,
    /// The calls in a body, in the order of the text.
    calls: HashMap<Option<FunctionId>, Rc<Vec<&'m FunctionUse>>>,
    /// What runs when a function is called.
    callers: HashMap<Question, Option<&'m Thread>>,
    /// What runs when a function comes back.
    left: HashMap<Question, Option<&'m Thread>>,
}

impl<'m> ThreadSearch<'m> {
    pub(crate) fn of(model: &'m Model) -> Self {
        let mut starts: HashMap<_, Vec<&Thread>> = HashMap::new();
        for thread in &model.threads {
            if thread.guard != Guard::Unknown {
                starts.entry(thread.owner).or_default().push(thread);
            }
        }
        let mut ends: HashMap<_, Vec<&ThreadEnd>> = HashMap::new();
        for end in &model.thread_ends {
            ends.entry(end.owner).or_default().push(end);
        }
        for starts in starts.values_mut() {
            starts.sort_by_key(|thread| thread.range.end);
        }
        for ends in ends.values_mut() {
            ends.sort_by_key(|end| end.range.start);
        }
        Self {
            model,
            starts,
            ends,
            ends_in: HashMap::new(),
            calls: HashMap::new(),
            callers: HashMap::new(),
            left: HashMap::new(),
        }
    }

    /// A thread that was started, and goes on, before control comes to these bytes.
    pub(crate) fn before(
        &mut self,
        place: &Range<usize>,
        owner: Option<FunctionId>,
        worlds: Worlds,
    ) -> Option<&'m Thread> {
        if self.starts.is_empty() {
            return None;
        }
        self.before_within(place.start, (owner, worlds, MAX_CALLS_TO_THREAD))
    }

    fn before_within(&mut self, place: usize, asked: Question) -> Option<&'m Thread> {
        self.running_at(place, asked)
            .or_else(|| self.before_callers(asked))
    }

    /// A thread that a body starts, itself or by a call, before a place in it.
    fn running_at(&mut self, place: usize, asked: Question) -> Option<&'m Thread> {
        let (owner, worlds, depth) = asked;
        let mut found: Vec<(usize, &'m Thread)> = Vec::new();
        let starts = self.starts.get(&owner).map_or(&[][..], Vec::as_slice);
        let above = starts.partition_point(|thread| thread.range.end <= place);
        let own = starts[..above].iter().rev();
        let own = own.filter(|thread| thread.worlds.overlaps(worlds));
        found.extend(
            own.take(MAX_THREADS_BEFORE_CHILD)
                .map(|thread| (thread.range.end, *thread)),
        );
        if found.len() >= MAX_THREADS_BEFORE_CHILD {
            reached("threads before a child");
        }
        let calls = self.calls_in(owner);
        let above = calls.partition_point(|call| call.statement.end <= place);
        let last = calls[..above].iter().rev();
        let sure =
            last.filter(|usage| usage.guard != Guard::Unknown && usage.worlds.overlaps(worlds));
        for usage in sure.take(MAX_THREADS_BEFORE_CHILD) {
            let thread = usage
                .function()
                .and_then(|id| self.left_by(id, worlds, depth));
            found.extend(thread.map(|thread| (usage.statement.end, thread)));
        }
        found.sort_by_key(|(end, _)| *end);
        let mut found = found.into_iter();
        found.find_map(|(end, thread)| (!self.ended(thread, owner, end..place)).then_some(thread))
    }

    /// A thread that runs when a function is called.
    fn before_callers(&mut self, asked: Question) -> Option<&'m Thread> {
        let (owner, worlds, depth) = asked;
        let (id, depth) = (owner?, depth.checked_sub(1)?);
        if let Some(known) = self.callers.get(&asked) {
            return *known;
        }
        let model = self.model;
        let own = model.function_uses.of(id);
        // A base class calls what stands in the place of its own method.
        let overridden = model.overridden_by(id).into_iter();
        let above = overridden.flat_map(|(method, class)| {
            let calls = model.function_uses.of(method);
            calls.filter(move |call| {
                call.owner
                    .is_some_and(|owner| model.function_info(owner).class == Some(class))
            })
        });
        let mut calls = own
            .chain(above)
            .filter(|call| call.owner != owner && is_sure(call, worlds));
        let found = calls.find_map(|call| {
            self.before_within(call.statement.start, (call.owner, worlds, depth))
                .or_else(|| self.constructed(call, worlds, depth))
        });
        self.callers.insert(asked, found);
        found
    }

    /// A thread that making an object leaves running, where a method is called in the same breath: `App().run()`.
    fn constructed(
        &mut self,
        call: &FunctionUse,
        worlds: Worlds,
        depth: u32,
    ) -> Option<&'m Thread> {
        let model = self.model;
        let calls = self.calls_in(call.owner);
        let mut made = calls
            .iter()
            .filter(|usage| model.constructs_for(usage, call));
        made.find_map(|usage| self.left_by(usage.function()?, worlds, depth))
    }

    /// A thread that a function starts and leaves running.
    fn left_by(&mut self, id: FunctionId, worlds: Worlds, depth: u32) -> Option<&'m Thread> {
        let asked = (Some(id), worlds, depth.checked_sub(1)?);
        if let Some(known) = self.left.get(&asked) {
            return *known;
        }
        self.left.insert(asked, None);
        let info = self.model.function_info(id);
        let end = info
            .end_of_managed()
            .or_else(|| Some(info.body_range()?.end))?;
        let found = self.running_at(end, asked);
        self.left.insert(asked, found);
        found
    }

    /// Whether a thread may end at these bytes of a body, or in what is called there.
    fn ended(&mut self, thread: &Thread, owner: Option<FunctionId>, within: Range<usize>) -> bool {
        let ends = self.ends.get(&owner).map_or(&[][..], Vec::as_slice);
        let first = ends.partition_point(|end| end.range.start < within.start);
        let inside = ends[first..].iter();
        let inside = inside.take_while(|end| end.range.end <= within.end);
        for (count, end) in inside.enumerate() {
            if count >= MAX_THREAD_ENDS {
                reached("ends of threads between a thread and a child");
            }
            if count >= MAX_THREAD_ENDS || end.ends(thread) {
                return true;
            }
        }
        let calls = self.calls_in(owner);
        let last = calls.partition_point(|call| call.statement.end <= within.end);
        let inside = calls[..last].iter().rev();
        let inside = inside.take_while(|usage| usage.statement.end >= within.start);
        let inside = inside.filter(|usage| usage.statement.start >= within.start);
        for usage in inside.take(MAX_THREAD_ENDS) {
            let ends = usage.function().map(|id| self.ends_in(id));
            if ends.is_some_and(|ends| ends.iter().any(|end| end.ends(thread))) {
                return true;
            }
        }
        false
    }

    /// What may end in a call of a function, and of what that calls.
    fn ends_in(&mut self, id: FunctionId) -> Rc<Vec<&'m ThreadEnd>> {
        if let Some(known) = self.ends_in.get(&id) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        let mut due = vec![(id, MAX_CALLS_TO_THREAD)];
        let mut seen = HashSet::new();
        while let Some((id, depth)) = due.pop() {
            if seen.len() >= MAX_THREAD_ENDS || found.len() >= MAX_THREAD_ENDS || !seen.insert(id) {
                continue;
            }
            found.extend(self.ends.get(&Some(id)).into_iter().flatten().copied());
            if let Some(depth) = depth.checked_sub(1) {
                due.extend(self.model.called_by(id).map(|id| (id, depth)));
            }
        }
        let found = Rc::new(found);
        self.ends_in.insert(id, Rc::clone(&found));
        found
    }

    fn calls_in(&mut self, owner: Option<FunctionId>) -> Rc<Vec<&'m FunctionUse>> {
        let model = self.model;
        let calls = self.calls.entry(owner).or_insert_with(|| {
            let uses = model.function_uses.inside(owner);
            let mut calls: Vec<&FunctionUse> = uses
                .filter(|call| call.call && call.function().is_some())
                .collect();
            calls.sort_by_key(|call| call.statement.end);
            Rc::new(calls)
        });
        Rc::clone(calls)
    }
}

fn is_sure(usage: &FunctionUse, worlds: Worlds) -> bool {
    usage.call && usage.guard != Guard::Unknown && usage.worlds.overlaps(worlds)
}

impl Model {
    /// Whether a child that is forked here becomes another program at once.
    pub(crate) fn becomes_another(&self, fork: &Thread) -> bool {
        let execs_in = |owner: Option<FunctionId>| {
            let mut execs = self.execs.iter();
            execs.any(move |(of, range)| {
                *of == owner && (owner != fork.owner || range.start >= fork.range.end)
            })
        };
        if self.execs.is_empty() {
            return false;
        }
        let uses = self.function_uses.inside(fork.owner);
        let mut after = uses.filter(|call| call.call && call.statement.start >= fork.range.end);
        execs_in(fork.owner)
            || after.any(|usage| usage.function().is_some_and(|id| execs_in(Some(id))))
    }
}
