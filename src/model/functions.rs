//! Functions and classes: their bodies run later, in the worlds in which something uses them.

use std::sync::Arc;

use super::evaluate::Evaluator;
use super::exception::Caught;
use super::guards::Guard;
use super::scope::ScopeKind;
use super::unclear::{self, Unclear};
use super::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, Function, Name};
use crate::world::Worlds;

/// A function whose `def` was evaluated.
#[derive(Debug)]
pub(crate) struct FunctionInfo<'a> {
    pub(crate) function: &'a Function,
    base: usize,
    /// The scope around it, by place and identity.
    depth: usize,
    scope: u32,
    pub(super) class: Option<ClassId>,
    /// It is defined inside a function.
    pub(super) local: bool,
    /// What guards its definition.
    pub(crate) guard: Guard,
    /// The worlds in which it is defined, and is not a test that is skipped.
    pub(super) defined: Worlds,
    pub(super) property: bool,
    /// It can be used from elsewhere, in a way that we do not see.
    pub(super) open: bool,
    /// What calling it gives, once that is known for good.
    outcome: Option<Outcome>,
    /// Guards around its definition that could not be decided.
    unclear: Vec<Unclear<'a>>,
    /// Its body is being looked through.
    busy: bool,
}

impl FunctionInfo<'_> {
    /// Whether it is defined inside a function.
    pub(crate) fn is_local(&self) -> bool {
        self.local
    }

    /// Whether it is defined in a class.
    pub(crate) fn is_method(&self) -> bool {
        self.class.is_some()
    }

    /// The bytes of its name where it is defined.
    pub(crate) fn name_range(&self) -> std::ops::Range<usize> {
        self.function.name_span.at(self.base)
    }
}

/// What a call does.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) value: Partition,
    /// The worlds in which the call comes back.
    pub(super) comes_back: Worlds,
}

impl Outcome {
    fn unknown() -> Self {
        Self {
            value: Partition::UNKNOWN,
            comes_back: Worlds::ALL,
        }
    }
}

/// A place that uses a function.
#[derive(Clone, Debug)]
pub(super) struct FunctionUse {
    pub(super) used: Used,
    /// The function in whose body it stands.
    pub(super) owner: Option<FunctionId>,
    pub(super) worlds: Worlds,
    /// Those of them in which this place is certain to be reached.
    pub(super) certain: Worlds,
    /// It is called there, while the module is imported if `owner` is.
    pub(super) call: bool,
    pub(super) caught: Caught,
    pub(super) guard: Guard,
    /// The bytes of the statement that it stands in.
    pub(super) statement: std::ops::Range<usize>,
}

