//! Growth: what is twice as long takes twice the work, and not more.

mod doubling;
mod families;
mod long_lines;
mod template;
mod uncut;
