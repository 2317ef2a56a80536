//! Calls of functions whose bodies are known: what each is given.

use std::ops::Range;

use crate::model::children::records::HandedValue;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::call_conditions::CallCondition;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::exception::{Caught, Exception};
use crate::model::value::shift::shiftable;
use crate::model::value::{CALLED, FunctionId, Partition, Value};
use crate::syntax::ast::{ArgumentKind, Expr, ExprKind, Function};
use crate::world::Worlds;

/// A call of a function, with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Call {
    pub(in crate::model) callee: FunctionId,
    /// How many of the callee's parameters something else fills: `self`.
    pub(in crate::model) filled: usize,
    pub(in crate::model) passed: Vec<PassedArgument>,
    /// The object on which a method is called, or that a class makes.
    pub(in crate::model) receiver: Option<HandedValue>,
    /// Nothing in its body decides whether control comes to it.
    pub(in crate::model) settled: bool,
    /// The bytes of the call.
    pub(in crate::model) range: Range<usize>,
    /// The bytes of the innermost statement around it.
    pub(in crate::model) statement: Range<usize>,
    pub(in crate::model) worlds: Worlds,
    /// The function whose body it is in.
    pub(in crate::model) owner: Option<FunctionId>,
    /// It runs only when something is called.
    pub(in crate::model) called: bool,
    pub(in crate::model) guard: Guard,
    /// What callers decide about it, where that is all that guards it.
    pub(in crate::model) conditions: Vec<CallCondition>,
    /// The bytes of the innermost loop around it.
    pub(in crate::model) looped: Option<Range<usize>>,
    /// An exception that comes out of it is caught.
    pub(in crate::model) caught: bool,
    /// What a handler around it catches, or may.
    pub(in crate::model) catches: Caught,
    /// The worlds in which a guard around it, though not understood, probably is about the platform.
    pub(in crate::model) doubtful: Worlds,
}

/// A call of something that another module defines, in a module that is looked at by itself.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct ImportedCall {
    pub(in crate::model) callee: Value,
    pub(in crate::model) call: Call,
    pub(in crate::model) site: FunctionUse,
    /// It is made by a module that imports the document.
    pub(in crate::model) by_importer: bool,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct PassedArgument {
    pub(in crate::model) kind: ArgumentKind,
    pub(in crate::model) handed: HandedValue,
}

