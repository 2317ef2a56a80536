//! Calls: what the functions that tell platforms apart give, and what a call does that fails.

use super::arguments::Arguments;
use super::evaluate::Evaluator;
use super::exception::Exception;
use super::expressions::named;
use super::uses::Site;
use super::value::{Partition, Value};
use crate::facts::{self, Fact, Failure, StartMethod};
use crate::syntax::ast::{Argument, Expr, ExprKind, Span};
use crate::world::Worlds;

impl<'a> Evaluator<'a> {
    pub(super) fn call(
        &mut self,
        call: &'a Expr,
        function: &'a Expr,
        arguments: &'a [Argument],
    ) -> Partition {
        let callee = self.eval(function);
        self.note_function_use(&callee, true);
        let all = arguments
            .iter()
            .map(|argument| (argument, self.eval(&argument.value)))
            .collect();
        let arguments = Arguments { all };
        if let ExprKind::Attribute { name, .. } = &function.kind
            && &**name == "skipTest"
        {
            self.leave(false);
            return Partition::UNKNOWN;
        }
        let parts: Vec<(Worlds, Value)> = callee
            .parts(self.reach)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        let mut result = Partition::UNKNOWN;
        for (worlds, callee) in parts {
            let value = self.call_of(call, worlds, &callee, &arguments);
            result.set(worlds, &value);
        }
        result
    }

    fn call_of(
        &mut self,
        call: &'a Expr,
        worlds: Worlds,
        callee: &Value,
        arguments: &Arguments<'a>,
    ) -> Partition {
        match callee {
            Value::Symbol(name) => self.call_named(call, worlds, name, arguments),
            Value::ContextMember(_, name) => {
                let name = format!("multiprocessing.{name}");
                self.call_named(call, worlds, &name, arguments)
            }
            Value::Function(id) => {
                let outcome = self.outcome(*id);
                let ends = worlds - outcome.comes_back;
                if self.quiet == 0 || !ends.is_empty() {
                    self.raised |= ends & self.reach;
                    self.reach -= ends;
                }
                outcome.value
            }
            Value::Class(id) => Partition::always(Value::Object(*id)),
            Value::Returns(value) => (**value).clone(),
            Value::Method(method) => {
                let argument = arguments.value(0, "");
                argument.then(worlds, |worlds, argument| {
                    method_of(&method.0, &method.1, argument, arguments, worlds)
                })
            }
            Value::Poisoned => Partition::always(Value::Poisoned),
            _ => Partition::UNKNOWN,
        }
    }

