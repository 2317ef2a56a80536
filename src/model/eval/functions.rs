//! Functions: what a `def` binds; the body runs later, in the worlds in which something uses it.

use std::sync::Arc;

use crate::model::eval::bound_names::Bound;
use crate::model::eval::call_outcomes::CallOutcome;
use crate::model::eval::denied_conditions::leaving_attributes;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::eval::scopes::ScopeKind;
use crate::model::eval::undecided_guards::Undecided;
use crate::model::link::rebinding::gives_alike;
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Block, Function, Name, Parameter, Span};
use crate::world::Worlds;

/// A function whose `def` was evaluated.
#[derive(Clone, Debug)]
pub(crate) struct FunctionInfo {
    pub(crate) function: Arc<Function>,
    /// The byte from which spans in it count.
    pub(in crate::model) base: usize,
    /// The scope around it, by place and identity.
    pub(in crate::model) depth: usize,
    pub(in crate::model) scope: u32,
    /// The values of those parameters that need not be passed.
    pub(in crate::model) defaults: Vec<(Name, Partition)>,
    pub(in crate::model) class: Option<ClassId>,
    /// It is defined inside a function.
    pub(in crate::model) local: bool,
    /// What guards its definition.
    pub(crate) guard: Guard,
    /// The worlds in which it is defined, and is not a test that is skipped.
    pub(in crate::model) defined: Worlds,
    pub(in crate::model) property: bool,
    /// It is a fixture of pytest.
    pub(in crate::model) fixture: bool,
    /// It can be used from elsewhere, in a way that we do not see.
    pub(in crate::model) open: bool,
    /// What calling it gives, once that is known for good.
    pub(in crate::model) outcome: Option<CallOutcome>,
    /// Guards around its definition that could not be decided.
    pub(in crate::model) unclear: Undecided,
}

impl FunctionInfo {
    /// What a parameter is where nothing is passed for it; nothing if it has to be.
    pub(in crate::model) fn default_of(&self, parameter: &Parameter) -> Option<&Partition> {
        let mut defaults = self.defaults.iter();
        let (_, default) = defaults.find(|(name, _)| *name == parameter.name)?;
        Some(default)
    }

    /// Whether it is defined inside a function.
    pub(crate) fn is_local(&self) -> bool {
        self.local
    }

    /// Whether it is defined in a class.
    pub(crate) fn is_method(&self) -> bool {
        self.class.is_some()
    }

    /// Whether it is a method that anybody may call who has an object.
    pub(in crate::model) fn is_public_method(&self) -> bool {
        self.class.is_some() && !is_private(&self.function.name) && !self.is_of_python2()
    }

    /// Whether it is a method that Python 2 called by itself, and nobody calls any more.
    pub(in crate::model) fn is_of_python2(&self) -> bool {
        self.class.is_some() && is_of_python2(&self.function.name)
    }

    /// The bytes from its first statement to the end of its last.
    pub(in crate::model) fn body_range(&self) -> Option<std::ops::Range<usize>> {
        let first = self.function.body.first()?.span.at(self.base);
        let last = self.function.body.last()?.span.at(self.base);
        Some(first.start..last.end)
    }

    /// The bytes of its name where it is defined.
    pub(crate) fn name_range(&self) -> std::ops::Range<usize> {
        self.function.name_span.at(self.base)
    }
}

