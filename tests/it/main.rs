//! The tests, one module for each way of looking at the project.

mod architecture;
mod cases;
mod cli;
mod config;
mod documentation;
mod editors;
mod edits;
mod facts;
mod fix;
mod fixes;
mod growth;
mod ignore;
mod incremental;
mod limits;
mod notebook;
mod oracle;
mod pages;
mod project;
mod queries;
mod random;
mod search;
mod server;
mod stopping;
mod text;
mod worlds;
