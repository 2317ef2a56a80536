//! Functions whose name leads to something else: decorated without `wraps`, or bound again.

use std::ops::Range;
use std::sync::Arc;

use crate::model::Model;
use crate::model::children::records::{HandedValue, MadeObject};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::bound_names::{Bound, each_statement};
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::scopes::Environment;
use crate::model::link::other_modules::is_outside;
use crate::model::value::{ClassId, FunctionId, MakeId, Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind, Function, Name, StmtKind};
use crate::world::Worlds;

/// The name of what a decorator of the document puts in the place of a function.
pub(in crate::model) const DECORATED: &str = "decorated";
/// The name of what a function gives that is defined in it.
pub(in crate::model) const INNER: &str = "inner";
/// The name of what a decorator of a further module puts there, by a call that gives the decorator or by itself.
const IMPORTED_FACTORY: &str = "decorated by a call";
const IMPORTED_DECORATOR: &str = "decorated by another module";

/// A function that a decorator was given, inside what the decorator makes of it.
#[derive(Clone, Debug)]
pub(crate) struct WrappedFunction {
    /// Where the decorator is defined.
    pub(crate) place: Range<usize>,
    /// The decorator's name.
    pub(crate) decorator: Name,
}

impl Evaluator<'_> {
    /// What a decorated function is; known if its only decorator gives a function of its own that
    /// does not take over the name, or takes over one that leads nowhere.
    pub(in crate::model) fn replacement(
        &mut self,
        function: &Function,
        id: FunctionId,
    ) -> Partition {
        let [decorator] = &function.decorators[..] else {
            return Partition::UNKNOWN;
        };
        let (named, is_call) = match &decorator.kind {
            ExprKind::Call { function, .. } => (function, true),
            _ => (decorator, false),
        };
        let value = self.aside(named);
        let value = self.known(value);
        match value.single(self.reach) {
            Some(Value::Class(class)) if !is_call && !self.is_local(&function.name) => {
                return self.object_instead(decorator, *class, id);
            }
            Some(Value::Imported(_)) if self.outside.alone && !self.is_local(&function.name) => {
                let name = match is_call {
                    true => IMPORTED_FACTORY,
                    false => IMPORTED_DECORATOR,
                };
                let argument = Argument {
                    span: decorator.span,
                    kind: ArgumentKind::Positional,
                    value: decorator.clone(),
                };
                let arguments = [(argument, value)];
                let made = self.make_with(decorator, name, &arguments, Vec::new(), false);
                return Partition::always(made);
            }
            _ => {}
        }
        let named = self.function_of_value(&value);
        let given_by = match is_call {
            true => named.as_deref().and_then(given),
            false => named.as_deref(),
        };
        let Some(inner) = given_by.and_then(given) else {
            return Partition::UNKNOWN;
        };
        match (&inner.decorators[..], self.is_local(&function.name)) {
            ([], false) => Partition::always(self.make(decorator, DECORATED)),
            ([], true) => Partition::always(self.make(decorator, INNER)),
            ([argument], true) if is_wraps(argument) => {
                Partition::always(self.make(decorator, INNER))
            }
            _ => Partition::UNKNOWN,
        }
    }

    /// What a call gives of a function that lives no more: a function that is defined in it.
    pub(in crate::model) fn inner(&mut self, call: &Expr, id: FunctionId) -> Partition {
        let function = self.function_of(id);
        let known = self.answers.given.get(&id);
        // A body may have been edited since.
        let known = known.filter(|(asked, _)| Arc::ptr_eq(asked, &function));
        let gives_own = known.map_or_else(
            || {
                let inner = given(&function);
                inner.is_some_and(|inner| inner.decorators.is_empty()) && !function.lazy
            },
            |(_, gives_own)| *gives_own,
        );
        self.answers.given.insert(id, (function, gives_own));
        match gives_own {
            true => Partition::always(self.make(call, INNER)),
            false => Partition::UNKNOWN,
        }
    }

    fn function_of_value(&self, value: &Partition) -> Option<Arc<Function>> {
        match value.single(self.reach)? {
            Value::Function(id) => Some(self.function_of(*id)),
            _ => None,
        }
    }

    /// The object of a class that takes the place of a function: `@Retry`.
    fn object_instead(&mut self, decorator: &Expr, class: ClassId, id: FunctionId) -> Partition {
        let argument = Argument {
            span: decorator.span,
            kind: ArgumentKind::Positional,
            value: decorator.clone(),
        };
        let function = Partition::always(Value::Function(id));
        let arguments = CallArguments {
            all: vec![(argument, function)],
        };
        match self.initialiser(class) {
            Some(_) => self.construct(decorator, class, &arguments),
            None => Partition::UNKNOWN,
        }
    }

    /// Finds out what decorators of further modules put in the place of functions of those brought in.
    pub(in crate::model) fn complete_decorated(&mut self, first: usize) {
        for at in first..self.spawning.makes.len() {
            let make = &self.spawning.makes[at];
            let is_call = match &*make.name {
                IMPORTED_DECORATOR => false,
                IMPORTED_FACTORY => true,
                _ => continue,
            };
            let Some((_, value)) = make.arguments.first().cloned() else {
                continue;
            };
            let value = self.known(value);
            let named = self.function_of_value(&value);
            let given_by = match is_call {
                true => named.as_deref().and_then(given),
                false => named.as_deref(),
            };
            let inner = given_by.and_then(given);
            if inner.is_some_and(|inner| inner.decorators.is_empty()) {
                let make = MadeObject {
                    name: DECORATED.into(),
                    ..self.spawning.makes[at].clone()
                };
                self.put_make(MakeId(u32::try_from(at).unwrap_or(u32::MAX)), make);
            }
        }
    }
}

