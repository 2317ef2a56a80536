//! Other modules: what importing them does, where they are found, and what an index says of them.

mod cache;
mod claims;
mod environments;
#[cfg(target_os = "linux")]
mod hostile_trees;
mod index;
mod lazy_imports;
mod modules;
mod requirements;
mod workflows;
