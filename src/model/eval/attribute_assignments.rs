//! Attributes that a document sets on objects from outside: `server.path = "x"`.

use foldhash::HashMap;

use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{ClassId, Partition, Value};
use crate::syntax::ast::{Block, Expr, ExprKind, Name, StmtKind};
use crate::world::Worlds;

/// Adds how many times statements of a block, and those in its functions and classes, set each attribute of something
/// else than `self` or `cls`.
pub(in crate::model) fn attributes_set(block: &Block, found: &mut HashMap<Name, usize>) {
    each_statement(block, true, &mut |statement| match &statement.kind {
        StmtKind::Assign { targets, .. } => {
            targets.iter().for_each(|target| note(target, found));
        }
        StmtKind::Annotated { target, .. } | StmtKind::Augmented { target, .. } => {
            note(target, found);
        }
        // `setattr(server, "path", "x")`
        StmtKind::Expr(value) => {
            if let ExprKind::Call {
                function,
                arguments,
            } = &value.kind
                && matches!(&function.kind, ExprKind::Name(name) if &**name == "setattr")
                && let [_, name, ..] = &arguments[..]
                && let ExprKind::Str(name) = &name.value.kind
            {
                *found.entry(Name::clone(name)).or_default() += 1;
            }
        }
        _ => {}
    });
}

fn note(target: &Expr, found: &mut HashMap<Name, usize>) {
    match &target.kind {
        ExprKind::Attribute { object, name } => {
            let is_own =
                matches!(&object.kind, ExprKind::Name(own) if matches!(&**own, "self" | "cls"));
            if !is_own {
                *found.entry(Name::clone(name)).or_default() += 1;
            }
        }
        ExprKind::Tuple(parts) | ExprKind::List(parts) => {
            parts.iter().for_each(|part| note(part, found));
        }
        _ => {}
    }
}

impl Evaluator<'_> {
    /// Whether an assignment makes false what was true, and nothing else decides whether it does:
    /// `if self.fast: self.fast = False`.
    pub(super) fn is_reset(&self, target: &Expr, value: &Partition) -> bool {
        let mut guards = self.unclear.innermost_first().peekable();
        if guards.peek().is_none() || !value.split(self.reach).0.is_empty() {
            return false;
        }
        let name = target.dotted_name();
        guards.all(|own| !own.fails && own.said.name == name)
    }

    /// What an attribute is by everything that its class assigns to it.
    pub(super) fn any_assigned(
        &self,
        class: ClassId,
        name: &Name,
        worlds: Worlds,
    ) -> Option<Partition> {
        let info = &self.classes[class.0 as usize];
        let mut assigned = info.assigned.of(name);
        let default = info.attributes.get(name);
        let first = assigned.next()?;
        let mut result = Partition::UNKNOWN;
        result.set(first.worlds, &first.value);
        let mut covered = first.worlds;
        let mut initialized = self.initializes(first);
        let mut owner = first.owner;
        for other in assigned {
            initialized = initialized || self.initializes(other);
            // What the same method said before is true nowhere any more.
            match other.resets && other.owner == owner {
                true => result.set(other.worlds & covered, &other.value),
                false => result.blur(other.worlds & covered, &other.value),
            }
            owner = owner.filter(|owner| other.owner == Some(*owner));
            result.set(other.worlds - covered, &other.value);
            covered |= other.worlds;
        }
        if let Some(default) = default {
            if !initialized {
                result.blur(worlds & covered, default);
            }
            result.set(worlds - covered, default);
        }
        Some(result)
    }

    /// The value of an attribute, unless it is a switch that others turn on: `self.path = None`, and
    /// `server.path = "x"` elsewhere.
    pub(super) fn unless_set_elsewhere(
        &self,
        class: ClassId,
        name: &Name,
        value: Partition,
    ) -> Partition {
        let is_switch = |value: &Value| matches!(value, Value::None | Value::Bool(_));
        let set = || {
            self.journal.read_attribute(name);
            self.attributes_set.contains_key(name)
        };
        let offered = || {
            self.exported
                .contains(&self.classes[class.0 as usize].class.name)
        };
        match value.single(self.reach) {
            // Others may set what nobody here does.
            Some(Value::None) if offered() => Partition::UNKNOWN,
            Some(value) if is_switch(value) && set() => Partition::UNKNOWN,
            _ => value,
        }
    }
}
