//! spawnsafe answers one question while a person types Python: will this process code run on
//! every platform and Python version that the project targets?
//!
//! Five words: a **world** is one (platform, Python minor version) pair; a **guard** is a
//! condition that splits worlds; a **fact** says in which worlds something exists; a **site** is
//! a place in the source that uses it; a **finding** is a site that is reached in a target world
//! where what it uses does not exist.
//!
//! Layers, each using only what stands to its left:
//!
//! ```text
//! limits work_counts world text syntax facts finding model config ignore rules search check fix | project | cli server testing | main
//! ```
//!
//! Up to `check` everything is pure and synchronous: text in, findings out.

pub mod check;
pub mod cli;
pub mod config;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod ignore;
pub mod limits;
pub mod model;
pub mod project;
pub mod rules;
pub mod search;
pub mod server;
pub mod syntax;
pub mod testing;
pub mod text;
pub mod work_counts;
pub mod world;
