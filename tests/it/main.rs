//! The tests, one module for each way of looking at the project.

mod cli;
mod config;
mod facts;
mod ignore;
mod incremental;
mod server;
mod text;
