//! Functions that tell platforms apart, skip tests or end the process: what a call of them gives.

use std::sync::Arc;

use crate::facts::{self, Fact};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::iterables::listed;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::model::value::library_names::named;
use crate::model::value::{Partition, SET, TEXT, Value};
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::{Platform, Worlds};

impl Evaluator<'_> {
    /// A function whose result we can tell, or that does not come back.
    pub(in crate::model) fn known_function(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        name: &str,
        arguments: &CallArguments,
    ) -> Option<Partition> {
        let value = match name {
            "builtins.hasattr" => {
                let (owner, name) = (arguments.value(0, ""), arguments.value(1, ""));
                self.told_to_lack(worlds, &owner, &name)
                    .unwrap_or_else(|| has_name(worlds, &owner, &name))
            }
            "builtins.getattr" => self.get_attribute(call, worlds, arguments),
            "builtins.bool" => {
                let (when_true, when_false) = arguments.value(0, "").split(worlds);
                Partition::truth(when_true, when_false)
            }
            "builtins.int" => arguments.value(0, "").then(worlds, |_, value| {
                let number = match value {
                    Value::Str(text) => text.trim().parse().ok(),
                    Value::Int(number) => Some(*number),
                    _ => None,
                };
                number.map_or(Partition::UNKNOWN, |number| {
                    Partition::always(Value::Int(number))
                })
            }),
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
            "builtins.isinstance" => is_instance(worlds, arguments),
            // Windows says of no file that it is a socket.
            "stat.S_ISSOCK" => {
                let mut is_one = Partition::UNKNOWN;
                let never = worlds & Worlds::platform(Platform::Windows);
                is_one.set(never, &Partition::always(Value::Bool(false)));
                is_one
            }
            "builtins.dict" if arguments.are_named() => {
                Partition::always(Value::Dict(arguments.entries().into()))
            }
            // A lambda stays one.
            "builtins.staticmethod" => {
                arguments.value(0, "").then(worlds, |_, value| match value {
                    Value::Made(_, class) if &**class == "lambda" => {
                        Partition::always(value.clone())
                    }
                    _ => Partition::UNKNOWN,
                })
            }
            "builtins.set" | "builtins.frozenset" if !arguments.all.is_empty() => {
                arguments.value(0, "").then(worlds, |_, value| match value {
                    Value::Items(_) | Value::Str(_) | Value::Prefix(_) => {
                        Partition::always(value.clone())
                    }
                    _ => Partition::always(Value::Instance(SET.into())),
                })
            }
            "builtins.str" | "builtins.repr" if arguments.all.len() == 1 && !arguments.open() => {
                arguments.value(0, "").then(worlds, |_, value| match value {
                    Value::Str(_) | Value::Prefix(_) if name == "builtins.str" => {
                        Partition::always(value.clone())
                    }
                    value if value.is_open() => Partition::always(Value::Instance(TEXT.into())),
                    _ => Partition::UNKNOWN,
                })
            }
            "builtins.tuple" | "builtins.list" | "builtins.set" | "builtins.frozenset"
            | "builtins.str" => arguments.value(0, "").then(worlds, |_, value| match value {
                Value::Items(_) | Value::Str(_) | Value::Prefix(_) => {
                    Partition::always(value.clone())
                }
                Value::Version(_) if name == "builtins.tuple" => Partition::always(value.clone()),
                value if name != "builtins.str" => listed(value),
                _ => Partition::UNKNOWN,
            }),
            "builtins.iter" | "builtins.reversed" | "builtins.sorted" => {
                let given = arguments.value(0, "");
                given.then(worlds, |_, value| match value {
                    // In another order.
                    Value::Items(_) => value.item().then(worlds, |_, item| item.each()),
                    value => listed(value),
                })
            }
            // What tells the members of an enumeration apart.
            "enum.auto" => {
                let scope = self.scopes.last()?;
                let members = i64::try_from(scope.environment.keys().count()).unwrap_or(i64::MAX);
                Partition::always(Value::Int(members.saturating_add(1)))
            }
            "importlib.util.find_spec" | "importlib.find_loader" | "pkgutil.find_loader" => {
                self.find_module(worlds, arguments)
            }
            "importlib.import_module" | "builtins.__import__" => {
                arguments
                    .value(0, "name")
                    .then(worlds, |worlds, value| match value {
                        Value::Str(module) if facts::is_module(module) => {
                            self.import_by_name(worlds, module);
                            named(module)
                        }
                        _ => self.note_import_module(worlds, value, arguments),
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
                self.leave_in(worlds, true);
                Partition::UNKNOWN
            }
            "pytest.skip" | "pytest.xfail" => {
                self.leave_in(worlds, false);
                Partition::UNKNOWN
            }
            "pytest.importorskip" => self.import_or_skip(worlds, arguments),
            // What is expected to fail somewhere is no surprise there.
            "pytest.mark.xfail" if arguments.get(0, "condition").is_some() => {
                self.skip_where(worlds, arguments, "condition", true)
            }
            "pytest.mark.xfail" if arguments.keyword("raises").is_none() => {
                Partition::always(Value::Skip)
            }
            "pytest.mark.skipif" | "unittest.skipIf" => {
                self.skip_where(worlds, arguments, "condition", true)
            }
            "unittest.skipUnless" => self.skip_where(worlds, arguments, "condition", false),
            "pytest.mark.skip" | "unittest.skip" => Partition::always(Value::Skip),
            _ => return None,
        };
        Some(value)
    }

    /// Lets what `__import__("tty")` raises go to who catches it; whoever asks so has a plan.
    fn import_by_name(&mut self, worlds: Worlds, module: &str) {
        if let Some(fact) = facts::fact(module) {
            let missing = worlds - fact.exists() - self.substituted(module);
            if !missing.is_empty() {
                self.escape(Exception::ModuleNotFound, missing);
            }
        }
    }

    pub(in crate::model) fn is_skip_exception(&self, value: &Partition) -> bool {
        value.worlds(self.reach, |value| {
            matches!(value, Value::Symbol(name) if name.starts_with("unittest.SkipTest")
                || name.starts_with("pytest.skip"))
        }) == self.reach
    }

    fn skip_where(
        &mut self,
        worlds: Worlds,
        arguments: &CallArguments,
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

    fn get_attribute(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        arguments: &CallArguments,
    ) -> Partition {
        let name = arguments.value(1, "");
        let mut lacking: Vec<(Worlds, &'static Fact)> = Vec::new();
        let default = arguments.positional(2).map(|(argument, value)| {
            self.given_by(&argument.value)
                .unwrap_or_else(|| value.clone())
        });
        let given = arguments.value(0, "").then(worlds, |worlds, owner| {
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
                // Code that asks for what a platform never has does so on purpose: type checkers look at one platform.
                let had = fact.exists().platforms();
                let had = had.fold(Worlds::NONE, |all, had| all | Worlds::platform(had));
                let lost = missing & had;
                if default.is_none() && !lost.is_empty() && matches!(owner, Value::Module(_)) {
                    lacking.push((lost, fact));
                }
                value
            })
        });
        for (missing, fact) in lacking {
            let expr = call.clone();
            self.fail(
                Exception::Attribute,
                missing,
                Site::Attribute { expr, fact },
                call.span,
            );
        }
        given
    }

    /// What stands in the place of a function, if it always gives the same: `lambda status: False`.
    fn given_by(&mut self, function: &Expr) -> Option<Partition> {
        let ExprKind::Lambda(lambda) = &function.kind else {
            return None;
        };
        let given = self.aside(&lambda.body);
        let is_constant = given.single(self.reach).is_some_and(Value::is_constant);
        is_constant.then(|| Partition::always(Value::Returns(Arc::new(given))))
    }

    fn find_module(&mut self, worlds: Worlds, arguments: &CallArguments) -> Partition {
        arguments.value(0, "name").then(worlds, |worlds, module| {
            let Value::Str(module) = module else {
                return Partition::UNKNOWN;
            };
            if crate::model::eval::imports::module_facts(module)
                .next()
                .is_none()
            {
                return Partition::UNKNOWN;
            }
            let mut found = Partition::always(Value::Bool(true));
            let missing = worlds - self.importable(module);
            found.set(missing, &Partition::always(Value::None));
            found
        })
    }

    /// The worlds in which a module can be imported.
    fn importable(&self, module: &str) -> Worlds {
        crate::model::eval::imports::importable(module) | self.substituted(module)
    }

    fn import_or_skip(&mut self, worlds: Worlds, arguments: &CallArguments) -> Partition {
        let module = arguments.value(0, "modname");
        let Some(Value::Str(module)) = module.single(worlds) else {
            return Partition::UNKNOWN;
        };
        self.reach -= worlds - self.importable(module);
        named(module)
    }
}

/// Whether something has an attribute of this name.
pub(in crate::model) fn has_name(worlds: Worlds, owner: &Partition, name: &Partition) -> Partition {
    owner.then(worlds, |worlds, owner| {
        name.then(worlds, |worlds, name| match (dotted(owner, name), owner) {
            (Some(dotted), _) => match facts::fact(&dotted) {
                Some(fact) => Partition::truth(worlds & fact.exists(), worlds - fact.exists()),
                None if is_gone(&dotted) => Partition::always(Value::Bool(false)),
                None if facts::is_always_there(&dotted) => Partition::always(Value::Bool(true)),
                None => Partition::UNKNOWN,
            },
            (None, Value::None) => Partition::always(Value::Bool(false)),
            _ => Partition::UNKNOWN,
        })
    })
}

fn is_gone(dotted: &str) -> bool {
    let built_in = dotted.strip_prefix("builtins.");
    built_in.is_some_and(facts::is_gone_built_in)
}

/// `os` and `"fork"` as `os.fork`.
fn dotted(owner: &Value, name: &Value) -> Option<String> {
    let Value::Str(name) = name else { return None };
    match owner {
        Value::Module(owner)
        | Value::Symbol(owner)
        | Value::Instance(owner)
        | Value::Made(_, owner) => Some(format!("{owner}.{name}")),
        _ => None,
    }
}

/// What is not there is an instance of no class that somebody asks for, and on Windows a loop is one of the proactor's,
/// unless somebody chose another.
fn is_instance(worlds: Worlds, arguments: &CallArguments) -> Partition {
    let class = arguments.value(1, "");
    if matches!(class.single(worlds), Some(Value::Symbol(name)) if &**name == "asyncio.SelectorEventLoop")
    {
        let mut is_one = Partition::UNKNOWN;
        let never = worlds & Worlds::platform(Platform::Windows);
        is_one.set(never, &Partition::always(Value::Bool(false)));
        return is_one;
    }
    let known = |class: &Value| match class {
        Value::Symbol(name) => !matches!(&**name, "builtins.object" | "types.NoneType"),
        _ => false,
    };
    if !class.single(worlds).is_some_and(known) {
        return Partition::UNKNOWN;
    }
    arguments.value(0, "").then(worlds, |_, value| match value {
        Value::None => Partition::always(Value::Bool(false)),
        _ => Partition::UNKNOWN,
    })
}