impl Evaluator<'_> {
    /// A scope for a function's body.
    pub(in crate::model) fn bound_of(&self, body: &Block) -> Arc<Bound> {
        Arc::new(Bound::of(body))
    }

    /// Evaluates a `def`: decorators, defaults and annotations now, the body later.
    pub(in crate::model) fn function(&mut self, function: &Arc<Function>) {
        let (base, statement) = (self.base, self.statement);
        let Span { start, end } = statement;
        self.base = base.wrapping_add(start as usize);
        self.statement = Span {
            start: 0,
            end: end.wrapping_sub(start),
        };
        self.define(function);
        (self.base, self.statement) = (base, statement);
    }

    fn define(&mut self, function: &Arc<Function>) {
        let decorators = self.decorators(&function.decorators);
        let mut defaults = Vec::new();
        for parameter in &function.parameters {
            if let Some(default) = &parameter.default {
                defaults.push((Name::clone(&parameter.name), self.eval(default)));
            }
            parameter
                .annotation
                .iter()
                .for_each(|annotation| self.annotation(annotation));
        }
        function
            .returns
            .iter()
            .for_each(|returns| self.annotation(returns));
        let depth = self.closure_depth();
        let address = Arc::as_ptr(function).addr();
        let id = if let Some(id) = self.function_ids.get(&address).copied() {
            let scope = self.scopes[depth - 1].id;
            let info = self.function_mut(id);
            (info.depth, info.scope) = (depth, scope);
            id
        } else {
            let id = FunctionId(u32::try_from(self.functions.len()).unwrap_or(u32::MAX));
            self.number_function(address, id);
            let local = self.is_local(&function.name);
            let guard = self.guarded_by();
            let mut unclear = self.unclear.clone();
            unclear.extend(decorators.unclear);
            self.functions.push(FunctionInfo {
                function: Arc::clone(function),
                local,
                guard,
                base: self.base,
                depth,
                scope: self.scopes[depth - 1].id,
                defaults,
                class: None,
                defined: Worlds::NONE,
                property: decorators.property,
                fixture: decorators.fixture,
                open: false,
                outcome: None,
                unclear,
            });
            id
        };
        if self.quiet == 0 {
            let reach = self.reach;
            let info = self.function_mut(id);
            info.defined |= reach - decorators.skipped;
            info.open |= decorators.unknown || decorators.fixture;
            if decorators.for_all_tests {
                self.for_all_tests.push(id);
            }
            self.scopes[depth - 1].pending.push(id);
        }
        if decorators.adds_to_property {
            return;
        }
        self.note_made_once(function);
        self.note_decorating_method(function, &Value::Function(id));
        let value = match decorators.command {
            Some((at, class)) => {
                self.command_of(&function.decorators[at], class, Value::Function(id))
            }
            None if decorators.unknown => self.replacement(function, id),
            None => Partition::always(Value::Function(id)),
        };
        self.bind(&function.name, &value);
    }

    pub(in crate::model) fn function_of(&self, id: FunctionId) -> Arc<Function> {
        Arc::clone(&self.functions[id.0 as usize].function)
    }

    /// Whether something of this name that is defined here belongs to a function's scope.
    pub(in crate::model) fn is_local(&self, name: &Name) -> bool {
        let innermost = self.scopes.last();
        let global = innermost.is_some_and(|scope| scope.bound.globals.contains(name));
        let in_function =
            |scope: &crate::model::eval::scopes::Scope| scope.kind == ScopeKind::Function;
        !global && self.scopes.iter().any(in_function)
    }

    /// How many scopes a function defined here sees: class scopes at the end are not seen.
    pub(in crate::model) fn closure_depth(&self) -> usize {
        let seen = |scope: &crate::model::eval::scopes::Scope| {
            matches!(scope.kind, ScopeKind::Module | ScopeKind::Function)
        };
        self.scopes.iter().rposition(seen).map_or(1, |at| at + 1)
    }
}

/// `_name`, not `__name__`.
pub(in crate::model) fn is_private(name: &str) -> bool {
    name.starts_with('_') && !name.ends_with("__")
}

fn is_of_python2(name: &str) -> bool {
    const GONE: &[&str] = &[
        "__cmp__",
        "__coerce__",
        "__delslice__",
        "__div__",
        "__getslice__",
        "__hex__",
        "__idiv__",
        "__long__",
        "__nonzero__",
        "__oct__",
        "__rcmp__",
        "__rdiv__",
        "__setslice__",
        "__unicode__",
    ];
    GONE.contains(&name)
}

impl Shiftable for FunctionInfo {
    fn shift(&mut self, shift: &Shift) {
        let start = self.name_range().start;
        let Self {
            function: _,
            base,
            depth: _,
            scope: _,
            defaults,
            class,
            local: _,
            guard: _,
            defined: _,
            property: _,
            fixture: _,
            open: _,
            outcome,
            unclear: _,
        } = self;
        *base = shift.base(*base, start);
        defaults.shift(shift);
        class.shift(shift);
        outcome.shift(shift);
    }
}

impl PartialEq for FunctionInfo {
    /// Whether nobody who calls it sees a difference: what its body says is compared by who runs it.
    fn eq(&self, other: &Self) -> bool {
        let Self {
            function,
            base: _,
            depth,
            scope: _,
            defaults,
            class,
            local,
            guard,
            defined,
            property,
            fixture,
            open,
            outcome,
            unclear,
        } = self;
        function.has_head_of(&other.function)
            && gives_alike(function, &other.function)
            && leaving_attributes(function) == leaving_attributes(&other.function)
            && self.name_range().start == other.name_range().start
            && *depth == other.depth
            && *defaults == other.defaults
            && *class == other.class
            && *local == other.local
            && *guard == other.guard
            && *defined == other.defined
            && *property == other.property
            && *fixture == other.fixture
            && *open == other.open
            && *outcome == other.outcome
            && *unclear == other.unclear
    }
}

/// Whether a test runner calls a function of this name.
pub(in crate::model) fn is_test(name: &str) -> bool {
    name.starts_with("test") || matches!(name, "setUp" | "tearDown")
}
