//! Which functions read what of a module's state.

use foldhash::HashMap;

use crate::model::children::module_state::ModuleState;
use crate::model::eval::globals::{Access, GlobalUse, Slot};
use crate::model::eval::guards::Guard;
use crate::model::value::FunctionId;
/// The places that read something in a function, by that.
pub(super) type GlobalReads<'m> = HashMap<FunctionId, Vec<(Slot, &'m GlobalUse)>>;

/// Sorts the reads by the function that they are in; those under the main guard, and those whose failure is caught, do
/// not count.
pub(super) fn reads<'m>(state: &ModuleState<'m>) -> GlobalReads<'m> {
    let mut reads = GlobalReads::default();
    for (slot, uses) in state {
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
