//! Child processes: what starts them, what goes to them, and by which start method.

pub(in crate::model) mod calls;
pub(in crate::model) mod child_arguments;
pub(in crate::model) mod default_methods;
mod deliberate_forks;
pub(crate) mod held_processes;
pub(in crate::model) mod joblib;
pub(in crate::model) mod kept_in_attributes;
pub(in crate::model) mod main_loops;
pub(in crate::model) mod manager_servers;
pub(crate) mod module_state;
pub(in crate::model) mod module_words;
mod receivers;
pub(crate) mod records;
pub(in crate::model) mod spawn_index;
pub(crate) mod start_methods;
pub(in crate::model) mod super_calls;
pub(crate) mod threads;
mod worker_classes;
mod worker_counts;
