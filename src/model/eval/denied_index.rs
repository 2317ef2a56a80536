//! Denied conditions, found by what they ask and by the names that stand in them.

use std::hash::{DefaultHasher, Hash, Hasher};

use foldhash::HashMap;

use crate::model::eval::bound_names::each_part;
use crate::model::eval::denied_conditions::DeniedCondition;
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::world::Worlds;

/// Conditions in the order in which they were denied.
#[derive(Clone, Debug, Default)]
pub(super) struct DeniedIndex {
    conditions: Vec<DeniedCondition>,
    /// Where those stand that may ask the same, by a hash of that.
    asking: HashMap<u64, Vec<usize>>,
    /// Where those stand that name something.
    naming: HashMap<Name, Vec<usize>>,
}

impl DeniedIndex {
    pub(super) fn len(&self) -> usize {
        self.conditions.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &DeniedCondition> {
        self.conditions.iter()
    }

    pub(super) fn push(&mut self, condition: DeniedCondition) {
        let at = self.conditions.len();
        let asking = self.asking.entry(hash_of(&condition.asked)).or_default();
        asking.push(at);
        each_name(&condition.asked, &mut |name| {
            let naming = self.naming.entry(Name::clone(name)).or_default();
            if naming.last() != Some(&at) {
                naming.push(at);
            }
        });
        self.conditions.push(condition);
    }

    fn pop(&mut self) -> Option<DeniedCondition> {
        let condition = self.conditions.pop()?;
        let at = self.conditions.len();
        self.asking
            .entry(hash_of(&condition.asked))
            .or_default()
            .pop();
        each_name(&condition.asked, &mut |name| {
            if let Some(naming) = self.naming.get_mut(name)
                && naming.last() == Some(&at)
            {
                naming.pop();
            }
        });
        Some(condition)
    }

    /// Takes off all but so many of them.
    pub(super) fn split_off(&mut self, length: usize) -> Vec<DeniedCondition> {
        let mut taken = Vec::new();
        while self.len() > length {
            taken.extend(self.pop());
        }
        taken.reverse();
        taken
    }

    /// Those that ask just this.
    pub(super) fn asking<'i>(
        &'i self,
        test: &'i Expr,
    ) -> impl Iterator<Item = &'i DeniedCondition> {
        // Most tests are asked where nothing is denied.
        let places = (!self.is_empty()).then(|| self.asking.get(&hash_of(test)));
        let places = places.flatten().into_iter().flatten();
        let conditions = places.filter_map(|at| self.conditions.get(*at));
        conditions.filter(move |denied| denied.asked == *test)
    }

    /// Denies nothing any more of what this name stands in.
    pub(super) fn forget(&mut self, name: &Name) {
        for at in self.naming.get(name).into_iter().flatten() {
            if let Some(condition) = self.conditions.get_mut(*at) {
                condition.worlds = Worlds::NONE;
            }
        }
    }
}

fn hash_of(test: &Expr) -> u64 {
    let mut hasher = DefaultHasher::new();
    add_to_hash(test, &mut hasher);
    hasher.finish()
}

/// Expressions that are equal have the same hash.
fn add_to_hash(expr: &Expr, hasher: &mut DefaultHasher) {
    match &expr.kind {
        ExprKind::Name(name) => name.hash(hasher),
        ExprKind::Str(text) => text.hash(hasher),
        ExprKind::Int(number) => number.hash(hasher),
        ExprKind::Attribute { object, name } => {
            name.hash(hasher);
            add_to_hash(object, hasher);
        }
        ExprKind::Compare { first, rest } => {
            add_to_hash(first, hasher);
            let operands = rest.iter().map(|(_, operand)| operand);
            operands.for_each(|operand| add_to_hash(operand, hasher));
        }
        _ => 0.hash(hasher),
    }
}

/// Calls `visit` with the names and attributes in an expression.
fn each_name(expr: &Expr, visit: &mut dyn FnMut(&Name)) {
    if let ExprKind::Name(name) | ExprKind::Attribute { name, .. } = &expr.kind {
        visit(name);
    }
    each_part(expr, &mut |part| each_name(part, visit));
}
