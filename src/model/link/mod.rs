//! What the call sites of a module say together: which bodies run in which worlds.

mod call_graph;
pub(in crate::model) mod call_sites;
pub(in crate::model) mod callables;
pub(in crate::model) mod child_imports;
mod composition;
pub(in crate::model) mod event_loops;
pub(in crate::model) mod flags;
mod forwarding;
pub(in crate::model) mod function_uses;
mod importers;
pub(crate) mod importing;
mod index;
pub(crate) mod order;
pub(crate) mod outside;
pub(in crate::model) mod reachability;
pub(in crate::model) mod rebinding;
mod starting_places;
mod substitution;
pub(crate) mod used_elsewhere;
mod wanted;
