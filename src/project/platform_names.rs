//! Words that name a platform in the names of files, directories and groups of requirements.

use crate::facts::lists;
use crate::world::{Platform, Worlds};

/// The worlds of what a word names: `win32`, `posix`, `debian`, `py2`.
pub(super) fn platform_named(word: &str) -> Option<Worlds> {
    Some(match word {
        "nt" | "win" | "win32" | "win64" | "windows" => Worlds::platform(Platform::Windows),
        "darwin" | "macos" | "macosx" | "osx" => Worlds::platform(Platform::Macos),
        // Windows starts it, and Linux runs it.
        "wsl" | "wsl2" => Worlds::platform(Platform::Linux),
        "linux" => Worlds::platform(Platform::Linux) | Worlds::platform(Platform::Android),
        _ if lists::LINUX_DISTRIBUTIONS.has(word) => Worlds::platform(Platform::Linux),
        "ios" => Worlds::platform(Platform::Ios),
        "posix" | "unix" => Worlds::unix(),
        "android" => Worlds::platform(Platform::Android),
        "freebsd" => Worlds::platform(Platform::Freebsd),
        "py2" | "python2" => Worlds::NONE,
        "emscripten" | "pyodide" => Worlds::platform(Platform::Emscripten),
        "wasi" => Worlds::platform(Platform::Wasi),
        _ => return None,
    })
}
