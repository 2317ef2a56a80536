//! The records of an evaluation, and what a module is to those who import it.

pub(in crate::model) mod calls;
pub(crate) mod definitions;
pub(in crate::model) mod given_arguments;
pub(in crate::model) mod module;
pub(crate) mod uses;
