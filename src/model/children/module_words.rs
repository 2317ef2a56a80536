//! Words in a module's code that turn on something for all of it.

use crate::model::Model;
use crate::model::children::records::Spawn;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::other_modules::is_outside;
use crate::model::value::Value;
use crate::syntax::ast::{Expr, ExprKind, Name, StmtKind};
use crate::world::Worlds;

/// Starts a process that was made before.
const START: &str = "start";

/// Runs the child instead of the program, in the executable that a program was made.
const FREEZE_SUPPORT: &str = "freeze_support";

/// Gives the module names that its text does not show.
pub(in crate::model) const GLOBALS: &str = "globals()";

/// With these, pickling is not what it is in the standard library: modules, and attributes. To import dill or cloudpickle
/// changes nothing for `multiprocessing`.
const PICKLERS: &[&str] = &[
    "ForkingPickler",
    "__qualname__",
    UNKNOWN_REDUCER,
    "dispatch_table",
    "multiprocess",
    "pathos",
    "reducer",
];

/// With these, the library's managers are imported.
const MANAGERS: &[&str] = &["BaseManager", "Manager", "SyncManager", "managers"];

/// `copyreg` says how something is pickled, and nobody knows what.
const UNKNOWN_REDUCER: &str = "a reducer";

/// `copyreg` says how objects of a class are pickled, whose name follows.
const REDUCER: &str = "a reducer of ";

/// The lock of tqdm is one that processes share.
const SHARED_LOCK: &str = "tqdm.set_lock";

/// With both of these, what a database gives are rows of `sqlite3`.
const ROWS: &[&str] = &["Row", "row_factory"];

impl Evaluator<'_> {
    /// Notes that the lock of tqdm is set, other than to what a child is given.
    pub(in crate::model) fn note_shared_lock(&mut self, worlds: Worlds, arguments: &CallArguments) {
        let lock = arguments.value(0, "lock");
        if !matches!(lock.single(worlds), Some(Value::Parameter(..))) {
            self.spawning.words.push(SHARED_LOCK.into());
        }
    }

    /// Notes what `copyreg.pickle` says of how objects of a class are pickled: `RemoteError`, `type(Lock())`.
    pub(in crate::model) fn note_reducer(&mut self, arguments: &CallArguments) {
        let class = arguments.get(0, "ob_type");
        let name = class.and_then(|(argument, _)| self.class_to_pickle(&argument.value));
        self.spawning.words.push(match name {
            Some(name) => format!("{REDUCER}{name}").into(),
            None => UNKNOWN_REDUCER.into(),
        });
    }

    /// What a class is called: that of the project by its own name, one of the library by all of it.
    fn class_to_pickle(&mut self, class: &Expr) -> Option<Name> {
        match &class.kind {
            ExprKind::Call {
                function,
                arguments,
            } => {
                let (ExprKind::Name(name), [object]) = (&function.kind, &arguments[..]) else {
                    return None;
                };
                let ExprKind::Call { function, .. } = &object.value.kind else {
                    return None;
                };
                let is_type = &**name == "type";
                is_type.then(|| self.class_to_pickle(function)).flatten()
            }
            ExprKind::Name(name) | ExprKind::Attribute { name, .. } => {
                let value = self.aside(class);
                match value.single(self.reach) {
                    Some(Value::Symbol(name)) => Some(Name::clone(name)),
                    _ => Some(Name::clone(name)),
                }
            }
            _ => None,
        }
    }

    /// Notes an attribute or a module that is named here.
    pub(in crate::model) fn note_word(&mut self, word: &str) {
        for word in word.split('.') {
            let counts = [PICKLERS, MANAGERS, ROWS]
                .iter()
                .any(|words| words.contains(&word));
            // Also where another body has named it: that one may be edited.
            if counts || word == START || word == GLOBALS || word == FREEZE_SUPPORT {
                self.spawning.words.push(word.into());
            }
        }
    }
}

impl Model {
    /// Whether the process that is made here may be started: it is harmless otherwise.
    pub(crate) fn may_start(&self, made: &Spawn) -> bool {
        let place = made.through.first().unwrap_or(&made.range);
        let elsewhere = is_outside(place) || is_outside(&made.range);
        let starts = self.words.contains(START) || elsewhere && self.words_outside.contains(START);
        (starts || self.is_given_back(made)) && !self.run_here.contains(place)
    }

    /// Whether a function gives what is made here to its caller, who will start it: why else make it.
    fn is_given_back(&self, made: &Spawn) -> bool {
        let Some(owner) = made.owner.filter(|_| !is_outside(&made.range)) else {
            return false;
        };
        let info = self.function_info(owner);
        let mut given = false;
        each_statement(&info.function.body, false, &mut |statement| {
            if let StmtKind::Return(Some(value)) = &statement.kind {
                given |= value.span.at(info.base) == made.range;
            }
        });
        given
    }

    /// Whether the lock of tqdm is set to one that processes share.
    pub(in crate::model) fn shares_lock(&self) -> bool {
        self.words.contains(SHARED_LOCK) || self.words_outside.contains(SHARED_LOCK)
    }

    /// Whether something calls `freeze_support`.
    pub(crate) fn supports_freezing(&self) -> bool {
        self.words.contains(FREEZE_SUPPORT) || self.words_outside.contains(FREEZE_SUPPORT)
    }

    /// Whether the library's managers are imported.
    pub(in crate::model) fn names_managers(&self) -> bool {
        let mut words = MANAGERS.iter();
        words.any(|word| self.words.contains(*word) || self.words_outside.contains(*word))
    }

    /// Whether rows of `sqlite3` are asked for, which are no tuples.
    pub(in crate::model) fn asks_for_rows(&self) -> bool {
        let mut words = ROWS.iter();
        words.all(|word| self.words.contains(*word))
            || ROWS.iter().all(|word| self.words_outside.contains(*word))
    }

    /// Whether the program says by `copyreg` how objects of this class are pickled.
    pub(in crate::model) fn says_how_to_pickle(&self, class: &str) -> bool {
        let word = format!("{REDUCER}{class}");
        self.words.contains(&*word) || self.words_outside.contains(&*word)
    }

    /// The same of the locks of threads, and so of what holds them, such as `queue.Queue`.
    pub(in crate::model) fn says_how_to_pickle_locks(&self) -> bool {
        let mut locks = ["threading.Lock", "threading.RLock"].iter();
        locks.all(|lock| self.says_how_to_pickle(lock))
    }

    /// Whether pickling is what it is in the standard library where a child is given something.
    pub(crate) fn pickles_plainly(&self, spawn: &Spawn) -> bool {
        let place = spawn.through.first().unwrap_or(&spawn.range);
        let own = |word: &&&str| self.words.contains(**word);
        let outside = |word: &&&str| is_outside(place) && self.words_outside.contains(**word);
        let mut picklers = PICKLERS.iter();
        !picklers.any(|word| own(&word) || outside(&word))
    }
}
