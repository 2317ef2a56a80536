//! The tests, one module for each way of looking at the project.

mod editors;
mod facts;
mod incremental;
mod server;
mod text;
