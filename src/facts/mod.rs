//! What exists where: look-up in the data files beside this one.

mod start_methods;

pub use start_methods::{StartMethod, default_start_method};

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::world::Worlds;

/// What happens where a name is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// It does not exist: importing it raises `ImportError`, reaching it `AttributeError`.
    Missing,
    /// It exists, and importing it (a module) or using it (anything else) raises this exception.
    Raises(&'static str),
    /// It exists and silently does something else.
    Diverges,
}

/// Where one module, function, class, method, constant or keyword argument can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The dotted name: `os.fork`, `multiprocessing.context.ForkProcess`, `subprocess.Popen(preexec_fn)`.
    pub name: &'static str,
    /// The worlds in which it works.
    pub available: Worlds,
    /// What happens in the others.
    pub failure: Failure,
    /// Where this is known from.
    pub source: &'static str,
    /// What to write instead, or why there is nothing, as one clause.
    pub alternative: Option<&'static str>,
}

/// The fact about this dotted name, if it is restricted anywhere.
pub fn fact(name: &str) -> Option<&'static Fact> {
    FACTS.get(name)
}

/// Whether this is a module of the standard library, or of a package with facts, in some world.
pub fn is_module(name: &str) -> bool {
    MODULES.contains(&name)
}

/// What an instance of the class, or the result of the function, with this name is.
///
/// `asyncio.get_running_loop` returns an `asyncio.AbstractEventLoop`.
pub fn returns(_name: &str) -> Option<&'static str> {
    None
}

const MODULES: &[&str] = &[
    "os",
    "os.path",
    "sys",
    "signal",
    "platform",
    "fcntl",
    "multiprocessing",
    "multiprocessing.context",
    "concurrent",
    "concurrent.futures",
    "socket",
    "typing",
    "contextlib",
    "asyncio",
    "select",
    "pwd",
    "termios",
    "msvcrt",
    "winreg",
];

static FACTS: LazyLock<HashMap<&'static str, Fact>> = LazyLock::new(|| {
    let fact = |name: &'static str, worlds: &str| {
        let available = worlds.parse().unwrap_or(Worlds::ALL);
        (
            name,
            Fact {
                name,
                available,
                failure: Failure::Missing,
                source: "",
                alternative: None,
            },
        )
    };
    HashMap::from([
        fact("fcntl", "unix"),
        fact("pwd", "unix"),
        fact("termios", "unix"),
        fact("msvcrt", "windows"),
        fact("winreg", "windows"),
        fact("os.fork", "linux|macos|freebsd"),
        fact("os.getuid", "unix"),
        fact("signal.SIGKILL", "unix"),
        fact("signal.SIGALRM", "unix"),
        fact("multiprocessing.context.ForkProcess", "unix"),
        fact("multiprocessing.context.ForkContext", "unix"),
        fact("multiprocessing.context.ForkServerProcess", "unix"),
        fact("multiprocessing.context.ForkServerContext", "unix"),
    ])
});