impl FunctionUse {
    /// Whether it is a call that nothing guards.
    pub(super) fn is_plain(&self) -> bool {
        self.call && self.guard == Guard::Absent
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Used {
    Function(FunctionId),
    Class(ClassId),
    /// Any method of this name.
    Attribute(Name),
}

/// Decorators that leave a function what it is.
const TRANSPARENT: &[&str] = &[
    "builtins.staticmethod",
    "builtins.classmethod",
    "builtins.property",
    "functools.lru_cache",
    "functools.cache",
    "functools.wraps",
    "functools.cached_property",
    "contextlib.contextmanager",
    "contextlib.asynccontextmanager",
    "typing.overload",
    "typing.final",
    "typing.no_type_check",
    "abc.abstractmethod",
    "dataclasses.dataclass",
    "unittest.skipIf",
    "unittest.skipUnless",
];

impl<'a> Evaluator<'a> {
    /// Evaluates a `def`: decorators, defaults and annotations now, the body later.
    pub(super) fn function(&mut self, function: &'a Arc<Function>) {
        let decorators = self.decorators(&function.decorators);
        for parameter in &function.parameters {
            parameter
                .default
                .iter()
                .for_each(|default| drop(self.eval(default)));
            parameter
                .annotation
                .iter()
                .for_each(|annotation| self.annotation(annotation));
        }
        function
            .returns
            .iter()
            .for_each(|returns| self.annotation(returns));
        let in_class = self
            .scopes
            .last()
            .is_some_and(|scope| scope.kind == ScopeKind::Class);
        let depth = self.closure_depth();
        let id = if let Some(id) = self.function_ids.get(&Arc::as_ptr(function)) {
            let info = &mut self.functions[id.0 as usize];
            (info.depth, info.scope) = (depth, self.scopes[depth - 1].id);
            *id
        } else {
            let id = FunctionId(u32::try_from(self.functions.len()).unwrap_or(u32::MAX));
            self.function_ids.insert(Arc::as_ptr(function), id);
            let local = self.is_local(&function.name);
            let guard = self.guarded_by();
            self.functions.push(FunctionInfo {
                function,
                local,
                guard,
                base: self.base,
                depth,
                scope: self.scopes[depth - 1].id,
                class: None,
                defined: Worlds::NONE,
                property: decorators.property,
                open: false,
                outcome: None,
                unclear: self.unclear.clone(),
                busy: false,
            });
            id
        };
        if self.quiet == 0 {
            let info = &mut self.functions[id.0 as usize];
            info.defined |= self.reach - decorators.skipped;
            info.open |= decorators.unknown || in_class && !is_private(&function.name);
            self.scopes[depth - 1].pending.push(id);
        }
        let value = if decorators.unknown {
            Partition::UNKNOWN
        } else {
            Partition::always(Value::Function(id))
        };
        self.bind(&function.name, &value);
    }

    pub(super) fn function_of(&self, id: FunctionId) -> &'a Function {
        self.functions[id.0 as usize].function
    }

    /// Whether something of this name that is defined here belongs to a function's scope.
    pub(super) fn is_local(&self, name: &Name) -> bool {
        let innermost = self.scopes.last();
        let global = innermost.is_some_and(|scope| scope.bound.globals.contains(name));
        let in_function = |scope: &super::scope::Scope| scope.kind == ScopeKind::Function;
        !global && self.scopes.iter().any(in_function)
    }

    pub(super) fn decorators(&mut self, decorators: &'a [Expr]) -> Decorators {
        let mut result = Decorators::default();
        for decorator in decorators {
            let value = self.eval(decorator);
            let skipped = self.skips(&value, self.reach);
            result.skipped |= skipped;
            let callee = match &decorator.kind {
                ExprKind::Call { function, .. } => self.quietly(|this| this.eval(function)),
                _ => value,
            };
            match callee.single(self.reach) {
                Some(Value::Symbol(name)) if TRANSPARENT.contains(&&**name) => {
                    result.property |= name.ends_with("property");
                }
                // Marks of pytest leave the function what it is.
                Some(Value::Symbol(name)) if name.starts_with("pytest.mark.") => {}
                _ if !skipped.is_empty() => {}
                _ => {
                    let property = matches!(&decorator.kind, ExprKind::Attribute { name, .. }
                        if matches!(&**name, "setter" | "getter" | "deleter"));
                    result.unknown |= !property;
                }
            }
        }
        result
    }

    /// Evaluates without recording anything.
    pub(super) fn quietly<T>(&mut self, then: impl FnOnce(&mut Self) -> T) -> T {
        self.quiet += 1;
        let result = then(self);
        self.quiet -= 1;
        result
    }

    /// How many scopes a function defined here sees: class scopes at the end are not seen.
    fn closure_depth(&self) -> usize {
        let seen = |scope: &super::scope::Scope| {
            matches!(scope.kind, ScopeKind::Module | ScopeKind::Function)
        };
        self.scopes.iter().rposition(seen).map_or(1, |at| at + 1)
    }

    /// What a call of a function gives, whatever it is given.
    pub(super) fn outcome(&mut self, id: FunctionId) -> Outcome {
        let info = &self.functions[id.0 as usize];
        if let Some(outcome) = &info.outcome {
            return outcome.clone();
        }
        let scope_is_there = self
            .scopes
            .get(info.depth - 1)
            .is_some_and(|scope| scope.id == info.scope);
        if info.busy || info.function.lazy || self.quiet > 3 || self.fuel == 0 || !scope_is_there {
            return Outcome::unknown();
        }
        self.functions[id.0 as usize].busy = true;
        let outcome = self.quietly(|this| this.run(id, Worlds::ALL));
        let info = &mut self.functions[id.0 as usize];
        info.busy = false;
        if self.module_done {
            info.outcome = Some(outcome.clone());
        }
        outcome
    }

    /// Runs a function's body in the scopes that it sees.
    pub(super) fn run(&mut self, id: FunctionId, entered: Worlds) -> Outcome {
        let info = &self.functions[id.0 as usize];
        let (function, depth, base, class) = (info.function, info.depth, info.base, info.class);
        let hidden = self.scopes.split_off(depth.min(self.scopes.len()));
        let saved = (
            std::mem::replace(&mut self.reach, entered),
            std::mem::replace(&mut self.base, base),
            self.owner.replace(id),
            std::mem::replace(&mut self.called, true),
        );
        let tries = std::mem::take(&mut self.tries);
        let loops = std::mem::take(&mut self.loops);
        let inherited = self.functions[id.0 as usize].unclear.clone();
        let unclear = std::mem::replace(&mut self.unclear, inherited);
        let doubt = std::mem::take(&mut self.doubt);
        let raised = std::mem::take(&mut self.raised);
        let returned = std::mem::take(&mut self.returned);
        let returned_worlds = std::mem::take(&mut self.returned_worlds);

        self.push_scope(ScopeKind::Function, self.bound_of(&function.body));
        for (at, parameter) in function.parameters.iter().enumerate() {
            let value = match class {
                Some(class) if at == 0 && !parameter.variadic => {
                    Partition::always(Value::Object(class))
                }
                _ => Partition::UNKNOWN,
            };
            if let Some(scope) = self.scopes.last_mut() {
                scope.set(&parameter.name, Worlds::ALL, &value);
            }
        }
        self.block(&function.body);
        let falls_through = self.reach;
        let mut value = std::mem::replace(&mut self.returned, returned);
        let returned = std::mem::replace(&mut self.returned_worlds, returned_worlds);
        value.blur(falls_through & returned, &Partition::always(Value::None));
        value.set(falls_through - returned, &Partition::always(Value::None));
        let comes_back = falls_through | returned;

        self.tries = tries;
        self.loops = loops;
        self.unclear = unclear;
        self.doubt = doubt;
        self.raised = raised;
        if self.quiet == 0 {
            self.owner = Some(id);
            self.run_pending();
        }
        self.scopes.pop();
        (self.reach, self.base, self.owner, self.called) = saved;
        self.scopes.extend(hidden);
        if self.fuel == 0 && self.quiet > 0 {
            return Outcome::unknown();
        }
        Outcome { value, comes_back }
    }

    /// Notes that a name that stands for a function or class is used here.
    pub(super) fn note_function_use(&mut self, value: &Partition, call: bool) {
        if self.quiet > 0 {
            return;
        }
        let used: Vec<(Worlds, Used)> = value
            .parts(self.reach)
            .filter_map(|(worlds, value)| match value {
                Value::Function(id) => Some((worlds, Used::Function(*id))),
                Value::Class(id) => Some((worlds, Used::Class(*id))),
                _ => None,
            })
            .collect();
        for (worlds, used) in used {
            if let (Used::Class(class), true) = (&used, call)
                && let Some(id) = self.initialiser(*class)
            {
                self.note_use(Used::Function(id), worlds, true);
            }
            self.note_use(used, worlds, call);
        }
    }

    /// Notes that a method of this name may be used here.
    pub(super) fn note_attribute_use(&mut self, name: &Name) {
        if self.quiet == 0 && is_private(name) {
            self.note_use(Used::Attribute(Arc::clone(name)), self.reach, false);
        }
    }

    fn note_use(&mut self, used: Used, worlds: Worlds, call: bool) {
        let caught = self
            .tries
            .iter()
            .fold(Caught::default(), |caught, frame| caught.and(frame.catches));
        self.function_uses.push(FunctionUse {
            used,
            owner: self.owner,
            worlds: worlds - unclear::doubtful(&self.unclear, None),
            certain: self.certain(worlds) - unclear::doubtful(&self.unclear, None),
            call: call && (self.owner.is_some() || !self.called),
            caught,
            guard: self.guarded_by(),
            statement: self.statement.at(self.base),
        });
    }
}

#[derive(Default)]
pub(super) struct Decorators {
    /// One that may do anything with the function.
    pub(super) unknown: bool,
    pub(super) property: bool,
    /// Worlds in which the test is skipped.
    pub(super) skipped: Worlds,
}

/// `_name`, not `__name__`.
pub(super) fn is_private(name: &str) -> bool {
    name.starts_with('_') && !name.ends_with("__")
}
