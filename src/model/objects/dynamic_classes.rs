//! Classes that a call makes: pickle finds them by the name that the call gives them, or not at all.

use crate::facts::spawns::{COMMAND, GROUP};
use crate::model::children::module_words::GLOBALS;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::other_modules::is_outside;
use crate::model::value::{MakeId, Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr};
use crate::world::Worlds;

/// The name of what makes a class, once it is known that pickle does not find it.
pub(in crate::model) const CLASS: &str = "dynamic class";
/// The name of what makes an object of one.
pub(in crate::model) const OBJECT: &str = "object of a dynamic class";
/// The name of the function that a command holds.
pub(in crate::model) const CALLBACK: &str = "callback";

/// What makes a class, and how many arguments it takes at least then.
const MAKERS: &[(&str, usize)] = &[
    ("builtins.type", 3),
    ("collections.namedtuple", 2),
    ("dataclasses.make_dataclass", 2),
    ("enum.Enum", 2),
    ("enum.Flag", 2),
    ("enum.IntEnum", 2),
    ("enum.IntFlag", 2),
    ("enum.StrEnum", 2),
    ("types.new_class", 1),
    ("typing.NamedTuple", 2),
];

impl Evaluator<'_> {
    /// The class that a call makes, if it makes one.
    pub(in crate::model) fn dynamic_class(
        &mut self,
        call: &Expr,
        name: &str,
        worlds: Worlds,
        arguments: &CallArguments,
    ) -> Option<Value> {
        let (maker, least) = MAKERS.iter().find(|(maker, _)| *maker == name)?;
        let named = arguments.value(0, "typename");
        // What a parameter says is known where the function is called.
        let named = named.single(worlds)?;
        let is_named = matches!(named, Value::Str(_) | Value::Parameter(..));
        if arguments.all.len() < *least || !is_named {
            return None;
        }
        let id = self.note_make(call, CLASS, &arguments.all, Vec::new(), false);
        Some(Value::Made(id, (*maker).into()))
    }

    /// What a call gives of something that was made before.
    pub(in crate::model) fn call_of_made(
        &mut self,
        call: &Expr,
        function: &Expr,
        made: &Value,
    ) -> Option<Value> {
        let Value::Made(id, _) = made else {
            return None;
        };
        let make = &self.spawning.makes[id.0 as usize];
        match &*make.name {
            CLASS => Some(self.object_of(call, function, made)),
            COMMAND | GROUP => {
                let function = make.arguments.first().map(|(_, value)| value.clone());
                self.note_function_use(&function.unwrap_or_default(), true, "");
                None
            }
            _ => None,
        }
    }

    /// An attribute of something that was made before, where that is more than a name of the library.
    pub(in crate::model) fn member_of_made(
        &mut self,
        expr: &Expr,
        made: &Value,
        name: &str,
    ) -> Option<Value> {
        let Value::Made(id, class) = made else {
            return None;
        };
        let make = &self.spawning.makes[id.0 as usize];
        match &*make.name {
            CLASS if class.starts_with("enum.") && !name.starts_with('_') => {
                Some(self.object_of(expr, expr, made))
            }
            COMMAND | GROUP if name == "callback" => {
                let arguments = make.arguments.clone();
                let id = self.note_make(expr, CALLBACK, &arguments, Vec::new(), false);
                Some(Value::Made(id, CALLBACK.into()))
            }
            _ => None,
        }
    }

    /// What the interpreter gives for an attribute, and pickle does not take: tracebacks, frames.
    pub(in crate::model) fn interpreter_object(
        &mut self,
        expr: &Expr,
        owner: &Value,
        name: &str,
    ) -> Option<Value> {
        let class = match name {
            "__traceback__" => "types.TracebackType",
            "f_back" | "tb_frame" | "gi_frame" => "types.FrameType",
            "__dict__" if matches!(owner, Value::Class(_)) => "types.MappingProxyType",
            _ => return None,
        };
        Some(self.make(expr, class))
    }

    /// `entries.keys()` of a dictionary.
    pub(in crate::model) fn view_of(
        &mut self,
        call: &Expr,
        owner: &Value,
        name: &str,
    ) -> Option<Value> {
        let maker = match (owner, name) {
            (Value::Dict(_), "items") => "builtins.dict.items",
            (Value::Dict(_), "keys") => "builtins.dict.keys",
            (Value::Dict(_), "values") => "builtins.dict.values",
            _ => return None,
        };
        let of = Argument {
            kind: ArgumentKind::Positional,
            value: call.clone(),
            span: call.span,
        };
        let of = [(of, Partition::always(owner.clone()))];
        Some(self.make_with(call, maker, &of, Vec::new(), false))
    }

    fn object_of(&mut self, expr: &Expr, function: &Expr, class: &Value) -> Value {
        let argument = Argument {
            kind: ArgumentKind::Positional,
            value: function.clone(),
            span: function.span,
        };
        let arguments = [(argument, Partition::always(class.clone()))];
        let id = self.note_make(expr, OBJECT, &arguments, Vec::new(), false);
        Value::Made(id, OBJECT.into())
    }

    /// What a decorator of click makes of a function.
    pub(in crate::model) fn command_of(
        &mut self,
        decorator: &Expr,
        class: &'static str,
        function: Value,
    ) -> Partition {
        let argument = Argument {
            kind: ArgumentKind::Positional,
            value: decorator.clone(),
            span: decorator.span,
        };
        let arguments = [(argument, Partition::always(function))];
        let id = self.note_make(decorator, class, &arguments, Vec::new(), false);
        Partition::always(Value::Made(id, class.into()))
    }

    /// Forgets the classes that pickle finds: those whose name leads to them in the module.
    pub(in crate::model) fn forget_classes_found(&mut self) {
        let found: Vec<usize> = (0..self.spawning.makes.len())
            .filter(|at| self.spawning.makes[*at].name.as_ref() == CLASS)
            .filter(|at| self.is_found(*at))
            .collect();
        for at in found {
            self.spawning.makes[at].name = "class".into();
        }
    }

    fn is_found(&self, at: usize) -> bool {
        let make = &self.spawning.makes[at];
        // Those of other modules were looked for there.
        if is_outside(&make.range) {
            return false;
        }
        if self.spawning.words.iter().any(|word| **word == *GLOBALS) {
            return true;
        }
        let first = make.arguments.iter().take(1);
        let mut names = first.flat_map(|(_, name)| name.parts(Worlds::ALL));
        let name = names.find_map(|(_, name)| match name {
            Value::Str(name) => Some(name),
            _ => None,
        });
        let Some(name) = name else { return true };
        let is_it =
            |value: &Value| matches!(value, Value::Made(MakeId(id), _) if *id as usize == at);
        let module = self.scopes.first().map(|module| &module.environment);
        let value = module.and_then(|names| names.get(name));
        self.rebound.has(name)
            || value.is_some_and(|value| {
                value
                    .parts(Worlds::ALL)
                    .any(|(_, value)| is_it(value) || value.is_open())
            })
    }
}