impl Evaluator<'_> {
    /// Notes a call of a function whose body is known, if it hands over something.
    pub(in crate::model) fn note_call(
        &mut self,
        (call, function): (&Expr, &Expr),
        worlds: Worlds,
        callee: &Value,
        arguments: &CallArguments,
    ) {
        if self.quiet > 0 || worlds.is_empty() {
            return;
        }
        let imported = is_imported(callee) && self.outside.alone;
        let body = self.body_of(function, callee);
        let receiver = match body {
            Some(_) => self.receiver((call, function), callee, arguments),
            None => None,
        };
        let (callee_id, filled) = match body {
            Some((id, _))
                if arguments.all.is_empty()
                    && receiver.is_none()
                    && self.functions[id.0 as usize].function.parameters.is_empty() =>
            {
                return;
            }
            Some(body) => body,
            None if imported && (self.owner.is_some() || self.guarded_by() == Guard::Main) => {
                (FunctionId(0), 0)
            }
            None => return,
        };
        let passed = arguments
            .all
            .iter()
            .map(|(argument, value)| PassedArgument {
                kind: argument.kind.clone(),
                handed: self.hand(&argument.value, value.clone(), false),
            });
        let passed: Vec<PassedArgument> = passed.collect();
        if body.is_some() {
            self.note_told(callee_id, filled, (&passed, worlds));
            self.note_handed(callee_id, filled, (&passed, worlds));
        }
        let call = Call {
            callee: callee_id,
            filled,
            passed,
            receiver,
            settled: self.is_settled(),
            range: call.span.at(self.base),
            statement: self.statement.at(self.base),
            worlds,
            owner: self.owner,
            called: self.called,
            guard: self.guarded_by(),
            conditions: self.call_conditions(),
            looped: self.loops.last().map(|innermost| innermost.range.clone()),
            caught: self.catches_pickling(),
            catches: self.caught_here(),
            doubtful: self
                .unclear
                .doubtful_for("spawn.forkserver", &mut self.answers),
        };
        if body.is_none() {
            let site = self.function_use(Used::Function(FunctionId(0)), worlds, true);
            let callee = callee.clone();
            let call = ImportedCall {
                callee,
                call,
                site,
                by_importer: false,
            };
            return self.spawning.imported_calls.push(call);
        }
        self.spawning.calls.push(call);
    }

    /// What a call gives that a function returns, with the arguments in the place of its parameters.
    pub(in crate::model) fn result(
        &mut self,
        (call, function): (&Expr, &Expr),
        worlds: Worlds,
        (callee, value): (&Value, &Partition),
        arguments: &CallArguments,
    ) -> Partition {
        let mut symbolic = false;
        for (_, value) in value.parts(worlds) {
            value.each_symbol(&mut |_| symbolic = true);
        }
        let body = symbolic.then(|| self.body_of(function, callee)).flatten();
        let Some((callee, filled)) = body else {
            return value.clone();
        };
        let passed = self.passed_by_value(arguments);
        let key = call.span.at(self.base).start;
        self.with_arguments(value, callee, (filled, &passed), (worlds, key))
    }

    /// Arguments by their values alone.
    pub(in crate::model) fn passed_by_value(
        &self,
        arguments: &CallArguments,
    ) -> Vec<PassedArgument> {
        let all = arguments.all.iter();
        let passed = all.map(|(argument, value)| PassedArgument {
            kind: argument.kind.clone(),
            handed: HandedValue {
                expr: argument.value.clone(),
                range: argument.value.span.at(self.base),
                value: value.clone(),
                bound: None,
                along: None,
                items: false,
            },
        });
        passed.collect()
    }

    /// The function that a call of this runs, and how many of its parameters are filled already.
    pub(in crate::model) fn body_of(
        &mut self,
        function: &Expr,
        callee: &Value,
    ) -> Option<(FunctionId, usize)> {
        match callee {
            Value::Class(class) => Some((self.initialiser(*class)?, 1)),
            Value::Function(id) => {
                let info = &self.functions[id.0 as usize];
                if info.class.is_none() || is_decorated(&info.function, "staticmethod") {
                    return Some((*id, 0));
                }
                let of_class = is_decorated(&info.function, "classmethod");
                let filled = match &function.kind {
                    // `Base.__init__(self, …)`
                    ExprKind::Attribute { object, .. } if !of_class => {
                        let object = self.aside(object);
                        let is_class = matches!(object.single(self.reach), Some(Value::Class(_)));
                        usize::from(!is_class)
                    }
                    _ => 1,
                };
                Some((*id, filled))
            }
            _ => None,
        }
    }

    /// Whether what pickle raises here is caught.
    pub(in crate::model) fn catches_pickling(&self) -> bool {
        self.spawning.expecting > 0
            || self.tries.iter().any(|frame| {
                frame.rescues.contains(Exception::Attribute)
                    || frame.rescues.contains(Exception::Type)
            })
    }
}

/// Whether it is of another module: `run`, or `Pipeline().run` where the class is.
fn is_imported(callee: &Value) -> bool {
    match callee {
        Value::Imported(_) => true,
        Value::Member(method) => instance_of_imported(&method.0).is_some(),
        _ => false,
    }
}

/// The class, where something is an instance that a call of a class of another module makes.
pub(in crate::model) fn instance_of_imported(object: &Value) -> Option<&Value> {
    match object {
        Value::Member(called) if *called.1 == *CALLED => {
            matches!(called.0, Value::Imported(_)).then_some(&called.0)
        }
        _ => None,
    }
}

/// Whether a decorator with just this name stands above a function.
pub(in crate::model) fn is_decorated(function: &Function, by: &str) -> bool {
    let mut decorators = function.decorators.iter();
    decorators.any(|decorator| matches!(&decorator.kind, ExprKind::Name(name) if **name == *by))
}

shiftable!(Call {
    moves callee, passed, receiver, range, statement, owner, conditions, looped;
    keeps filled, settled, worlds, called, guard, caught, catches, doubtful
});
shiftable!(ImportedCall { moves callee, call, site; keeps by_importer });
shiftable!(PassedArgument { moves handed; keeps kind });
