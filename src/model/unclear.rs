//! Guards that could not be decided, and whether they may be about the platform all the same.

use super::names::each_part;
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

/// A condition that could be true or false in these worlds, around the current place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unclear<'a> {
    pub(super) test: &'a Expr,
    pub(super) worlds: Worlds,
    /// Whoever did not pass it has left by an exception.
    pub(super) passed: bool,
}

/// Words that a name for "which platform is this" is made of.
const WORDS: &[&str] = &[
    "android",
    "apple",
    "bsd",
    "cygwin",
    "darwin",
    "emscripten",
    "fork",
    "forking",
    "freebsd",
    "ios",
    "java",
    "jython",
    "linux",
    "mac",
    "macos",
    "macosx",
    "mingw",
    "msys",
    "nt",
    "osx",
    "platform",
    "platforms",
    "posix",
    "pyodide",
    "unix",
    "wasi",
    "wasm",
    "win",
    "win32",
    "win64",
    "windows",
];

/// The worlds in which a guard, though not understood, probably is about the platform or about
/// what is used here: `if is_windows():`, `if self.use_setsid:` before `os.setsid`.
pub(super) fn doubtful(unclear: &[Unclear<'_>], used: Option<&str>) -> Worlds {
    unclear
        .iter()
        .filter(|guard| speaks_of(guard.test, used))
        .fold(Worlds::NONE, |all, guard| all | guard.worlds)
}

fn speaks_of(test: &Expr, used: Option<&str>) -> bool {
    let tells = |text: &str| {
        words(text).iter().any(|word| {
            WORDS.contains(&word.as_str())
                || used.is_some_and(|used| {
                    used.split('.')
                        .any(|part| part.len() > 2 && part.eq_ignore_ascii_case(word))
                })
        }) || used.is_some_and(|used| {
            let last = used.rsplit('.').next().unwrap_or(used).to_ascii_lowercase();
            last.len() > 3 && text.to_ascii_lowercase().contains(&last)
        })
    };
    match &test.kind {
        ExprKind::Name(name) => tells(name),
        ExprKind::Str(text) => tells(text),
        ExprKind::Attribute { object, name, .. } => tells(name) || speaks_of(object, used),
        _ => {
            let mut found = false;
            each_part(test, &mut |part| found = found || speaks_of(part, used));
            found
        }
    }
}

/// `IS_WINDOWS` and `isWindows` as `is`, `windows`.
fn words(name: &str) -> Vec<String> {
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
