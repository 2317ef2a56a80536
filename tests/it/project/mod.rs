//! Other modules: what importing them does, where they are found, and what an index says of them.

mod cache;
mod environments;
#[cfg(target_os = "linux")]
mod hostile_trees;
mod index;
mod modules;
mod requirements;
