//! What the names of a document mean, in which worlds, and which worlds reach which place.

pub mod surroundings;
pub mod value;
