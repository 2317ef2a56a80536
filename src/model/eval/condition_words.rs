//! What the names and strings in a condition say.

use crate::limits::reached;
use crate::model::eval::bound_names::each_part;
use crate::model::eval::guards::{Guard, ProcessQuestion};
use crate::model::eval::platform_words::{
    is_platform_word, is_python_version, is_telling, is_unmistakable, mentions_platform,
    names_a_platform, words,
};
use crate::model::limits::MAX_GUARD_WORDS;
use crate::syntax::ast::{Expr, ExprKind};

/// What the names and strings in a condition say.
#[derive(Debug, PartialEq)]
pub(super) struct ConditionWords {
    /// It probably is about the platform.
    pub(super) platform: bool,
    /// It names one, or asks for one, in words that are used for nothing else.
    pub(super) names_one: bool,
    /// Which process it asks for.
    pub(super) guard: Guard,
    /// The words that may be about what is used behind it.
    words: Vec<String>,
    /// The name that is all there is to it: `self.fast`.
    pub(super) name: Option<String>,
}

impl ConditionWords {
    pub(super) fn of(test: &Expr, behind: &[Expr]) -> Self {
        let mut platform = false;
        let mut names_one = false;
        let mut asked = ProcessQuestion::new(test);
        let mut telling = Vec::new();
        let mut tells = |text: &str, is_name: bool| {
            let said = words(text);
            let here = match is_name {
                true => said.iter().any(|word| is_platform_word(word)) || is_python_version(&said),
                false => mentions_platform(text),
            };
            platform |= here;
            names_one |= here && is_unmistakable(&said);
            asked.word(text);
            telling.extend(said.into_iter().filter(|word| is_telling(word)));
        };
        let (mut os_name, mut asks_for_files, mut names_unix) = (false, false, false);
        let whole = [test].into_iter().chain(behind).all(|test| {
            each_word(test, &mut |word| match word {
                Word::Name(name) => {
                    asks_for_files |= asks_for_file(name);
                    tells(name, true);
                }
                Word::Str(text) => {
                    names_unix |= is_of_unix(text);
                    tells(text, false);
                }
                Word::OsName => os_name = true,
            })
        });
        // Whether there is a `/dev/shm` is a question for the platform.
        os_name |= asks_for_files && names_unix;
        Self {
            // What is too long to be looked through may say anything.
            platform: platform || os_name || !whole,
            names_one: names_one || os_name || !whole,
            guard: asked.guard(),
            words: telling,
            name: test.dotted_name(),
        }
    }

    /// Whether it names a platform, or something that only some have: `args.force_kqueue`.
    pub(super) fn names_mechanism(&self) -> bool {
        self.platform || self.words.iter().any(|word| names_a_platform(word))
    }

    /// `USE_CP_SENDFILE` and `os.sendfile`, `SIGMASK` and `signal.pthread_sigmask`.
    pub(super) fn speaks_of(&self, used: &str) -> bool {
        // Its module is in every condition that asks for something else of it.
        let used = words(used.rsplit('.').next().unwrap_or(used));
        let mut used = used.iter().filter(|word| is_telling(word));
        used.any(|used| self.words.iter().any(|word| used.ends_with(word.as_str())))
    }
}

/// What asks whether a file is there.
const FILE_QUESTIONS: &[&str] = &[
    "access",
    "exists",
    "is_char_device",
    "is_dir",
    "is_file",
    "is_mount",
    "is_socket",
    "isdir",
    "isfile",
    "islink",
    "ismount",
    "lexists",
];
/// Directories that every Unix, or only Linux, has, and Windows never.
const UNIX_DIRECTORIES: &[&str] = &["dev", "etc", "lib", "proc", "run", "sys", "usr", "var"];

/// Whether a function or method of this name asks whether a file is there.
pub(in crate::model) fn asks_for_file(name: &str) -> bool {
    FILE_QUESTIONS.contains(&name)
}

