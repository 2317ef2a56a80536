//! The start methods of `multiprocessing`: where each exists, and which is the default.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::world::Worlds;

/// How `multiprocessing` starts a child process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StartMethod {
    /// The child is a copy of the parent.
    Fork,
    /// The child is a new interpreter that imports the main module.
    Spawn,
    /// The child is forked from a server that was spawned before.
    Forkserver,
}

impl StartMethod {
    /// Every start method.
    pub const ALL: [Self; 3] = [Self::Fork, Self::Spawn, Self::Forkserver];

    /// Python's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fork => "fork",
            Self::Spawn => "spawn",
            Self::Forkserver => "forkserver",
        }
    }

    /// The start method of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The worlds in which `get_context` knows it (Lib/multiprocessing/context.py).
    pub fn available(self) -> Worlds {
        match self {
            Self::Spawn => Worlds::ALL,
            Self::Fork => Worlds::unix(),
            // Without SCM_RIGHTS no file descriptor can be sent to the server.
            Self::Forkserver => Worlds::unix() - Worlds::platform(crate::world::Platform::Wasi),
        }
    }

    /// The worlds in which it is the default.
    pub fn default_in(self) -> Worlds {
        default_start_method()
            .iter()
            .filter(|(_, method)| *method == self)
            .fold(Worlds::NONE, |all, (worlds, _)| all | *worlds)
    }
}

/// The default start method by world (bpo-33725, gh-84559).
pub fn default_start_method() -> &'static [(Worlds, StartMethod)] {
    static DEFAULTS: LazyLock<[(Worlds, StartMethod); 3]> = LazyLock::new(|| {
        let worlds = |notation: &str| notation.parse().unwrap_or(Worlds::NONE);
        let spawn = worlds("windows + macos + wasi >=3.14");
        let forkserver = worlds("unix >=3.14") - spawn;
        [
            (spawn, StartMethod::Spawn),
            (forkserver, StartMethod::Forkserver),
            (!(spawn | forkserver), StartMethod::Fork),
        ]
    });
    &*DEFAULTS
}

/// The function, and the parameter of it, that takes the name of a start method.
const START_METHOD_ARGUMENTS: &[(&str, &str)] = &[
    ("multiprocessing.get_context", "method"),
    ("multiprocessing.set_start_method", "method"),
    ("torch.multiprocessing.spawn", "start_method"),
    ("torch.multiprocessing.start_processes", "start_method"),
    ("torch.utils.data.DataLoader", "multiprocessing_context"),
];

/// The functions that take the name of a start method.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    START_METHOD_ARGUMENTS.iter().map(|(function, _)| *function)
}

/// The parameter of this function that takes the name of a start method, if it has one.
pub fn start_method_argument(function: &str) -> Option<(&'static str, &'static str)> {
    START_METHOD_ARGUMENTS
        .iter()
        .copied()
        .find(|(name, _)| *name == function)
}
