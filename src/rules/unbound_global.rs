//! Globals that are bound where no child gets.

use super::Context;
use super::children::{ChildCase, ChildCases, quoted, related};
use crate::model::children::module_state::{ModuleState, StateUse};
use crate::model::children::records::Spawn;
use crate::model::eval::globals::{Access, GlobalUse, Slot};
use crate::model::eval::guards::Guard;
use crate::model::value::Value;
use crate::syntax::ast::ExprKind;
use crate::world::Worlds;

/// `initializer=setup(3)`, where `setup` sets something for the workers: it does so in the parent.
pub(super) fn initialized_in_parent(
    context: &Context<'_>,
    spawns: &[(&Spawn, Worlds)],
    state: &ModuleState<'_>,
    cases: &mut ChildCases,
) {
    for (spawn, worlds) in spawns {
        let Some(initializer) = &spawn.worker else {
            continue;
        };
        let none = initializer.value.single(*worlds) == Some(&Value::None);
        if !none || !matches!(initializer.expr.kind, ExprKind::Call { .. }) {
            continue;
        }
        let called = context.model.called_within(spawn.owner, &spawn.statement);
        let uses = state.values().flatten();
        let sets = uses.filter(|usage| {
            usage.kind != Access::Read
                && usage
                    .there
                    .owner
                    .is_some_and(|owner| called.contains(&owner))
        });
        // The parts of the state are in no certain order.
        let set = sets.min_by_key(|usage| (usage.there.range.start, usage.there.range.end));
        let Some(set) = set else { continue };
        ChildCase {
            obstacle: None,
            range: initializer.range.clone(),
            worlds: *worlds,
            certain: false,
            what: format!("{} runs in the parent", quoted(context, &initializer.range)),
            why: "None is no initializer".into(),
            help: "Pass the function itself, and what it takes as `initargs=`.".into(),
            related: vec![related(
                set.there.range.clone(),
                "no worker sees what it sets",
            )],
        }
        .add(cases);
    }
}

/// What is set under the main guard and read where each child comes while it imports the module.
pub(super) fn unbound_at_import(
    spawns: &[(&Spawn, Worlds)],
    state: &ModuleState<'_>,
    cases: &mut ChildCases,
) {
    let starts = spawns.iter().filter(|(spawn, _)| spawn.role.starts);
    let worlds = starts.fold(Worlds::NONE, |all, (_, worlds)| all | *worlds);
    for (slot, uses) in state {
        let Some(first) = only_under_guard(slot, uses) else {
            continue;
        };
        let mut reads = uses.iter().filter(|usage| usage.kind == Access::Read);
        let read = reads.find(|usage| {
            let there = usage.there;
            there.owner.is_none() && there.guard == Guard::Absent && !there.caught
        });
        if let Some(read) = read {
            ChildCase {
                obstacle: None,
                range: read.there.range.clone(),
                worlds,
                certain: true,
                what: format!("`{}` raises NameError in each child", slot.name),
                why: "only the main guard sets it".into(),
                help: "Move what needs it under the guard too, or into a function.".into(),
                related: vec![related(first.range.clone(), "it is set here")],
            }
            .add(cases);
        }
    }
}

/// The first place that binds a name, if all that do so stand under the main guard.
pub(super) fn only_under_guard<'m>(slot: &Slot, uses: &[StateUse<'m>]) -> Option<&'m GlobalUse> {
    let mut sets = bindings(uses).peekable();
    let first = *sets.peek()?;
    let is_own = slot.module.is_none() && slot.attribute.is_none();
    (is_own && sets.all(is_under_guard)).then_some(first)
}

pub(super) fn bindings<'m>(uses: &[StateUse<'m>]) -> impl Iterator<Item = &'m GlobalUse> {
    let sets = uses.iter().filter(|usage| usage.kind == Access::Set);
    let sets = sets.map(|usage| usage.there);
    sets.filter(|usage| {
        !usage
            .value
            .parts(Worlds::ALL)
            .all(|(_, value)| *value == Value::Unbound)
    })
}

pub(super) fn is_under_guard(usage: &GlobalUse) -> bool {
    usage.owner.is_none() && usage.guard == Guard::Main
}

pub(super) fn is_at_import(usage: &GlobalUse) -> bool {
    usage.owner.is_none() && usage.guard != Guard::Main
}
