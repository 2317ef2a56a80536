//! Requirements: the lines that name a package, in every way in which people write them.

mod marker;
mod named_platforms;
mod parse;
mod pip;
mod read;
mod requirement;
mod tables;

pub(super) use marker::{worlds_of, worlds_of_marker};
pub use requirement::Requirement;
