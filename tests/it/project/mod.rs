//! Other modules: what importing them does, where they are found, and what an index says of them.

mod cache;
mod claims;
mod environments;
mod index;
mod lazy_imports;
mod modules;
mod requirements;
mod workflows;
