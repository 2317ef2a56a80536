//! Calls that make something for a child process, or start one.

use crate::facts;
use crate::facts::lists;
use crate::facts::spawns::{SpawnKind, SpawnRole, holds, limit, mirrored, role, threads_of};
use crate::model::children::manager_servers::is_library_manager;
use crate::model::children::records::{MadeObject, Thread};
use crate::model::children::start_methods::{Method, Methods};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::classes::process_methods;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{ClassId, MakeId, Partition, Value};
use crate::syntax::ast::{Argument, Expr, ExprKind, Name};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// A value that is known by the place that makes it.
    pub(in crate::model) fn make(&mut self, expr: &Expr, name: &str) -> Value {
        self.make_with(expr, name, &[], Vec::new(), false)
    }

    pub(in crate::model) fn make_with(
        &mut self,
        expr: &Expr,
        name: &str,
        arguments: &[(Argument, Partition)],
        methods: Methods,
        doubtful: bool,
    ) -> Value {
        let id = self.note_make(expr, name, arguments, methods, doubtful);
        let class = match role(name).map(|role| role.kind) {
            Some(SpawnKind::Process) => "multiprocessing.Process",
            Some(SpawnKind::Pool) => "multiprocessing.pool.Pool",
            _ => facts::returns(name)
                .or_else(|| facts::returns(&mirrored(name)?))
                .unwrap_or(name),
        };
        Value::Made(id, class.into())
    }

    /// Notes that something is made here.
    pub(in crate::model) fn note_make(
        &mut self,
        expr: &Expr,
        name: &str,
        arguments: &[(Argument, Partition)],
        methods: Methods,
        doubtful: bool,
    ) -> MakeId {
        let along = match holds(name) {
            Some(_) => self.taken_along(arguments),
            None => Vec::new(),
        };
        let id = self.number_of_make(expr.address());
        let mut arguments = arguments.to_vec();
        // What it calls may be a function of another module.
        if name == "functools.partial"
            && let Some((_, function)) = arguments.first_mut()
        {
            *function = self.known(std::mem::take(function));
        }
        let make = MadeObject {
            name: name.into(),
            range: expr.span.at(self.base),
            arguments,
            along,
            methods,
            doubtful,
        };
        // A quiet run says less.
        if self.quiet == 0 || id.0 as usize == self.spawning.makes.len() {
            self.put_make(id, make);
        }
        id
    }

    /// Notes what a call has to do with child processes; puts what it makes into `result`.
    pub(in crate::model) fn spawning_call(
        &mut self,
        call: &Expr,
        function: &Expr,
        arguments: &CallArguments,
        callee: &[(Worlds, Value)],
        result: &mut Partition,
    ) {
        for (worlds, callee) in callee {
            let worlds = *worlds & self.reach;
            let (name, method) = match callee {
                Value::Symbol(name) => (name.to_string(), None),
                Value::ContextMember(method, name) => {
                    (format!("multiprocessing.{name}"), Some(*method))
                }
                Value::Class(id) => {
                    self.subclass_call(call, arguments, worlds, *id);
                    continue;
                }
                Value::Made(id, class) if &**class == "joblib.Parallel" => {
                    self.parallel_call(call, arguments, worlds, *id);
                    continue;
                }
                Value::Function(id) if self.function_of(*id).lazy => {
                    let made = self.make(call, "generator");
                    result.set(worlds, &Partition::always(made));
                    continue;
                }
                class @ (Value::Parameter(..) | Value::Member(_)) => {
                    self.await_class(call, arguments, worlds, class);
                    continue;
                }
                made @ Value::Made(..) => {
                    if let Some(value) = self.call_of_made(call, function, made) {
                        result.set(worlds, &Partition::always(value));
                    }
                    continue;
                }
                _ => continue,
            };
            if worlds.is_empty() {
                continue;
            }
            self.note_setting(call, &name, method, worlds, arguments);
            if let Some(by) = threads_of(&name).filter(|_| self.quiet == 0) {
                let subject = self.instance_of_method(function);
                let thread = self.thread(call, worlds);
                let by = Some(by);
                self.spawning.threads.push(Thread {
                    by,
                    subject,
                    ..thread
                });
            }
            if name.starts_with("os.exec") && self.quiet == 0 {
                let place = call.span.at(self.base);
                self.spawning.execs.push((self.owner, place));
            }
            if lists::FORKS.has(&name) && self.quiet == 0 && !self.forks_on_purpose() {
                let fork = self.thread(call, worlds);
                self.spawning.forks.push(fork);
            }
            if name == "sys.exc_info" {
                let trace = self.make(call, "types.TracebackType");
                let items = [Value::Unknown, Value::Unknown, trace];
                result.set(worlds, &Partition::always(Value::Items(items.into())));
                continue;
            }
            if name.starts_with("tqdm.") && name.ends_with(".set_lock") {
                self.note_shared_lock(worlds, arguments);
                continue;
            }
            if name == "copyreg.pickle" {
                self.note_reducer(arguments);
                continue;
            }
            if let Some(asked) = self.asked_for_method(call, &name, worlds, arguments) {
                result.set(worlds, &Partition::always(asked));
                continue;
            }
            if name == "multiprocessing.Pipe" {
                let end = Value::Instance("multiprocessing.connection.Connection".into());
                result.set(
                    worlds,
                    &Partition::always(Value::Items([end.clone(), end].into())),
                );
                continue;
            }
            if let Some(class) = self.dynamic_class(call, &name, worlds, arguments) {
                result.set(worlds, &Partition::always(class));
                continue;
            }
            let role = role(&name).filter(|role| !is_method(role));
            let known = holds(&name).is_some() || lists::PROCESSOR_COUNTS.has(&name);
            if role.is_none() && limit(&name).is_none() && !known {
                self.note_thread_pool(call, &name, None);
                continue;
            }
            if let Some(role) = role {
                self.note_count(role, worlds, arguments);
            }
            let methods = self.methods_of(&name, role, method, worlds, arguments);
            let needed = role.map_or(Needed::Yes, |role| self.needed(role, worlds, arguments));
            if needed != Needed::No {
                let doubtful = needed == Needed::Perhaps;
                let keeps = role
                    .is_none_or(|role| !matches!(role.kind, SpawnKind::Torch | SpawnKind::Submit));
                if keeps {
                    let all = &arguments.all;
                    let made = self.make_with(call, &name, all, methods.clone(), doubtful);
                    self.note_thread_pool(call, &name, Some(&made));
                    result.set(worlds, &Partition::always(made));
                }
                if let Some(role) = role {
                    let spawn = self.spawn(call, role, worlds, methods, arguments, doubtful);
                    self.note_spawn(spawn);
                }
            }
        }
        self.method_call(call, function, arguments);
        self.thread_method(call, function, arguments);
        self.note_registration(function, arguments);
        self.note_main_loop(call, function, callee);
        self.super_call(call, function, arguments);
    }

    /// What a method is called on, if that is an instance of a class of the library.
    pub(in crate::model) fn instance_of_method(&mut self, function: &Expr) -> Option<Value> {
        let ExprKind::Attribute { object, .. } = &function.kind else {
            return None;
        };
        let subject = self.aside(object).single(self.reach).cloned();
        subject.filter(|subject| matches!(subject, Value::Made(..) | Value::Instance(_)))
    }

    /// `W(…)` where `W` is a subclass of `Process`.
    fn subclass_call(
        &mut self,
        call: &Expr,
        arguments: &CallArguments,
        worlds: Worlds,
        class: ClassId,
    ) {
        let Some(methods) = process_methods(&self.classes, class) else {
            return;
        };
        if let Some(role) = role("multiprocessing.Process") {
            let none = CallArguments { all: Vec::new() };
            let inherits = !self.has_own(class, "__init__");
            let own = if inherits { arguments } else { &none };
            let mut spawn = self.spawn(call, role, worlds, methods, own, false);
            let name = Name::clone(&self.classes[class.0 as usize].class.name);
            let made = self.note_make(call, &name, &arguments.all, Vec::new(), false);
            spawn.subject = Partition::always(Value::Object(class, Some(made)));
            self.note_spawn(spawn);
        }
    }

    /// `process.start()`, `pool.map(…)`: what it does depends on what the object is.
    fn method_call(&mut self, call: &Expr, function: &Expr, arguments: &CallArguments) {
        let ExprKind::Attribute { object, name, .. } = &function.kind else {
            return;
        };
        if self.quiet > 0 {
            return;
        }
        if &**name == "run"
            && let Some(id) = self
                .aside(object)
                .single(self.reach)
                .and_then(Value::made_by)
        {
            let place = self.spawning.makes[id.0 as usize].range.clone();
            self.spawning.run_here.push(place);
        }
        if !lists::WORKER_METHODS.has(name) {
            return;
        }
        let (subject, name) = match &**name {
            "run_in_executor" => (arguments.value(0, "executor"), "run_in_executor"),
            name => (self.subject(object), name),
        };
        let parts: Vec<(Worlds, Value)> = subject
            .parts(self.reach)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        for (worlds, value) in parts {
            let (class, methods, doubtful) = match &value {
                Value::Parameter(..) | Value::Member(_) => {
                    for class in lists::POOLS.names() {
                        let Some(role) = role(&format!("{class}.{name}")) else {
                            continue;
                        };
                        let methods = vec![(worlds, Method::Default)];
                        let mut spawn = self.spawn(call, role, worlds, methods, arguments, false);
                        spawn.receiver = Some(Partition::within(worlds, value.clone()));
                        self.spawning.awaiting.push(spawn);
                    }
                    continue;
                }
                Value::Made(id, class) => {
                    let make = &self.spawning.makes[id.0 as usize];
                    (class.to_string(), make.methods.clone(), make.doubtful)
                }
                Value::Object(class, _) if name == "start" && self.is_manager(*class) => {
                    self.note_manager_start(call, *class, worlds);
                    continue;
                }
                Value::Object(class, _) => match process_methods(&self.classes, *class) {
                    Some(methods) if !self.has_own(*class, "start") => {
                        ("multiprocessing.Process".to_owned(), methods, false)
                    }
                    _ => continue,
                },
                Value::Instance(class) => {
                    let default = vec![(Worlds::ALL, Method::Default)];
                    (class.to_string(), default, false)
                }
                _ => continue,
            };
            if let Some(role) = role(&format!("{class}.{name}")) {
                let mut spawn = self.spawn(call, role, worlds, methods, arguments, doubtful);
                spawn.subject = Partition::within(worlds, value);
                if name == "start" && is_library_manager(&class) {
                    spawn.given = self.registered(None);
                }
                self.note_spawn(spawn);
            }
        }
    }

    /// The iteration of something whose workers start then.
    pub(in crate::model) fn note_iteration(&mut self, iterable: &Expr, value: &Partition) {
        let wraps = |name: &str| matches!(name, "enumerate" | "iter" | "tqdm" | "zip" | "list");
        let (iterable, value) = match &iterable.kind {
            ExprKind::Call {
                function,
                arguments,
            } if matches!(&function.kind, ExprKind::Name(name) if wraps(name)) => {
                match arguments.first() {
                    Some(first) => (&first.value, self.aside(&first.value)),
                    None => return,
                }
            }
            _ => (iterable, value.clone()),
        };
        let parts: Vec<(Worlds, Value)> = value
            .parts(self.reach)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        for (worlds, value) in parts {
            if let Value::Made(id, class) = &value
                && let Some(role) = role(&format!("{class}.__iter__"))
            {
                let make = &self.spawning.makes[id.0 as usize];
                let (methods, doubtful) = (make.methods.clone(), make.doubtful);
                let none = CallArguments { all: Vec::new() };
                let spawn = self.spawn(iterable, role, worlds, methods, &none, doubtful);
                self.note_spawn(spawn);
            }
        }
    }

    /// Whether the call starts anything at all.
    pub(in crate::model) fn needed(
        &self,
        role: &SpawnRole,
        worlds: Worlds,
        arguments: &CallArguments,
    ) -> Needed {
        let Some(parameter) = role.needs else {
            return Needed::Yes;
        };
        match arguments.get(parameter.place, parameter.name) {
            None if arguments.open() => Needed::Perhaps,
            None => Needed::No,
            Some((_, value)) => match value.single(worlds) {
                Some(Value::Int(0) | Value::None) => Needed::No,
                Some(Value::Int(_)) => Needed::Yes,
                _ => Needed::Perhaps,
            },
        }
    }

    /// Whether the class itself, or a class above it in the document, defines this.
    fn has_own(&self, class: ClassId, name: &str) -> bool {
        let mut next = Some(class);
        for _ in 0..8 {
            let Some(id) = next else { return false };
            let info = &self.classes[id.0 as usize];
            if info.attributes.contains_key(name) {
                return true;
            }
            next = info.bases.first().copied();
        }
        false
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::model) enum Needed {
    Yes,
    Perhaps,
    No,
}

/// Whether the name is one of a method, which is looked at with its object.
pub(in crate::model) fn is_method(role: &SpawnRole) -> bool {
    let owner = role.name.rsplit('.').nth(1);
    owner.is_some_and(|owner| owner.starts_with(char::is_uppercase))
}
