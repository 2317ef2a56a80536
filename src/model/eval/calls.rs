//! Calls: what the functions that tell platforms apart give, and what a call does that fails.

use std::sync::Arc;

use crate::facts::{self, StartMethod};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::conditions::OBJECT;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::user_options::parsed;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::model::value::library_names::named;
use crate::model::value::methods::method_of;
use crate::model::value::subscripts::entry_of;
use crate::model::value::{AT, CALLED, ClassId, Partition, TEXT, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind, Name};
use crate::world::Worlds;

/// Functions that ask for the class of something, and do nothing with the class itself.
const ASKS: &[&str] = &["builtins.isinstance", "builtins.issubclass"];

impl Evaluator<'_> {
    pub(in crate::model) fn call(
        &mut self,
        call: &Expr,
        function: &Expr,
        arguments: &[Argument],
    ) -> Partition {
        let first_use = self.function_uses.len();
        self.receiver = Partition::UNKNOWN;
        let callee = self.callee(function);
        let receiver = std::mem::take(&mut self.receiver);
        let called = first_use..self.function_uses.len();
        let asks =
            |callee: &Value| matches!(callee, Value::Symbol(name) if ASKS.contains(&&**name));
        let asks = callee.single(self.reach).is_some_and(asks);
        let outer = self.not_used;
        self.not_used |= asks;
        let sees_calls = |callee: &Value| matches!(callee, Value::Function(_) | Value::Class(_));
        let carried = callee.single(self.reach).is_some_and(sees_calls);
        let skipped = self.skipped_by_marks(&callee, arguments);
        self.reach -= skipped;
        let all = arguments
            .iter()
            .map(|argument| {
                self.callables.next = carried;
                (argument.clone(), self.eval(&argument.value))
            })
            .collect();
        self.not_used = outer;
        if let (true, Some(asked)) = (asks, arguments.first()) {
            self.forget_class(&asked.value);
        }
        self.reach |= skipped;
        self.keep_to_reach(called);
        let lazy = self.lazy_flag(function, arguments);
        let lazy = lazy.or_else(|| self.flag_of_all(function, arguments));
        let arguments = CallArguments { all };
        if let Some(raised) = leaves(function) {
            let unknown = callee.worlds(self.reach, Value::is_open);
            self.leave_in(unknown, raised);
        }
        self.note_skip_helper(call, function, &callee, &arguments);
        let parts: Vec<(Worlds, Value)> = callee
            .parts(self.reach)
            .map(|(worlds, value)| (worlds, self.class_called(function, value.clone())))
            .collect();
        let spread = arguments.spread(self.reach);
        let mut result = Partition::UNKNOWN;
        for (worlds, callee) in &parts {
            // Facts about arguments are about those that are written out, and fixes too.
            let arguments = match callee {
                Value::Symbol(_) | Value::ContextMember(..) => &arguments,
                _ => spread.as_ref().unwrap_or(&arguments),
            };
            self.note_parameter_method(call, *worlds, callee);
            self.note_call((call, function), *worlds, callee, arguments);
            let value = self.call_of((call, function), *worlds, callee, arguments);
            let value = self.of_receiver((callee, &receiver), value, *worlds);
            result.set(*worlds, &value);
        }
        let arguments = spread.unwrap_or(arguments);
        if let Some(flag) = lazy {
            result = flag;
        }
        if result == Partition::UNKNOWN
            && let Some(parsed) = parsed(function)
        {
            result = Partition::always(parsed);
        }
        self.spawning_call(call, function, &arguments, &parts, &mut result);
        self.note_library_caller(&parts, &arguments);
        self.note_loop_run(function);
        self.note_method_call(call, function, &arguments);
        self.note_update(call, function, &arguments);
        self.note_mutation(function, &arguments);
        self.note_replacement(function, &arguments);
        self.note_setattr(function, &arguments);
        self.note_option(function, &arguments);
        self.note_passed_by_name(&arguments);
        self.note_hook(function, &arguments);
        result
    }

    /// The worlds in which nobody asks for the arguments of `pytest.param(…, marks=pytest.mark.skipif(…))`.
    fn skipped_by_marks(&mut self, callee: &Partition, arguments: &[Argument]) -> Worlds {
        let is_it =
            |callee: &Value| matches!(callee, Value::Symbol(name) if &**name == "pytest.param");
        if !callee.single(self.reach).is_some_and(is_it) {
            return Worlds::NONE;
        }
        let marks = arguments.iter().find(
            |argument| matches!(&argument.kind, ArgumentKind::Keyword(name) if &**name == "marks"),
        );
        marks.map_or(Worlds::NONE, |marks| {
            let marks = self.aside(&marks.value);
            self.skips(&marks, self.reach)
        })
    }

    /// Notes that a test puts something in the place of a name: `patch.object(errno, "WSAEADDRINUSE", 1, create=True)`.
    fn note_replacement(&mut self, function: &Expr, arguments: &CallArguments) {
        let ExprKind::Attribute { name, .. } = &function.kind else {
            return;
        };
        if !matches!(&**name, "object" | "setattr") {
            return;
        }
        let (module, name) = (arguments.value(0, "target"), arguments.value(1, "name"));
        if let (Some(Value::Module(module)), Some(Value::Str(name))) =
            (module.single(self.reach), name.single(self.reach))
        {
            let patched = format!("{module}.{name}");
            self.note_patched(patched);
        }
    }

    fn call_of(
        &mut self,
        (call, function): (&Expr, &Expr),
        worlds: Worlds,
        callee: &Value,
        arguments: &CallArguments,
    ) -> Partition {
        match callee {
            Value::Symbol(name) => self.call_named(call, worlds, name, arguments),
            Value::ContextMember(_, name) => {
                let name = format!("multiprocessing.{name}");
                self.call_named(call, worlds, &name, arguments)
            }
            Value::Function(id) => self.given_by_function((call, function), worlds, *id, arguments),
            Value::Class(id) => {
                let made = self.construct(call, *id, arguments);
                self.fail_to_construct(*id, worlds);
                made
            }
            Value::Returns(value) => {
                let never = value.worlds(worlds, |value| *value == Value::Never);
                self.leave_in(never, true);
                (**value).clone()
            }
            Value::Imported(_) if self.outside.alone => called(callee),
            Value::Parameter(..) => called(callee),
            // A skipping decorator, on a function.
            Value::Skip => Partition::always(Value::Skip),
            Value::Method(method) => {
                if let Some(view) = self.view_of(call, &method.0, &method.1) {
                    return Partition::always(view);
                }
                let argument = arguments.value(0, "");
                let given = argument.then(worlds, |worlds, argument| {
                    method_of(&method.0, &method.1, argument, arguments, worlds)
                });
                match given == Partition::UNKNOWN && gives_text(&method.0, &method.1) {
                    true => Partition::always(Value::Instance(TEXT.into())),
                    false => given,
                }
            }
            Value::Member(table) if *table.1 == *AT => called(callee),
            Value::Member(method) if matches!(&*method.1, "get" | "pop") => {
                entry_of(&method.0, arguments, worlds)
            }
            Value::Poisoned => Partition::always(Value::Poisoned),
            _ => Partition::UNKNOWN,
        }
    }

    /// An instance of a class of the document, known by the call that makes it.
    pub(in crate::model) fn construct(
        &mut self,
        call: &Expr,
        class: ClassId,
        arguments: &CallArguments,
    ) -> Partition {
        let name = Name::clone(&self.classes[class.0 as usize].class.name);
        let made = self.note_make(call, &name, &arguments.all, Vec::new(), false);
        Partition::always(Value::Object(class, Some(made)))
    }

    fn call_named(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        name: &str,
        arguments: &CallArguments,
    ) -> Partition {
        self.note_event_loop(call, worlds, name, arguments);
        self.note_signal_handler(call, worlds, name);
        if name == OBJECT {
            return Partition::always(self.make(call, OBJECT));
        }
        if let Some(known) = self.known_function(call, worlds, name, arguments) {
            return known;
        }
        if let Some((function, parameter)) = facts::start_method_argument(name) {
            return self.start_method(call, worlds, (function, parameter), arguments);
        }
        self.unsupported(call, worlds, name, arguments);
        self.open_linux_file(call, worlds, name, arguments);
        // A parser of one's own may make elements of another class.
        let is_plain = !name.starts_with("xml.etree.") || arguments.get(1, "parser").is_none();
        if let Some(class) = facts::returns(name).filter(|_| is_plain) {
            return Partition::always(Value::Instance(class.into()));
        }
        if let Some(class) = facts::yields(name) {
            return Partition::always(Value::Each(Arc::new(Value::Instance(class.into()))));
        }
        match name.split('.').next() {
            // `platform.uname().system` has a value, `platform.uname()` has none.
            Some("platform" | "os" | "sysconfig" | "multiprocessing") => {
                named(&format!("{name}()"))
            }
            Some("sys") if facts::value(&format!("{name}()")).is_some() => {
                named(&format!("{name}()"))
            }
            _ => Partition::UNKNOWN,
        }
    }

    /// `get_context("fork")` and its siblings.
    fn start_method(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        (function, parameter): (&'static str, &str),
        arguments: &CallArguments,
    ) -> Partition {
        let gives_context = function == "multiprocessing.get_context";
        let Some((argument, value)) = arguments.of(function, parameter) else {
            return if gives_context && !arguments.open() {
                default_context()
            } else {
                Partition::UNKNOWN
            };
        };
        let parts: Vec<(Worlds, Value)> = value
            .parts(worlds)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        let mut result = Partition::UNKNOWN;
        for (worlds, value) in parts {
            // Another one is for those to say who pass it.
            let everywhere = |default: &Value| match default {
                Value::None => true,
                Value::Str(name) => &**name == "spawn",
                _ => false,
            };
            let default = gives_context.then(|| self.assume_default(&value, everywhere));
            let value = default.flatten().unwrap_or(value);
            if let Some(default) = self.default_method(&value, worlds) {
                self.start_method_by_default(call, &argument.value, (function, &default), worlds);
                continue;
            }
            let method = match &value {
                Value::Str(name) => StartMethod::named(name).ok_or_else(|| name.to_string()),
                Value::None if gives_context => {
                    result.set(worlds, &default_context());
                    continue;
                }
                _ => continue,
            };
            let available = method
                .as_ref()
                .map_or(Worlds::NONE, |method| method.available());
            let site = Site::StartMethod {
                call: call.clone(),
                argument: argument.value.clone(),
                function,
                method: method.clone(),
            };
            self.fail(Exception::Value, worlds - available, site, call.span);
            result.set(worlds - available, &Partition::always(Value::Poisoned));
            if let (Ok(method), true) = (method, gives_context) {
                result.set(
                    worlds & available,
                    &Partition::always(Value::Context(method)),
                );
            }
        }
        result
    }
}

