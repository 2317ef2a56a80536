//! Values, and partitions of worlds into values.

use std::sync::Arc;

use crate::world::Worlds;

/// What an expression is, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing is known.
    Unknown,
    /// The name is not bound; reaching it raises `NameError`.
    Unbound,
    /// Something failed earlier and was reported there.
    Poisoned,
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A string.
    Str(Arc<str>),
    /// A tuple, list or set of known values.
    Items(Arc<[Value]>),
    /// A dictionary of known keys and values.
    Dict(Arc<[(Value, Partition)]>),
    /// A module, by its dotted name.
    Module(Arc<str>),
    /// Something in a module with facts, by its dotted name: `os.fork`.
    Symbol(Arc<str>),
    /// An instance of a class with facts, by the class's dotted name.
    Instance(Arc<str>),
    /// The context object of a start method.
    Context(crate::facts::StartMethod),
    /// A function, class or lambda of the document, by its index in the model.
    Function(u32),
    /// A class of the document, by its index in the model.
    Class(u32),
    /// A function of another module that returns this, whatever it is given.
    Returns(Arc<Partition>),
}

/// What an expression is in each world: disjoint sets of worlds, each with a value.
/// Worlds in no part are unknown.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Partition(pub Vec<(Worlds, Value)>);
