//! What the call sites of a module say together: which bodies run in which worlds.

mod call_graph;
pub(in crate::model) mod call_sites;
pub(in crate::model) mod callables;
mod callers_guards;
pub(in crate::model) mod child_imports;
mod child_starts;
mod composition;
pub(crate) mod document_imports;
pub(in crate::model) mod event_loops;
pub(in crate::model) mod flags;
mod forwarding_methods;
pub(in crate::model) mod function_uses;
mod grouped_lists;
mod guarded_methods;
mod imported_calls;
mod importers;
mod keyword_parameters;
mod method_callers;
pub(crate) mod order;
pub(crate) mod other_module_uses;
pub(crate) mod other_modules;
mod platform_options;
pub(in crate::model) mod reachability;
pub(in crate::model) mod rebinding;
mod related_classes;
mod substitution;
mod windows_functions;
