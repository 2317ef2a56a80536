//! `super().__init__(…)` in a class that extends what starts children: the call that says what they get.

use crate::facts::spawns::{SpawnKind, SpawnRole, role};
use crate::model::children::calls::Needed;
use crate::model::children::start_methods::{Method, Methods};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::classes::process_methods;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{ClassId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind};

impl Evaluator<'_> {
    /// Notes what `super().__init__(…)` hands to a child.
    pub(in crate::model) fn super_call(
        &mut self,
        call: &Expr,
        function: &Expr,
        arguments: &CallArguments,
    ) {
        if self.quiet > 0 {
            return;
        }
        self.note_super_use(function);
        let Some(class) = self.class_above(function) else {
            return;
        };
        let Some((role, methods)) = self.base_role(class) else {
            return;
        };
        let worlds = self.reach;
        let needed = self.needed(role, worlds, arguments);
        if needed == Needed::No {
            return;
        }
        let doubtful = needed == Needed::Perhaps;
        let mut spawn = self.spawn(call, role, worlds, methods, arguments, doubtful);
        spawn.subject = Partition::always(Value::Object(class, None));
        self.note_spawn(spawn);
    }

    /// Notes that `super().name` calls the method of a class above in the document.
    fn note_super_use(&mut self, function: &Expr) {
        let ExprKind::Attribute { name, .. } = &function.kind else {
            return;
        };
        if let Some((_, method)) = self.super_method(function) {
            self.note_function_use(&method, true, name);
        }
    }

    /// The class of `self` and the method, where an expression is `super().method`.
    pub(in crate::model) fn super_method(&mut self, expr: &Expr) -> Option<(ClassId, Partition)> {
        let ExprKind::Attribute { object, name } = &expr.kind else {
            return None;
        };
        let ExprKind::Call { function, .. } = &object.kind else {
            return None;
        };
        let above = matches!(&function.kind, ExprKind::Name(name) if &**name == "super");
        let own = self.functions[self.owner.filter(|_| above)?.0 as usize].class?;
        let bases = self.classes[own.0 as usize].bases.clone();
        let method = |base| {
            let method = self.member(base, name, self.reach);
            matches!(method.single(self.reach), Some(Value::Function(_))).then_some(method)
        };
        Some((own, bases.into_iter().find_map(method)?))
    }

    /// The class whose constructor calls the one of its base with this: `super().__init__`.
    fn class_above(&mut self, function: &Expr) -> Option<ClassId> {
        let ExprKind::Attribute { object, name } = &function.kind else {
            return None;
        };
        let own = self.functions[self.owner?.0 as usize].class?;
        if &**name != "__init__" {
            return None;
        }
        let above = match &object.kind {
            ExprKind::Call { function, .. } => {
                matches!(&function.kind, ExprKind::Name(name) if &**name == "super")
            }
            ExprKind::Name(_) | ExprKind::Attribute { .. } => {
                let base = self.aside(object);
                let bases = &self.classes[own.0 as usize].named_bases;
                matches!(base.single(self.reach), Some(Value::Symbol(base)) if bases.contains(base))
            }
            _ => false,
        };
        above.then_some(own)
    }

    /// What the library's class is that a class extends directly.
    fn base_role(&self, class: ClassId) -> Option<(&'static SpawnRole, Methods)> {
        let bases = self.classes[class.0 as usize].named_bases.iter();
        let role = bases.filter_map(|base| role(base)).find(|role| {
            matches!(
                role.kind,
                SpawnKind::Process | SpawnKind::Loader | SpawnKind::Executor | SpawnKind::Pool
            )
        })?;
        let default = || vec![(self.reach, Method::Default)];
        let methods = process_methods(&self.classes, class).unwrap_or_else(default);
        Some((role, methods))
    }
}
