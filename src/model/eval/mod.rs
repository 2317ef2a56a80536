//! The evaluation: statements, expressions, calls and guards, in all worlds at once.

pub(in crate::model) mod arguments;
pub(in crate::model) mod bound_names;
pub(in crate::model) mod calls;
pub(in crate::model) mod classes;
pub(in crate::model) mod conditions;
pub(in crate::model) mod context_managers;
pub(in crate::model) mod decorators;
pub(in crate::model) mod displays;
pub(in crate::model) mod evaluator;
pub(in crate::model) mod exits;
pub(in crate::model) mod expressions;
pub(in crate::model) mod fixtures;
pub(in crate::model) mod function_bodies;
pub(in crate::model) mod functions;
pub(crate) mod globals;
pub(crate) mod guards;
pub(in crate::model) mod imports;
pub(in crate::model) mod known_calls;
pub(in crate::model) mod may_raise;
pub(in crate::model) mod mutations;
pub(in crate::model) mod outcomes;
pub(crate) mod platform_words;
pub(in crate::model) mod scopes;
pub(in crate::model) mod statements;
pub(in crate::model) mod tries;
mod type_checking;
pub(in crate::model) mod undecided;
