//! What instances hold, and whether that can be pickled.

pub(crate) mod events;
pub(in crate::model) mod generated;
mod held;
pub(crate) mod pickling;
mod state;
