//! Managers: what classes of them are told to run in their servers, and where those start.

use crate::facts::spawns::role;
use crate::model::children::records::HandedValue;
use crate::model::children::start_methods::Method;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::objects::class_ancestors::inherits_start;
use crate::model::value::{ClassId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Whether a class extends one of the library's managers, and leaves `start` as it is.
    pub(in crate::model) fn is_manager(&self, class: ClassId) -> bool {
        inherits_start(&self.classes, class, is_library_manager)
    }

    /// Notes `Manager.register("name", callable=…)`: the server gets that when it starts.
    pub(in crate::model) fn note_registration(
        &mut self,
        function: &Expr,
        arguments: &CallArguments,
    ) {
        let ExprKind::Attribute { object, name } = &function.kind else {
            return;
        };
        if self.quiet > 0 || &**name != "register" {
            return;
        }
        let Some((argument, value)) = arguments.get(1, "callable").cloned() else {
            return;
        };
        let class = match self.aside(object).single(self.reach).cloned() {
            Some(Value::Class(class)) if self.is_manager(class) => Some(class),
            // The library's own class, which the whole program shares.
            Some(Value::Symbol(class)) if is_library_manager(&class) => None,
            _ => return,
        };
        let handed = self.hand(&argument.value, value, false);
        self.spawning.registered.push((class, handed));
    }

    /// Notes that a manager of this class starts its server here.
    pub(in crate::model) fn note_manager_start(
        &mut self,
        place: &Expr,
        class: ClassId,
        worlds: Worlds,
    ) {
        let Some(role) = role("multiprocessing.managers.BaseManager.start") else {
            return;
        };
        let none = CallArguments { all: Vec::new() };
        let methods = vec![(worlds, Method::Default)];
        let mut spawn = self.spawn(place, role, worlds, methods, &none, false);
        spawn.subject = Partition::within(worlds, Value::Object(class, None));
        spawn.given = self.registered(Some(class));
        self.note_spawn(spawn);
    }

    /// What the server of a manager of this class, or of the library's own, is told to run.
    pub(super) fn registered(&self, class: Option<ClassId>) -> Vec<HandedValue> {
        let registered = self.spawning.registered.iter();
        let registered = registered.filter(|(of, _)| *of == class);
        registered.map(|(_, handed)| handed.clone()).collect()
    }
}

/// Whether it is one of the library's managers.
pub(super) fn is_library_manager(class: &str) -> bool {
    class.starts_with("multiprocessing.managers.")
}