/// The function that another one defines and returns, whatever happens.
pub(in crate::model) fn given(function: &Function) -> Option<&Function> {
    let mut defined: Vec<&Function> = Vec::new();
    let mut returned: Vec<Option<&Name>> = Vec::new();
    each_statement(
        &function.body,
        false,
        &mut |statement| match &statement.kind {
            StmtKind::Function(inner) => defined.push(inner),
            StmtKind::Return(value) => {
                returned.push(match value.as_ref().map(|value| &value.kind) {
                    Some(ExprKind::Name(name)) => Some(name),
                    _ => None,
                });
            }
            _ => {}
        },
    );
    let [Some(name)] = returned[..] else {
        return None;
    };
    let mut named = defined.into_iter().filter(|inner| inner.name == *name);
    named.next().filter(|_| named.next().is_none())
}

/// Whether two functions define and return alike, as far as those see it who do not run them.
pub(in crate::model) fn gives_alike(function: &Function, other: &Function) -> bool {
    match (given(function), given(other)) {
        (None, None) => true,
        (Some(one), Some(other)) => one.has_head_of(other) && gives_alike(one, other),
        _ => false,
    }
}

pub(in crate::model) fn is_wraps(decorator: &Expr) -> bool {
    let ExprKind::Call { function, .. } = &decorator.kind else {
        return false;
    };
    let (ExprKind::Name(name) | ExprKind::Attribute { name, .. }) = &function.kind else {
        return false;
    };
    &**name == "wraps"
}

/// The worlds in which the name of each function, or that of its class, leads to another function or
/// class once the module is done: `if not HAVE_TERMIOS: def getch(): …`.
pub(in crate::model) fn replaced(evaluator: &Evaluator<'_>) -> Vec<Worlds> {
    let Some(module) = evaluator.scopes.first() else {
        return vec![Worlds::NONE; evaluator.functions.len()];
    };
    let taken = |name: &Name, is_own: &dyn Fn(&Value) -> bool| {
        let now = module.environment.get(name);
        let is_other = |value: &Value| {
            let known = matches!(value, Value::Function(_) | Value::Class(_) | Value::None);
            known && !is_own(value)
        };
        now.map_or(Worlds::NONE, |now| now.worlds(Worlds::ALL, is_other))
    };
    let of = |(at, info): (usize, &FunctionInfo)| {
        if info.local || is_outside(&info.name_range()) {
            return Worlds::NONE;
        }
        match info.class {
            None if info.open => Worlds::NONE,
            None => {
                let is_own =
                    |value: &Value| matches!(value, Value::Function(id) if id.0 as usize == at);
                taken(&info.function.name, &is_own)
            }
            Some(class) => {
                let of_class = &evaluator.classes[class.0 as usize];
                let plain = of_class.class.decorators.is_empty() && of_class.outermost;
                let is_own = |value: &Value| matches!(value, Value::Class(id) if *id == class);
                match plain {
                    true => taken(&of_class.class.name, &is_own),
                    false => Worlds::NONE,
                }
            }
        }
    };
    evaluator.functions.iter().enumerate().map(of).collect()
}

