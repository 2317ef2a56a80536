//! Other modules: what importing them does, where they are found, and what an index says of them.

mod archives;
mod cache;
mod child_names;
mod chosen_files;
mod claims;
mod conditional;
mod environments;
mod executables;
mod hostile_archives;
mod hostile_index;
#[cfg(target_os = "linux")]
mod hostile_trees;
mod http;
mod index;
mod index_settings;
mod lazy_imports;
mod modules;
mod offers;
mod private_modules;
#[cfg(unix)]
mod progress;
mod requirements;
mod results;
mod safe_http;
mod several_indexes;
mod shared_modules;
mod unrun_modules;
mod uv_settings;
mod workflows;