/// Whether an expression makes a path below what only Linux, or no Windows, has: `Path("/dev/shm")`. What asks for it asks
/// for the platform.
pub(in crate::model) fn names_device(expr: &Expr) -> bool {
    let mut names = false;
    let is_device = |path: &str| {
        let mut directories = ["/dev/", "/proc/", "/run/", "/sys/"].iter();
        directories.any(|directory| path.starts_with(directory))
    };
    matches!(expr.kind, ExprKind::Call { .. })
        && each_word(expr, &mut |word| {
            if let Word::Str(path) = word {
                names |= is_device(path);
            }
        })
        && names
}

/// Whether a text is a path that Windows does not have: `/dev/shm`.
fn is_of_unix(path: &str) -> bool {
    let first = path
        .strip_prefix('/')
        .and_then(|path| path.split('/').next());
    first.is_some_and(|first| UNIX_DIRECTORIES.contains(&first))
}

enum Word<'e> {
    Name(&'e str),
    Str(&'e str),
    /// `os.name`, `sys.version`
    OsName,
}

fn asks_for_world(module: &str, name: &str) -> bool {
    match module {
        "os" => name == "name",
        "sys" => name == "hexversion" || name.starts_with("version"),
        "platform" => name.starts_with("python_"),
        _ => false,
    }
}

/// `is_root`, `running_as_root`: Windows has no such user. That of a tree is asked by a method.
fn asks_for_root(name: &str) -> bool {
    let said = words(name);
    let has = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
    has(&["root"]) && has(&["am", "as", "is", "running"])
}

/// Calls `visit` with the names and strings in a condition; whether all of them were seen.
fn each_word<'e>(test: &'e Expr, visit: &mut dyn FnMut(Word<'e>)) -> bool {
    let mut open = vec![test];
    let mut seen = 0;
    while let Some(expr) = open.pop() {
        seen += 1;
        if seen > MAX_GUARD_WORDS {
            reached("names and strings in a condition");
            return false;
        }
        match &expr.kind {
            ExprKind::Name(name) => {
                if asks_for_root(name) {
                    visit(Word::OsName);
                }
                visit(Word::Name(name));
            }
            ExprKind::Str(text) => visit(Word::Str(text)),
            ExprKind::Attribute { object, name, .. } => {
                if let ExprKind::Name(module) = &object.kind
                    && asks_for_world(module, name)
                {
                    visit(Word::OsName);
                }
                visit(Word::Name(name));
                open.push(object);
            }
            _ => each_part(expr, &mut |part| open.push(part)),
        }
    }
    true
}

/// Whether an expression names a platform, or says whether something is there.
pub(in crate::model) fn tells_of_platforms(expr: &Expr) -> bool {
    const THERE: &[&str] = &["available", "can", "has", "have", "supported", "supports"];
    let mut tells = ConditionWords::of(expr, &[]).names_one;
    each_word(expr, &mut |word| {
        if let Word::Name(name) = word {
            tells |= words(name).iter().any(|word| THERE.contains(&&**word));
        }
    });
    tells
}

/// Whether an expression asks whether this is some platform, together with other questions.
pub(in crate::model) fn is_question(expr: &Expr) -> bool {
    let asks = matches!(
        expr.kind,
        ExprKind::And(..) | ExprKind::Or(..) | ExprKind::Not(_) | ExprKind::Compare { .. }
    );
    asks && ConditionWords::of(expr, &[]).names_one
}

/// Whether an expression probably is about the platform.
pub(in crate::model) fn is_about_platforms(test: &Expr) -> bool {
    ConditionWords::of(test, &[]).platform
}

/// Whether a statement asks somebody to leave unless there is something: `self.require(…)`, `skip_unless(…)`.
pub(in crate::model) fn requires(statement: &Expr) -> bool {
    const ASKING: &[&str] = &["need", "needs", "require", "required", "requires", "skip"];
    let ExprKind::Call { function, .. } = &statement.kind else {
        return false;
    };
    let (ExprKind::Name(name) | ExprKind::Attribute { name, .. }) = &function.kind else {
        return false;
    };
    words(name)
        .iter()
        .any(|word| ASKING.contains(&word.as_str()))
}
