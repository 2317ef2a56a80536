//! What instances hold, and whether that can be pickled.

pub(in crate::model) mod assigned;
pub(crate) mod events;
pub(in crate::model) mod generated;
mod held;
mod lineage;
pub(crate) mod pickling;
pub(crate) mod reasons;
mod state;
