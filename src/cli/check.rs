//! `spawnsafe check`: files in, report out.

use std::collections::BTreeMap;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::arguments::CheckArguments;
use super::report::{Checked, Report, counted};
use super::streams::Streams;
use super::{Exit, formats, layers};
use crate::check::check;
use crate::config::Config;
use crate::model::surroundings::Alone;
use crate::project::{Discovery, Files, Source, absolute, files};
use crate::syntax::Document;

/// Deeply nested code needs a deep stack; only the part that is used costs memory.
const STACK: usize = 64 << 20;

/// Checks what the arguments name.
pub(super) fn run(arguments: &CheckArguments, streams: &Streams) -> Exit {
    let discovery = layers::discovery(
        &arguments.rules,
        &arguments.settings,
        &arguments.files,
        streams,
    );
    let discovery = match discovery {
        Ok(discovery) => Arc::new(discovery),
        Err(problems) => {
            problems.iter().for_each(|problem| streams.error(problem));
            return Exit::Error;
        }
    };
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    match pool {
        Ok(pool) => pool.install(|| all(arguments, &discovery, streams)),
        Err(_) => all(arguments, &discovery, streams),
    }
}
