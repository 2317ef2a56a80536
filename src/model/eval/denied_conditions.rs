//! Conditions that cannot hold any more: behind `if args.watch: raise …`, on the platforms where that was raised, there is
//! no `args.watch`.

use foldhash::HashMap;

use crate::limits::reached;
use crate::model::eval::bound_names::{Bound, each_statement};
use crate::model::eval::denied_index::DeniedIndex;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::negated_conditions::{conjuncts, is_plain};
use crate::model::value::{FunctionId, Value};
use crate::syntax::ast::{Block, Expr, ExprKind, Function, Name, Stmt, StmtKind};
use crate::world::Worlds;

/// Where more methods leave because of one attribute, what that says of the others is not looked at.
const MAX_LEAVING_METHODS: usize = 16;

/// What a condition cannot be in some worlds, behind a place that it was asked before.
#[derive(Clone, Debug)]
pub(in crate::model) struct DeniedCondition {
    pub(super) asked: Expr,
    truth: bool,
    pub(super) worlds: Worlds,
}

/// The conditions that are denied behind this place.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Denied {
    conditions: DeniedIndex,
    /// Where something failed for everybody who came here, last added first.
    failed: Vec<Worlds>,
    /// How many undecided guards there were where the statement began.
    guards: usize,
}

/// How much was denied at some place.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct DeniedMark {
    conditions: usize,
    failed: usize,
}

impl Denied {
    pub(in crate::model) fn mark(&self) -> DeniedMark {
        DeniedMark {
            conditions: self.conditions.len(),
            failed: self.failed.len(),
        }
    }

    /// Leaves only what was denied there: others come here who did not come from there.
    pub(in crate::model) fn go_back(&mut self, mark: DeniedMark) {
        self.conditions.split_off(mark.conditions);
        self.failed.truncate(mark.failed);
    }

    /// Takes off the conditions that were denied since then.
    pub(in crate::model) fn split_off(&mut self, mark: DeniedMark) -> Vec<DeniedCondition> {
        self.failed.truncate(mark.failed);
        self.conditions.split_off(mark.conditions)
    }

    pub(in crate::model) fn extend(&mut self, conditions: Vec<DeniedCondition>) {
        for condition in conditions {
            self.conditions.push(condition);
        }
    }

    /// A statement begins, with so many guards around it.
    pub(in crate::model) fn begin(&mut self, guards: usize) {
        self.guards = guards;
    }

    /// Something fails here, behind so many guards.
    pub(in crate::model) fn fail(&mut self, worlds: Worlds, guards: usize) {
        // A part of an expression may not have been evaluated.
        if guards == self.guards {
            self.failed.push(worlds);
        }
    }

    /// The worlds in which nobody comes to this place.
    pub(in crate::model) fn nowhere(&self) -> Worlds {
        self.failed
            .iter()
            .fold(Worlds::NONE, |all, worlds| all | *worlds)
    }
}

impl DeniedCondition {
    /// Others come here in these worlds who did not pass where it was asked.
    pub(in crate::model) fn keep_out(&mut self, worlds: Worlds) {
        self.worlds -= worlds;
    }
}

/// An attribute of `self`, what it is not in these worlds where a method comes back.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct DeniedAttribute {
    name: Name,
    truth: bool,
    worlds: Worlds,
}

