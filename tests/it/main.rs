//! The tests, one module for each way of looking at the project.

mod facts;
mod incremental;
mod pages;
mod queries;
mod server;
mod text;
