//! Guards that could not be decided, and whether they may be about the platform all the same.

use crate::model::eval::bound_names::each_part;
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

/// A condition that could be true or false in these worlds, around the current place.
#[derive(Clone, Debug)]
pub(in crate::model) struct Unclear {
    pub(in crate::model) test: Expr,
    pub(in crate::model) worlds: Worlds,
    /// Whoever did not pass it has left by an exception.
    pub(in crate::model) passed: bool,
    /// It decides whether a test is skipped.
    pub(in crate::model) skips: bool,
}

impl Unclear {
    /// A condition in these worlds, of which nothing else is known yet.
    pub(in crate::model) fn new(test: &Expr, worlds: Worlds) -> Self {
        Self {
            test: test.clone(),
            worlds,
            passed: false,
            skips: false,
        }
    }
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
pub(in crate::model) fn doubtful(unclear: &[Unclear], used: Option<&str>) -> Worlds {
    unclear
        .iter()
        .filter(|guard| guard.skips || speaks_of(&guard.test, used))
        .fold(Worlds::NONE, |all, guard| all | guard.worlds)
}

/// Whether an expression probably is about the platform.
pub(in crate::model) fn is_about_platforms(test: &Expr) -> bool {
    speaks_of(test, None)
}

/// "win32" and "`Windows_NT`" are about the platform, and so is a condition for pytest to evaluate;
/// "unix:" at the start of an address is not.
fn names_platform(text: &str) -> bool {
    let said = words(text);
    WORDS.contains(&text.to_ascii_lowercase().as_str())
        || said.iter().all(|word| WORDS.contains(&word.as_str()))
        || ["sys.platform", "os.name", "platform.system("]
            .iter()
            .any(|asked| text.contains(asked))
}

fn speaks_of(test: &Expr, used: Option<&str>) -> bool {
    let tells = |text: &str| {
        let said = words(text);
        said.iter().any(|word| WORDS.contains(&word.as_str()))
            || used.is_some_and(|used| shares_a_word(&said, used))
    };
    match &test.kind {
        ExprKind::Name(name) => tells(name),
        ExprKind::Str(text) => {
            names_platform(text) || used.is_some_and(|used| shares_a_word(&words(text), used))
        }
        ExprKind::Attribute { object, name, .. } => {
            let os_name =
                matches!(&object.kind, ExprKind::Name(os) if &**os == "os" && &**name == "name");
            os_name || tells(name) || speaks_of(object, used)
        }
        _ => {
            let mut found = false;
            each_part(test, &mut |part| found = found || speaks_of(part, used));
            found
        }
    }
}

/// `USE_CP_SENDFILE` and `os.sendfile`, `SIGMASK` and `signal.pthread_sigmask`.
fn shares_a_word(said: &[String], used: &str) -> bool {
    const EMPTY: &[&str] = &[
        "args", "call", "check", "close", "data", "error", "file", "have", "name", "none", "open",
        "path", "process", "self", "server", "signal", "start", "status", "stop", "type", "value",
        "with", "work",
    ];
    let telling = |word: &&String| word.len() > 3 && !EMPTY.contains(&word.as_str());
    // Its module is in every condition that asks for something else of it.
    let used = words(used.rsplit('.').next().unwrap_or(used));
    let used: Vec<&String> = used.iter().filter(telling).collect();
    said.iter().filter(telling).any(|word| {
        used.iter()
            .any(|other| *other == word || other.ends_with(word.as_str()))
    })
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
