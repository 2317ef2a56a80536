//! What instances hold, and whether that can be pickled.

mod attribute_updates;
pub(in crate::model) mod attribute_values;
pub(in crate::model) mod class_ancestors;
pub(in crate::model) mod constructed_objects;
pub(in crate::model) mod dynamic_classes;
mod earlier_methods;
mod elsewhere_events;
pub(in crate::model) mod event_index;
pub(crate) mod events;
pub(crate) mod exceptions;
pub(in crate::model) mod generated_init;
mod object_state;
mod passed_parameters;
pub(crate) mod pickle_by_name;
pub(in crate::model) mod pickle_moments;
pub(crate) mod pickling;
pub(in crate::model) mod replayed_bodies;
pub(in crate::model) mod self_assignments;
pub(crate) mod unpicklable_reasons;
