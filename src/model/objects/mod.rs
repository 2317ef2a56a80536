//! What instances hold, and whether that can be pickled.

pub(in crate::model) mod assigned;
pub(crate) mod by_name;
pub(in crate::model) mod dynamic_classes;
pub(crate) mod events;
pub(crate) mod exceptions;
pub(in crate::model) mod generated;
pub(in crate::model) mod held;
pub(in crate::model) mod lineage;
mod moments;
pub(crate) mod pickling;
pub(crate) mod reasons;
mod state;
