//! Growth: what is twice as long takes twice the work, and not more.

mod deep_directories;
mod doubling;
mod families;
mod import_chains;
mod long_lines;
mod template;
mod uncut;
