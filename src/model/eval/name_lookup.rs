//! What a name is: from the scopes, then star imports, then the built-in names.

use crate::facts::{fact, is_gone_built_in, is_module, lists};
use crate::model::eval::attributes::imported;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::scopes::ScopeKind;
use crate::model::value::exception::Exception;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Block, ExprKind, Name, StmtKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// What a name is here, in the worlds that reach this place.
    pub(in crate::model) fn look_up(&self, name: &Name) -> Partition {
        let last = self.scopes.len().saturating_sub(1);
        let mut only_module = false;
        for (at, scope) in self.scopes.iter().enumerate().rev() {
            let module = scope.kind == ScopeKind::Module;
            if !module && (only_module || (scope.kind == ScopeKind::Class && at != last)) {
                continue;
            }
            if module && self.left_out.contains(name) {
                return Partition::UNKNOWN;
            }
            if let Some(value) = scope.environment.get(name) {
                let mut value = value.clone();
                if module {
                    self.rebound.apply(name, &mut value);
                    built_in_where_unbound(name, &mut value);
                }
                return value;
            }
            if scope.bound.globals.contains(name) {
                only_module = !self.scopes[..at].iter().any(|outer| {
                    outer.kind == ScopeKind::Function && outer.bound.names.contains(name)
                });
            } else if scope.kind == ScopeKind::Function && scope.bound.names.contains(name) {
                return Partition::UNKNOWN;
            }
        }
        let stars = self.scopes.first().map_or(&[][..], |module| &module.stars);
        for module in stars.iter().rev() {
            let dotted = format!("{module}.{name}");
            if fact(&dotted).is_some() {
                return Partition::always(Value::Symbol(dotted.into()));
            }
        }
        match &**name {
            _ if !stars.is_empty() && !lists::BUILT_INS.has(name) => starred(stars, name),
            "__name__" => match self.surroundings.imported_as() {
                Some(name) => Partition::always(Value::Str(name.into())),
                None => Partition::always(Value::ModuleName),
            },
            "__debug__" => Partition::always(Value::Bool(true)),
            "__builtins__" => Partition::always(Value::Module("builtins".into())),
            _ => Partition::always(Value::Symbol(format!("builtins.{name}").into())),
        }
    }

    /// The worlds in which the first statement of a block names what was not bound there, as the platform decides:
    /// `NameError`, before anything else happens.
    pub(super) fn names_nothing(&self, block: &Block) -> Worlds {
        let mut lost = Worlds::NONE;
        let first = block.first().map(|first| &first.kind);
        let (StmtKind::Expr(value)
        | StmtKind::Assign { value, .. }
        | StmtKind::Return(Some(value))) = first.unwrap_or(&StmtKind::Pass)
        else {
            return lost;
        };
        let mut due = vec![value];
        while let Some(part) = due.pop() {
            match &part.kind {
                ExprKind::Name(name) => {
                    let found = self.look_up(name);
                    lost |= found.worlds(self.reach, |value| *value == Value::Unbound);
                }
                ExprKind::Attribute { object, .. } => due.push(object),
                ExprKind::Call {
                    function,
                    arguments,
                } => {
                    due.push(function);
                    due.extend(arguments.iter().map(|argument| &argument.value));
                }
                _ => {}
            }
        }
        match lost == self.reach {
            // Another module may bind it.
            true => Worlds::NONE,
            false => lost,
        }
    }

    /// A built-in name that only Python 2 has, where a handler waits for that: `try: unicode`.
    pub(in crate::model) fn probe_built_in(&mut self, name: &Name, value: &Partition) {
        let is_it = |value: &Value| {
            let own = |symbol: &str| symbol.strip_prefix("builtins.") == Some(&**name);
            matches!(value, Value::Symbol(symbol) if own(symbol))
        };
        if is_gone_built_in(name)
            && value.single(self.reach).is_some_and(is_it)
            && self.catching(Exception::Name).is_some()
        {
            self.escape(Exception::Name, self.reach);
        }
    }
}

/// What a module binds in some worlds only is the built-in name in the others: `ExceptionGroup`, imported below 3.11.
fn built_in_where_unbound(name: &Name, value: &mut Partition) {
    let unbound = value.worlds(Worlds::ALL, |value| *value == Value::Unbound);
    if unbound.is_empty() {
        return;
    }
    let built_in = format!("builtins.{name}");
    if fact(&built_in).is_some() || lists::BUILT_INS.has(name) {
        value.set(unbound, &Partition::always(Value::Symbol(built_in.into())));
    }
}

/// A name that came with the one module of which every name was taken.
fn starred(stars: &[Name], name: &Name) -> Partition {
    let of_library = |module: &Name| {
        let top = module.split('.').next().unwrap_or(module);
        is_module(top)
    };
    let mut others = stars.iter().filter(|module| !of_library(module));
    match (others.next(), others.next()) {
        (Some(module), None) if !module.is_empty() => imported(module, name),
        _ => Partition::UNKNOWN,
    }
}
