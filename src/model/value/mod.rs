//! Values: what an expression is in which worlds, and what the library's names stand for.

mod alike;
mod display;
pub(crate) mod exception;
mod kinds;
pub(in crate::model) mod library_names;
pub(in crate::model) mod methods;
mod partition;
pub(in crate::model) mod shared;
pub(in crate::model) mod shifted;
pub(in crate::model) mod subscripts;
mod symbols;

pub use self::kinds::*;
pub use self::partition::Partition;
