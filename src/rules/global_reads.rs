//! Which functions read what of a module's state.

use foldhash::HashMap;

use crate::model::children::module_state::{ModuleState, StateUse};
use crate::model::eval::globals::{Access, GlobalUse, Slot};
use crate::model::eval::guards::Guard;
use crate::model::value::{FunctionId, Value};
use crate::world::Worlds;

/// The places that read something in a function, by that.
pub(super) type GlobalReads<'m> = HashMap<FunctionId, Vec<(Slot, &'m GlobalUse)>>;

/// Sorts the reads by the function that they are in; those under the main guard, and those whose failure is caught, do
/// not count.
pub(super) fn reads<'m>(state: &ModuleState<'m>) -> GlobalReads<'m> {
    let mut reads = GlobalReads::default();
    for (slot, uses) in state.iter().filter(|(slot, uses)| !is_fixed(slot, uses)) {
        for usage in uses.iter().filter(|usage| usage.kind == Access::Read) {
            let there = usage.there;
            let counts = there.guard != Guard::Main && !there.caught;
            if let Some(owner) = there.owner.filter(|_| counts) {
                reads.entry(owner).or_default().push((slot.clone(), there));
            }
        }
    }
    reads
}

/// Whether a name is only ever a function or a class that the import of its module defines: the same in each child.
fn is_fixed(slot: &Slot, uses: &[StateUse<'_>]) -> bool {
    let mut changes = uses.iter().filter(|usage| usage.kind != Access::Read);
    slot.attribute.is_none()
        && changes.all(|usage| {
            let there = usage.there;
            let is_at_import = there.owner.is_none() && there.guard == Guard::Absent;
            let value = there.value.single(Worlds::ALL);
            let is_defined = matches!(value, Some(Value::Function(_) | Value::Class(_)));
            usage.kind == Access::Set && is_at_import && is_defined
        })
}