/// Whether a method of this name ends the test, the program or the task, whatever it belongs to;
/// and then, whether by a failure.
fn leaves(function: &Expr) -> Option<bool> {
    let ExprKind::Attribute { object, name, .. } = &function.kind else {
        return None;
    };
    let (ExprKind::Name(owner) | ExprKind::Attribute { name: owner, .. }) = &object.kind else {
        return None;
    };
    match &**name {
        "skipTest" => Some(false),
        "fail_json" | "exit_json" => Some(true),
        "error" | "exit" if owner.ends_with("parser") => Some(true),
        "abort" | "exit" | "fail" if &**owner == "ctx" => Some(true),
        "fail" if &**owner == "self" => Some(true),
        _ => None,
    }
}

/// Whether a method of a string gives another one.
fn gives_text(owner: &Value, method: &str) -> bool {
    const METHODS: &[&str] = &[
        "capitalize",
        "center",
        "format",
        "join",
        "ljust",
        "lower",
        "lstrip",
        "replace",
        "rjust",
        "rstrip",
        "strip",
        "title",
        "upper",
        "zfill",
    ];
    matches!(owner, Value::Str(_) | Value::Prefix(_)) && METHODS.contains(&method)
}

/// What something gives that only the callers know.
fn called(callee: &Value) -> Partition {
    Partition::always(Value::Member(Arc::new((callee.clone(), CALLED.into()))))
}

fn default_context() -> Partition {
    let mut result = Partition::UNKNOWN;
    for (worlds, method) in facts::default_start_method() {
        result.set(*worlds, &Partition::always(Value::Context(*method)));
    }
    result
}
