//! The tests, one module for each way of looking at the project.

mod cli;
mod config;
mod editors;
mod facts;
mod ignore;
mod incremental;
mod project;
mod server;
mod text;