/// The functions whose name means something else once the module is done.
pub(in crate::model) fn bound_again(
    functions: &[FunctionInfo],
    names: &Environment,
    worlds: Worlds,
) -> Vec<bool> {
    let again = |(at, info): (usize, &FunctionInfo)| {
        let outside = is_outside(&info.name_range());
        let top = !outside && !info.local && info.class.is_none();
        let plain = top && info.function.decorators.is_empty();
        let within = info.defined & worlds;
        let Some(now) = names.get(&info.function.name).filter(|_| top) else {
            return false;
        };
        !within.is_empty()
            && now.parts(within).all(|(_, value)| match value {
                Value::Function(id) => id.0 as usize != at && plain,
                Value::Made(..) | Value::Class(_) => plain,
                // What a decorator that is a class makes of it.
                Value::Object(..) => !plain,
                _ => false,
            })
    };
    functions.iter().enumerate().map(again).collect()
}

impl Model {
    /// The decorator whose argument goes to a child, in the body of what takes the argument's place.
    pub(crate) fn undecorated(
        &self,
        handed: &HandedValue,
        owner: Option<FunctionId>,
    ) -> Option<WrappedFunction> {
        let ExprKind::Name(name) = &handed.expr.kind else {
            return None;
        };
        let wrapper = &self.functions[owner?.0 as usize];
        if !wrapper.local || binds(&wrapper.function, name) {
            return None;
        }
        let decorator = self.around(wrapper)?;
        let takes = |function: &Function| {
            let mut parameters = function.parameters.iter();
            parameters.any(|parameter| parameter.name == *name && !parameter.variadic)
        };
        let bound = Bound::of(&decorator.function.body);
        if !takes(&decorator.function)
            || bound.names.contains(name)
            || !returns(&decorator.function, &wrapper.function.name)
        {
            return None;
        }
        // A decorator with arguments is made by the function around it.
        let outer = self.around(decorator).map(|outer| &outer.function.name);
        let own = [Some(&decorator.function.name), outer];
        let applied = |info: &FunctionInfo| {
            let mut decorators = info.function.decorators.iter();
            decorators.any(|decorator| own.contains(&root(decorator)))
        };
        let wraps = |expr: &Expr| match &expr.kind {
            ExprKind::Call { arguments, .. } => arguments.iter().any(
                |argument| matches!(&argument.value.kind, ExprKind::Name(other) if other == name),
            ),
            _ => false,
        };
        let known =
            wrapper.function.decorators.iter().any(wraps) || self.functions.iter().any(applied);
        known.then(|| WrappedFunction {
            place: decorator.name_range(),
            decorator: Name::clone(&decorator.function.name),
        })
    }

    /// The innermost function around another.
    fn around(&self, inner: &FunctionInfo) -> Option<&FunctionInfo> {
        let place = inner.name_range();
        self.functions
            .iter()
            .filter_map(|info| Some((info, info.body_range()?)))
            .filter(|(_, body)| body.start <= place.start && place.end <= body.end)
            .min_by_key(|(_, body)| body.len())
            .map(|(info, _)| info)
    }
}

fn binds(function: &Function, name: &Name) -> bool {
    let mut parameters = function.parameters.iter();
    parameters.any(|parameter| parameter.name == *name)
        || Bound::of(&function.body).names.contains(name)
}

fn returns(function: &Function, name: &Name) -> bool {
    let mut found = false;
    each_statement(&function.body, false, &mut |statement| {
        if let StmtKind::Return(Some(value)) = &statement.kind {
            found |= matches!(&value.kind, ExprKind::Name(other) if other == name);
        }
    });
    found
}

fn root(decorator: &Expr) -> Option<&Name> {
    match &decorator.kind {
        ExprKind::Name(name) => Some(name),
        ExprKind::Call { function, .. } => root(function),
        _ => None,
    }
}
