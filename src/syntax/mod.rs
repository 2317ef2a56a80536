//! Parsing: a document is a list of top-level statements, each unchanged until an edit touches it.

pub(crate) mod ast;
mod chunk;
mod document;
mod grammar_names;
mod identifier;
mod line_starts;
mod lower;
mod marks;
mod member_parts;
mod members;
mod nesting;
mod nodes;
pub mod notebook;
mod parse;
pub mod queries;
mod relative;
mod source;
mod split;
mod strings;
pub(crate) mod structural_equality;

pub use chunk::Chunk;
pub(crate) use chunk::UNREAD;
pub use document::{Document, Statement};
pub(crate) use identifier::{is_identifier, is_inside, is_name_byte, whole_words, words};
pub use marks::Mark;
pub(crate) use nodes::Node;
pub use nodes::NodeTable;
pub(crate) use parse::has_unread_code;
pub(crate) use relative::{absolute, with_packages};