    fn call_named(
        &mut self,
        call: &'a Expr,
        worlds: Worlds,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Partition {
        if let Some(known) = self.known_function(worlds, name, arguments) {
            return known;
        }
        if let Some((function, parameter)) = facts::start_method_argument(name) {
            return self.start_method(call, worlds, (function, parameter), arguments);
        }
        self.unsupported(call, worlds, name, arguments);
        if let Some(class) = facts::returns(name) {
            return Partition::always(Value::Instance(class.into()));
        }
        match name.split('.').next() {
            // `platform.uname().system` has a value, `platform.uname()` has none.
            Some("platform" | "os" | "sysconfig" | "multiprocessing") => {
                named(&format!("{name}()"))
            }
            _ => Partition::UNKNOWN,
        }
    }

    /// A function whose result we can tell, or that does not come back.
    fn known_function(
        &mut self,
        worlds: Worlds,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Partition> {
        let value = match name {
            "builtins.hasattr" => self.has_attribute(worlds, arguments),
            "builtins.getattr" => self.get_attribute(worlds, arguments),
            "builtins.bool" => {
                let (when_true, when_false) = arguments.value(0, "").split(worlds);
                Partition::truth(when_true, when_false)
            }
            "builtins.callable" => arguments.value(0, "").then(worlds, |_, value| match value {
                Value::None | Value::Bool(_) | Value::Int(_) | Value::Str(_) | Value::Module(_) => {
                    Partition::always(Value::Bool(false))
                }
                Value::Symbol(name) if facts::fact(name).is_some() => {
                    Partition::always(Value::Bool(true))
                }
                Value::Function(_) | Value::Class(_) => Partition::always(Value::Bool(true)),
                _ => Partition::UNKNOWN,
            }),
            "builtins.tuple" | "builtins.list" | "builtins.set" | "builtins.frozenset"
            | "builtins.str" => arguments.value(0, "").then(worlds, |_, value| match value {
                Value::Items(_) | Value::Str(_) | Value::Prefix(_) => {
                    Partition::always(value.clone())
                }
                _ => Partition::UNKNOWN,
            }),
            "importlib.util.find_spec" | "importlib.find_loader" | "pkgutil.find_loader" => {
                self.find_module(worlds, arguments)
            }
            "importlib.import_module" | "builtins.__import__" => {
                arguments
                    .value(0, "name")
                    .then(worlds, |_, value| match value {
                        Value::Str(module) if facts::is_module(module) => named(module),
                        _ => Partition::UNKNOWN,
                    })
            }
            "sys.exit"
            | "os._exit"
            | "os.abort"
            | "builtins.exit"
            | "builtins.quit"
            | "pytest.exit"
            | "pytest.fail"
            | "unittest.TestCase.fail" => {
                self.note_exit(name, worlds);
                self.raised |= worlds;
                self.reach -= worlds;
                Partition::UNKNOWN
            }
            "pytest.skip" | "pytest.xfail" => {
                self.reach -= worlds;
                Partition::UNKNOWN
            }
            "pytest.importorskip" => self.import_or_skip(worlds, arguments),
            "pytest.mark.skipif" | "unittest.skipIf" => {
                self.skip_where(worlds, arguments, "condition", true)
            }
            "unittest.skipUnless" => self.skip_where(worlds, arguments, "condition", false),
            "pytest.mark.skip" | "unittest.skip" => Partition::always(Value::Skip),
            _ => return None,
        };
        Some(value)
    }

    /// The worlds in which a decorator, or a list of marks, skips a test.
    pub(super) fn skips(&self, value: &Partition, within: Worlds) -> Worlds {
        fn skip(value: &Value) -> bool {
            match value {
                Value::Skip => true,
                Value::Items(items) => items.iter().any(skip),
                Value::Symbol(name) => matches!(&**name, "pytest.mark.skip" | "unittest.skip"),
                _ => false,
            }
        }
        value.worlds(within, skip)
    }

    pub(super) fn is_skip_exception(&self, value: &Partition) -> bool {
        value.worlds(self.reach, |value| {
            matches!(value, Value::Symbol(name) if name.starts_with("unittest.SkipTest")
                || name.starts_with("pytest.skip"))
        }) == self.reach
    }

    fn skip_where(
        &mut self,
        worlds: Worlds,
        arguments: &Arguments<'a>,
        name: &str,
        when: bool,
    ) -> Partition {
        let condition = match arguments.get(0, name) {
            // A condition as a string is evaluated by pytest in the module's names.
            Some((argument, _)) if matches!(argument.value.kind, ExprKind::Str(_)) => {
                return Partition::UNKNOWN;
            }
            Some((_, value)) => value,
            None => return Partition::UNKNOWN,
        };
        let (when_true, when_false) = condition.split(worlds);
        let skipped = if when {
            when_true - when_false
        } else {
            when_false - when_true
        };
        let mut result = Partition::UNKNOWN;
        result.set(skipped, &Partition::always(Value::Skip));
        // Known not to skip is not the same as unknown: it leaves the test what it is.
        result.set(
            worlds - (when_true & when_false) - skipped,
            &named("pytest.mark.none"),
        );
        result
    }

    fn has_attribute(&mut self, worlds: Worlds, arguments: &Arguments<'a>) -> Partition {
        let name = arguments.value(1, "");
        arguments.value(0, "").then(worlds, |worlds, owner| {
            name.then(worlds, |worlds, name| match (dotted(owner, name), owner) {
                (Some(dotted), _) => facts::fact(&dotted).map_or(Partition::UNKNOWN, |fact| {
                    Partition::truth(worlds & fact.exists(), worlds - fact.exists())
                }),
                (None, Value::None) => Partition::always(Value::Bool(false)),
                _ => Partition::UNKNOWN,
            })
        })
    }

    fn get_attribute(&mut self, worlds: Worlds, arguments: &Arguments<'a>) -> Partition {
        let name = arguments.value(1, "");
        let default = arguments.positional(2).map(|(_, value)| value.clone());
        arguments.value(0, "").then(worlds, |worlds, owner| {
            name.then(worlds, |worlds, name| {
                let Some(dotted) = dotted(owner, name) else {
                    return Partition::UNKNOWN;
                };
                let Some(fact) = facts::fact(&dotted) else {
                    return match facts::value(&dotted) {
                        Some(_) => named(&dotted),
                        None => Partition::UNKNOWN,
                    };
                };
                let mut value = named(&dotted);
                let missing = worlds - fact.exists();
                value.set(missing, default.as_ref().unwrap_or(&Partition::UNKNOWN));
                value
            })
        })
    }

    fn find_module(&mut self, worlds: Worlds, arguments: &Arguments<'a>) -> Partition {
        arguments.value(0, "name").then(worlds, |worlds, module| {
            let Value::Str(module) = module else {
                return Partition::UNKNOWN;
            };
            if super::imports::module_facts(module).next().is_none() {
                return Partition::UNKNOWN;
            }
            let mut found = Partition::always(Value::Bool(true));
            let missing = worlds - super::imports::importable(module);
            found.set(missing, &Partition::always(Value::None));
            found
        })
    }

    fn import_or_skip(&mut self, worlds: Worlds, arguments: &Arguments<'a>) -> Partition {
        let module = arguments.value(0, "modname");
        let Some(Value::Str(module)) = module.single(worlds) else {
            return Partition::UNKNOWN;
        };
        self.reach -= worlds - super::imports::importable(module);
        named(module)
    }

    /// `get_context("fork")` and its siblings.
    fn start_method(
        &mut self,
        call: &'a Expr,
        worlds: Worlds,
        (function, parameter): (&'static str, &str),
        arguments: &Arguments<'a>,
    ) -> Partition {
        let gives_context = function == "multiprocessing.get_context";
        let Some((argument, value)) = arguments.of(function, parameter) else {
            return match gives_context && !arguments.open() {
                true => default_context(),
                false => Partition::UNKNOWN,
            };
        };
        let parts: Vec<(Worlds, Value)> = value
            .parts(worlds)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        let mut result = Partition::UNKNOWN;
        for (worlds, value) in parts {
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
                call,
                argument: &argument.value,
                function,
                method: method.clone(),
            };
            self.fail(Exception::Value, worlds - available, site, call.span, None);
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

    /// A call that exists everywhere and raises, or does something else, somewhere.
    fn unsupported(
        &mut self,
        call: &'a Expr,
        worlds: Worlds,
        name: &str,
        arguments: &Arguments<'a>,
    ) {
        if self.patched.contains(name) {
            return;
        }
        if let Some(fact) = facts::fact(name) {
            self.unsupported_where(call, worlds, fact, call.span);
        }
        for fact in facts::arguments(name) {
            let (met, argument) = arguments.meet(name, fact, worlds);
            let span = argument.map_or(call.span, |argument| argument.span);
            if !met.is_empty() {
                self.unsupported_where(call, met, fact, span);
            }
        }
    }

    fn unsupported_where(
        &mut self,
        call: &'a Expr,
        worlds: Worlds,
        fact: &'static Fact,
        span: Span,
    ) {
        for (failing, failure) in fact.failures {
            let exception = match failure {
                Failure::Raises(exception) => Exception::named(exception),
                Failure::Diverges => Exception::Divergence,
                // A parameter that is not known; a name that is missing was reported before.
                Failure::Missing if !fact.when.is_empty() => Exception::Type,
                Failure::Missing => continue,
            };
            let site = Site::Call { call, fact };
            self.fail(exception, worlds & *failing, site, span, Some(fact));
        }
    }
}

fn default_context() -> Partition {
    let mut result = Partition::UNKNOWN;
    for (worlds, method) in facts::default_start_method() {
        result.set(*worlds, &Partition::always(Value::Context(*method)));
    }
    result
}

/// `os` and `"fork"` as `os.fork`.
fn dotted(owner: &Value, name: &Value) -> Option<String> {
    let Value::Str(name) = name else { return None };
    match owner {
        Value::Module(owner) | Value::Symbol(owner) | Value::Instance(owner) => {
            Some(format!("{owner}.{name}"))
        }
        _ => None,
    }
}

/// Methods of strings and dictionaries that guards are made of.
fn method_of(
    owner: &Value,
    name: &str,
    argument: &Value,
    arguments: &Arguments<'_>,
    worlds: Worlds,
) -> Partition {
    let string = |text: String| Partition::always(Value::Str(text.into()));
    match (owner, name) {
        (Value::Str(_) | Value::Prefix(_), "startswith" | "endswith") => {
            let options: Vec<&Value> = match argument {
                Value::Items(items) => items.iter().collect(),
                other => vec![other],
            };
            let mut decided = Some(false);
            for option in options {
                match begins_or_ends(owner, name, option) {
                    Some(true) => return Partition::always(Value::Bool(true)),
                    Some(false) => {}
                    None => decided = None,
                }
            }
            decided.map_or(Partition::UNKNOWN, |value| {
                Partition::always(Value::Bool(value))
            })
        }
        (Value::Str(text), "lower" | "casefold") => string(text.to_lowercase()),
        (Value::Str(text), "upper") => string(text.to_uppercase()),
        (Value::Str(text), "strip") => string(text.trim().to_owned()),
        (Value::Prefix(text), "lower" | "casefold") => {
            Partition::always(Value::Prefix(text.to_lowercase().into()))
        }
        (Value::Dict(entries), "get") => match entries.iter().find(|(key, _)| key == argument) {
            Some((_, value)) => value.clone(),
            None if matches!(argument, Value::Str(_) | Value::Int(_)) => arguments
                .positional(1)
                .map_or_else(
                    || Partition::always(Value::None),
                    |(_, value)| value.clone(),
                )
                .then(worlds, |_, value| Partition::always(value.clone())),
            None => Partition::UNKNOWN,
        },
        _ => Partition::UNKNOWN,
    }
}

fn begins_or_ends(owner: &Value, name: &str, option: &Value) -> Option<bool> {
    let Value::Str(option) = option else {
        return None;
    };
    match (owner, name) {
        (Value::Str(text), "startswith") => Some(text.starts_with(&**option)),
        (Value::Str(text), _) => Some(text.ends_with(&**option)),
        (Value::Prefix(text), "startswith") => {
            if text.starts_with(&**option) {
                return Some(true);
            }
            (!option.starts_with(&**text)).then_some(false)
        }
        _ => None,
    }
}
