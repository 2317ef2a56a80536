//! Platforms that the path of a file names: `tools/win32/install.py`, `posix_daemon.py`.

use std::path::Path;

use crate::model::eval::platform_words::words;
use crate::world::{Platform, Worlds};

/// The worlds of the platforms that a path names, if it names any.
pub(super) fn named_in(path: &Path) -> Option<Worlds> {
    let stem = path.file_stem().into_iter();
    let above = path.parent().into_iter().flatten();
    let parts = above.chain(stem).filter_map(|part| part.to_str());
    let found = parts.flat_map(words).filter_map(|word| named(&word));
    found.reduce(|all, worlds| all | worlds)
}

/// The worlds of the platform that the directory of a file is named after: whoever puts scripts into `win32` means
/// it, wherever the project begins.
pub(super) fn directory_named(file: &Path) -> Option<Worlds> {
    named(file.parent()?.file_name()?.to_str()?)
}

fn named(word: &str) -> Option<Worlds> {
    Some(match word {
        "win" | "win32" | "win64" | "windows" => Worlds::platform(Platform::Windows),
        "darwin" | "macos" | "macosx" | "osx" => Worlds::platform(Platform::Macos),
        "linux" => Worlds::platform(Platform::Linux) | Worlds::platform(Platform::Android),
        "posix" | "unix" => Worlds::unix(),
        "emscripten" | "pyodide" => Worlds::platform(Platform::Emscripten),
        "wasi" => Worlds::platform(Platform::Wasi),
        _ => return None,
    })
}
