//! What a user asks for by an option that speaks of a platform, or of what only some have.

use std::sync::Arc;

use crate::model::eval::undecided_guards::ParameterId;
use crate::model::value::shift::{Shift, Shiftable};
use crate::world::Worlds;

/// What a user asks for by an option that speaks of it: `if chown:`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PlatformOption {
    /// The worlds in which it is an option.
    pub(in crate::model) worlds: Worlds,
    /// The parameters that say so.
    pub(in crate::model) parameters: Vec<ParameterId>,
}

impl PlatformOption {
    /// Adds what another condition leaves to the user.
    pub(super) fn add(self: &mut Arc<Self>, worlds: Worlds, parameters: &[ParameterId]) {
        let new = |parameter: &&ParameterId| !self.parameters.contains(parameter);
        let new: Vec<ParameterId> = parameters.iter().filter(new).copied().collect();
        if !new.is_empty() || !self.worlds.contains(worlds) {
            let wanted = Arc::make_mut(self);
            wanted.worlds |= worlds;
            wanted.parameters.extend(new);
        }
    }
}

impl Shiftable for PlatformOption {
    fn shift(&mut self, shift: &Shift) {
        let Self {
            worlds: _,
            parameters,
        } = self;
        parameters.iter_mut().for_each(|(id, _)| id.shift(shift));
    }
}
