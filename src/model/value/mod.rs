//! Values: what an expression is in which worlds, and what the library's names stand for.

mod display;
pub(crate) mod exception;
mod kinds;
pub(in crate::model) mod library_names;
pub(in crate::model) mod merged_options;
pub(in crate::model) mod methods;
mod partition;
pub(in crate::model) mod shared_collections;
pub(in crate::model) mod shift;
pub(in crate::model) mod subscripts;
mod symbols;
pub(in crate::model) mod thing_numbers;
mod value_join;

pub use self::kinds::*;
pub use self::partition::Partition;
