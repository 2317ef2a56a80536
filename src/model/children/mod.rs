//! Child processes: what starts them, what goes to them, and by which start method.

pub(in crate::model) mod calls;
pub(in crate::model) mod child_arguments;
pub(in crate::model) mod held_processes;
pub(in crate::model) mod joblib;
pub(crate) mod records;
pub(crate) mod start_methods;
pub(crate) mod threads;
