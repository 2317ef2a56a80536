//! Words in names and strings that are about platforms.

use crate::facts::lists;
use crate::world::{Platform, Worlds};

/// Whether the name of a module says for which platform it is, or around what of it.
pub(crate) fn names_a_platform(module: &str) -> bool {
    module.split('.').flat_map(words).any(|word| {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        [&*word, stem]
            .iter()
            .any(|word| lists::PLATFORM_WORDS.has(word) || lists::PLATFORM_MECHANISMS.has(word))
    })
}

/// Whether a name has a word in it that is about the platform: `IS_WINDOWS`.
pub(crate) fn says_platform(name: &str) -> bool {
    words(name)
        .iter()
        .any(|word| lists::PLATFORM_WORDS.has(word))
}

/// The worlds of the platform that a class is named for: `WindowsPath`.
pub(in crate::model) fn named_platform(class: &str) -> Option<Worlds> {
    words(class).iter().find_map(|word| match &**word {
        "windows" | "win32" => Some(Worlds::platform(Platform::Windows)),
        "posix" | "unix" => Some(Worlds::unix()),
        _ => None,
    })
}

/// Whether a name with this word is about the platform, or about the implementation or the major version of
/// Python.
pub(in crate::model) fn is_platform_word(word: &str) -> bool {
    lists::PLATFORM_WORDS.has(word)
}

/// Whether a name of these words is about the version of Python: `python_version`, `PYVER`.
pub(in crate::model) fn is_python_version(words: &[String]) -> bool {
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    has(&["hexversion", "pyver", "pyversion"])
        || has(&["cpython", "interpreter", "py", "python"])
            && has(&["major", "minor", "ver", "version"])
}

/// Whether a name of these words speaks of a platform, and can mean nothing else: `is_unix` does, `unix` may be
/// the path of a socket, `fork` what somebody wants to be done.
pub(in crate::model) fn is_unmistakable(words: &[String]) -> bool {
    const ASKING: &[&str] = &[
        "can", "has", "have", "is", "on", "os", "running", "supports", "system",
    ];
    let platform = |word: &&String| lists::PLATFORM_WORDS.has(word);
    words
        .iter()
        .filter(platform)
        .any(|word| !lists::AMBIGUOUS_PLATFORM_WORDS.has(word))
        || words.iter().any(|word| ASKING.contains(&word.as_str()))
}

/// Whether the name of a function or class says that it is for one platform, in words that mean nothing else:
/// `posix_daemonize`, `Win32PipeStream`.
pub(in crate::model) fn is_for_one_platform(name: &str) -> bool {
    let said = words(name.trim_start_matches('_'));
    // `get_win_paths`; what starts with it may be about who wins.
    let within = said.iter().skip(1);
    within.clone().any(|word| word == "win")
        || said.first().is_some_and(|first| &**first == "windows")
        || said
            .iter()
            .any(|word| lists::ONE_PLATFORM_WORDS.has(word) || word.starts_with("win32"))
}

/// Whether a module, or a package around it, is named for one platform: `pkg._win`, `pkg.platforms.nt.files`.
pub(in crate::model) fn is_platform_module(dotted: &str) -> bool {
    dotted.split('.').any(|part| {
        let said = words(part.trim_start_matches('_'));
        let names = |word: &String| {
            lists::ONE_PLATFORM_WORDS.has(word)
                || matches!(&**word, "nt" | "win" | "windows")
                || word.starts_with("win32")
        };
        // A longer name tells a story: `what_is_new_on_windows`.
        said.len() <= 3 && said.iter().any(names)
    })
}

/// Whether a name has a word in it that is about Windows, or about who wins, what is on a screen or who is registered:
/// `_win_memory`.
pub(in crate::model) fn says_windows(name: &str) -> bool {
    let said = words(name.trim_start_matches('_'));
    said.len() > 1
        && said
            .iter()
            .any(|word| matches!(&**word, "registry" | "win" | "windows"))
}

/// "win32" and "`Windows_NT`" are about the platform, and so is a condition for pytest to evaluate;
/// "unix:" at the start of an address is not.
pub(in crate::model) fn mentions_platform(text: &str) -> bool {
    let said = words(text);
    lists::PLATFORM_WORDS.has(&text.to_ascii_lowercase())
        || said.iter().all(|word| lists::PLATFORM_WORDS.has(word))
        || [
            "sys.platform",
            "sys.version_info",
            "os.name",
            "platform.system(",
        ]
        .iter()
        .any(|asked| text.contains(asked))
        || is_windows_program(text)
}

/// `"pythonw.exe"`, what only programs on Windows are called.
fn is_windows_program(text: &str) -> bool {
    let extension = text.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        ["bat", "cmd", "dll", "exe"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Whether a word is long enough, and rare enough, to tell what a condition is about.
pub(in crate::model) fn is_telling(word: &str) -> bool {
    const EMPTY: &[&str] = &[
        "args", "call", "check", "close", "data", "error", "file", "have", "name", "none", "open",
        "path", "process", "self", "server", "signal", "start", "status", "stop", "type", "value",
        "with", "work",
    ];
    word.len() > 3 && !EMPTY.contains(&word)
}

/// `IS_WINDOWS` and `isWindows` as `is`, `windows`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for character in name.chars() {
        if !character.is_alphanumeric() || (character.is_uppercase() && lower_before) {
            words.push(String::new());
        }
        lower_before = character.is_lowercase();
        if character.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
    }
    words
}