impl Evaluator<'_> {
    /// Control passed a condition in the worlds `entered` and came out of its branch in the worlds `out`: what the others
    /// passed for does not hold from there on.
    pub(in crate::model) fn denied_by_leaving(
        &mut self,
        test: &Expr,
        entered: Worlds,
        out: Worlds,
    ) -> Vec<DeniedCondition> {
        let left = entered - out;
        let mut parts = Vec::new();
        if !left.is_empty() {
            conjuncts(test, &mut parts);
        }
        let mut denied = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let (asked, truth) = match &part.kind {
                ExprKind::Not(inner) => (inner, false),
                _ => (*part, true),
            };
            if !is_plain(asked) {
                continue;
            }
            let worlds = left & self.held_by_others(&parts, at);
            if !worlds.is_empty() {
                denied.push(DeniedCondition {
                    asked: asked.clone(),
                    truth,
                    worlds,
                });
            }
        }
        denied
    }

    /// What can be true and false of a condition, less what cannot be any more.
    pub(in crate::model) fn less_denied(
        &mut self,
        test: &Expr,
        (when_true, when_false): (Worlds, Worlds),
    ) -> (Worlds, Worlds) {
        let both = when_true & when_false;
        if both.is_empty() {
            return (when_true, when_false);
        }
        let by_methods = match &test.kind {
            ExprKind::Attribute { object, name } => self.denied_by_methods(object, name),
            _ => Vec::new(),
        };
        let here = self.denied.conditions.asking(test);
        let here = here.map(|denied| (denied.truth, denied.worlds));
        let all = here.chain(
            by_methods
                .iter()
                .map(|denied| (denied.truth, denied.worlds)),
        );
        let (mut not_true, mut not_false) = (Worlds::NONE, Worlds::NONE);
        for (truth, worlds) in all {
            match truth {
                true => not_true |= worlds,
                false => not_false |= worlds,
            }
        }
        // What was denied both ways is not understood.
        let (not_true, not_false) = (not_true - not_false, not_false - not_true);
        (
            when_true - (not_true & both),
            when_false - (not_false & both),
        )
    }

    /// A name, or an attribute of this name, stands for something else from here on.
    pub(in crate::model) fn forget_denied(&mut self, name: &Name) {
        self.denied.conditions.forget(name);
    }

    /// The same of all that a loop binds, before its body.
    pub(in crate::model) fn forget_denied_in(&mut self, bound: &Bound) {
        if !self.denied.conditions.is_empty() {
            bound.names.iter().for_each(|name| self.forget_denied(name));
        }
    }

    /// What cannot be any more of the attributes of a method's object where it comes back.
    pub(in crate::model) fn denied_attributes(&self, function: &Function) -> Vec<DeniedAttribute> {
        let Some(own) = function.parameters.first() else {
            return Vec::new();
        };
        let denied = self.denied.conditions.iter().filter_map(|denied| {
            let name = attribute_of(&denied.asked, &own.name)?;
            let (truth, worlds) = (denied.truth, denied.worlds);
            (!worlds.is_empty()).then(|| DeniedAttribute {
                name: Name::clone(name),
                truth,
                worlds,
            })
        });
        denied.collect()
    }

    /// The methods, of these, that may leave where an attribute of their object is what they ask for.
    pub(super) fn leaving_methods(&self, methods: &[FunctionId]) -> HashMap<Name, Vec<FunctionId>> {
        let mut leaving: HashMap<Name, Vec<FunctionId>> = HashMap::default();
        for id in methods {
            let mut names = leaving_attributes(&self.functions[id.0 as usize].function);
            names.dedup();
            for name in names {
                leaving.entry(Name::clone(name)).or_default().push(*id);
            }
        }
        let is_understood = |methods: &Vec<FunctionId>| methods.len() <= MAX_LEAVING_METHODS;
        if !leaving.values().all(is_understood) {
            reached("methods of a class that leave because of one attribute");
        }
        leaving.retain(|_, methods| is_understood(methods));
        leaving
    }

    /// What other methods of an object's class say that an attribute cannot be: `start` refuses a terminal where there is
    /// none, so whoever waits for it later has none.
    fn denied_by_methods(&mut self, object: &Expr, name: &Name) -> Vec<DeniedAttribute> {
        if !self.module_done || !matches!(object.kind, ExprKind::Name(_)) {
            return Vec::new();
        }
        let owner = self.aside(object);
        let Some(Value::Object(class, _)) = owner.single(self.reach) else {
            return Vec::new();
        };
        let leaving = self.classes[class.0 as usize].leaving.get(name);
        let mut leaving = leaving.cloned().unwrap_or_default();
        leaving.retain(|id| Some(*id) != self.owner);
        let denied = leaving.into_iter().flat_map(|id| self.outcome(id).denied);
        denied.filter(|denied| denied.name == *name).collect()
    }
}

/// The attributes that a method asks its object for where it may leave by an exception or an exit.
pub(in crate::model) fn leaving_attributes(method: &Function) -> Vec<&Name> {
    let mut found = Vec::new();
    let Some(own) = method.parameters.first() else {
        return found;
    };
    for statement in &method.body {
        let StmtKind::If { branches, .. } = &statement.kind else {
            continue;
        };
        for (test, _) in branches.iter().filter(|(_, body)| leaves(body)) {
            let mut parts = Vec::new();
            conjuncts(test, &mut parts);
            found.extend(parts.into_iter().filter_map(|part| match &part.kind {
                ExprKind::Not(asked) => attribute_of(asked, &own.name),
                _ => attribute_of(part, &own.name),
            }));
        }
    }
    found.sort();
    found
}

/// Whether some statement of a block may raise, or end the program.
fn leaves(block: &Block) -> bool {
    let mut found = false;
    let mut visit = |statement: &Stmt| {
        found |= match &statement.kind {
            StmtKind::Raise { .. } => true,
            StmtKind::Expr(call) => matches!(&call.kind, ExprKind::Call { function, .. }
                if matches!(&function.kind, ExprKind::Name(name) | ExprKind::Attribute { name, .. }
                    if matches!(&**name, "exit" | "_exit" | "quit" | "error" | "fail"))),
            _ => false,
        };
    };
    each_statement(block, false, &mut visit);
    found
}

/// The attribute that an expression asks an object of this name for.
fn attribute_of<'e>(expr: &'e Expr, own: &Name) -> Option<&'e Name> {
    match &expr.kind {
        ExprKind::Attribute { object, name } => {
            matches!(&object.kind, ExprKind::Name(object) if object == own).then_some(name)
        }
        _ => None,
    }
}
