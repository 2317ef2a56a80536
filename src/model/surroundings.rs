//! The one question that the core asks about the world outside the document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::HashSet;

use serde::{Deserialize, Serialize};

use crate::finding::{Location, Related};
pub use crate::model::summary::definitions::Definitions;
use crate::model::value::Partition;
use crate::world::{Platform, Worlds};

/// The names of a module that may lead to child processes: functions that start them, what calls those, and so on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChildNames {
    /// All of its names do, as far as is known.
    pub all: bool,
    /// Those that do.
    pub names: HashSet<Box<str>>,
    /// What modules are bound to that have such names, each with a dot behind it.
    pub modules: HashSet<Box<str>>,
}

impl ChildNames {
    /// Whether this name does.
    pub fn has(&self, name: &str) -> bool {
        self.all || self.names.contains(name)
    }

    /// Whether this is what a module is bound to that has such names.
    pub fn has_module(&self, name: &str) -> bool {
        !self.modules.is_empty() && self.modules.contains(&*format!("{name}."))
    }

    /// Whether none does.
    pub fn is_empty(&self) -> bool {
        !self.all && self.names.is_empty() && self.modules.is_empty()
    }
}

/// What lies around the document under check.
///
/// No method has a default: whoever passes questions on would forget one without anybody noticing.
pub trait Surroundings: Sync {
    /// The summary of the module that `import name` finds first, before the standard library:
    /// a module of the project or of its environment. `None`: not there, or nothing is known.
    fn module(&self, name: &str) -> Option<Arc<Summary>>;

    /// The same for a module that was imported elsewhere, if at all: nobody waits for this answer.
    fn loaded(&self, name: &str) -> Option<Arc<Summary>>;

    /// What the functions and classes of a module are, if they may have to do with child processes;
    /// `minds`: whoever asks has.
    fn definitions(&self, name: &str, minds: bool) -> Option<Arc<Definitions>>;

    /// The dotted name of the document, if it can be imported.
    fn module_name(&self) -> Option<&str>;

    /// Modules of the project that import the document, as far as their lines tell; it takes time to find out.
    fn importers(&self) -> Vec<Arc<str>>;

    /// The names of a module that may lead to child processes, by its words.
    fn child_names(&self, name: &str) -> Arc<ChildNames>;

    /// Those of them that still may once the modules in between are evaluated; it takes time to find out.
    fn evaluated_child_names(&self, name: &str) -> Arc<ChildNames>;

    /// The worlds in which something that is installed brings this module of the standard library,
    /// or the package that it is in.
    fn substituted(&self, module: &str) -> Worlds;

    /// The worlds in which a distribution named like this module is installed with the project.
    fn required(&self, module: &str) -> Worlds;

    /// How the installed module that such a failure blames would have to change, as a unified diff.
    fn patch(&self, failure: &ImportFailure) -> Option<Arc<str>>;

    /// What the workflows of the project run on; `None`: it has none, or they cannot be understood.
    fn tested(&self) -> Option<TestedWorlds>;

    /// What makes an executable of the document, as the settings of the project say.
    fn frozen(&self) -> Option<Frozen>;

    /// What a name is in the nearest `conftest.py` that has it, whose fixtures tests get by their names.
    fn conftest(&self, name: &str) -> Option<Partition>;

    /// The worlds in which something imports the document, as far as that is known for certain.
    fn imported_in(&self) -> Worlds;

    /// The worlds in which other modules use these functions and classes of the document, as far as
    /// that is known; it takes time to find out.
    fn used_in(&self, names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)>;

    /// The names that the project puts into modules of the library, `socket.IPPROTO_GRE`; it takes time to find out.
    fn patched(&self) -> Vec<String>;

    /// The dotted name of the package that relative imports of this document start from.
    fn package(&self) -> Option<&str>;

    /// What kind of file the document is, as far as importing it goes.
    fn origin(&self) -> Origin;

    /// The dotted name that the document is imported by; `None`: it is checked itself, and may
    /// just as well be run as a script.
    fn imported_as(&self) -> Option<&str>;

    /// Whether nobody waits for the answer any more.
    fn cancelled(&self) -> bool;
}

/// What kind of file a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Origin {
    /// A module or a script, which a child process can import.
    #[default]
    Module,
    /// The `__main__.py` of a package.
    PackageMain,
    /// A notebook.
    Notebook,
    /// A stub file, which only type checkers read.
    Stub,
}

impl Origin {
    /// What the name of a file, or its path, says.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if name == "__main__.py" {
            Self::PackageMain
        } else if name.ends_with(".ipynb") {
            Self::Notebook
        } else if name.ends_with(".pyi") {
            Self::Stub
        } else {
            Self::Module
        }
    }
}

/// What importing a module does, and what it is called from outside.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// In which worlds its import fails, and why.
    pub failures: Vec<ImportFailure>,
    /// The values of its public names; absent ones are unknown.
    pub names: Arc<BTreeMap<String, Partition>>,
    /// What `from module import *` takes; `None`: every name without an underscore in front.
    pub exported: Option<Vec<String>>,
}

/// What makes an executable of a program.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// The tool that does.
    pub by: Freezer,
    /// Where its settings say so.
    pub place: Related,
}

/// A tool that makes an executable of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freezer {
    /// `PyInstaller`.
    PyInstaller,
    /// `cx_Freeze`.
    CxFreeze,
}

impl Freezer {
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::PyInstaller => "PyInstaller",
            Self::CxFreeze => "cx_Freeze",
        }
    }

    /// The worlds in which a program has to call `freeze_support` itself.
    pub(crate) fn needs_support(self) -> Worlds {
        match self {
            Self::PyInstaller => Worlds::ALL,
            // Elsewhere its copy of `multiprocessing` does (cx_Freeze/hooks/_multiprocessing_.py, from 7.1 on).
            Self::CxFreeze => Worlds::platform(Platform::Windows),
        }
    }
}

/// What the jobs of continuous integration run on.
#[derive(Clone, Debug, Default)]
pub struct TestedWorlds {
    /// The platforms, with every version.
    pub platforms: Worlds,
    /// The minor versions that are written down; `None`: others may run, too.
    pub versions: Option<BTreeSet<u8>>,
    /// Where each job says so.
    pub places: Vec<Related>,
}

/// One statement that makes the import of a module fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportFailure {
    /// The worlds in which it fails.
    pub worlds: Worlds,
    /// What is raised: `ImportError`.
    pub exception: String,
    /// Why, as a clause about the last place: "exists on Unix only"; empty when that says it all.
    pub reason: String,
    /// The imports that lead there, the outermost first, the failing statement last.
    pub chain: Vec<ImportStep>,
    /// The module is part of the project: a check of its own file says so.
    pub own: bool,
    /// The distribution that is not installed there, by its normalised name; the chain ends at the
    /// requirement that does not hold.
    pub absent: Option<String>,
}

impl ImportFailure {
    /// Whether the other one is the same but for the way that leads there.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        let Self {
            worlds,
            exception,
            reason: _,
            chain: _,
            own,
            absent,
        } = self;
        (*worlds, exception, *own, absent)
            == (other.worlds, &other.exception, other.own, &other.absent)
    }

    /// The place to blame and why: "spaces/zero.py:2 imports `ForkProcess`"; nothing where no statement of another module fails.
    pub fn cause(&self) -> Option<String> {
        let hop = self.chain.last()?;
        Some(format!("{}:{} {}", hop.shown, hop.start.0, hop.does))
    }

    /// Whether the last place says so by a `raise` or an exit of its own.
    pub(crate) fn is_deliberate(&self) -> bool {
        let last = self.chain.last().filter(|_| self.absent.is_none());
        last.is_some_and(|step| {
            ["raises", "calls "]
                .iter()
                .any(|does| step.does.starts_with(does))
        })
    }

    /// Every import on the way, and the place that fails.
    pub fn related(&self) -> Vec<Related> {
        let last = self.chain.len().saturating_sub(1);
        let steps = self.chain.iter().enumerate();
        steps
            .map(|(at, hop)| Related {
                place: Location::Elsewhere {
                    path: hop.path.clone(),
                    start: hop.start,
                    end: hop.end,
                },
                message: match at == last && !self.reason.is_empty() {
                    true => format!("{} {}, which {}", hop.shown, hop.does, self.reason),
                    false => format!("{} {}", hop.shown, hop.does),
                },
            })
            .collect()
    }
}

/// One place on the way to a failing import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportStep {
    /// The path of the file.
    pub path: String,
    /// The path as a person knows it: `spaces/zero/wrappers.py`.
    pub shown: String,
    /// What is done there: "imports `ForkProcess`".
    pub does: String,
    /// 1-based line and column (in characters) of the statement's start.
    pub start: (usize, usize),
    /// 1-based line and column after its end.
    pub end: (usize, usize),
}

/// A document on its own.
#[derive(Debug, Clone, Copy)]
pub struct NoSurroundings;

impl Surroundings for NoSurroundings {
    fn module_name(&self) -> Option<&str> {
        None
    }

    fn importers(&self) -> Vec<Arc<str>> {
        Vec::new()
    }

    fn module(&self, _name: &str) -> Option<Arc<Summary>> {
        None
    }

    fn loaded(&self, _name: &str) -> Option<Arc<Summary>> {
        None
    }

    fn definitions(&self, _name: &str, _minds: bool) -> Option<Arc<Definitions>> {
        None
    }

    fn evaluated_child_names(&self, _name: &str) -> Arc<ChildNames> {
        Arc::default()
    }

    fn child_names(&self, _name: &str) -> Arc<ChildNames> {
        Arc::default()
    }

    fn substituted(&self, _module: &str) -> Worlds {
        Worlds::NONE
    }

    fn required(&self, _module: &str) -> Worlds {
        Worlds::NONE
    }

    fn patch(&self, _failure: &ImportFailure) -> Option<Arc<str>> {
        None
    }

    fn tested(&self) -> Option<TestedWorlds> {
        None
    }

    fn frozen(&self) -> Option<Frozen> {
        None
    }

    fn conftest(&self, _name: &str) -> Option<Partition> {
        None
    }

    fn imported_in(&self) -> Worlds {
        Worlds::ALL
    }

    fn used_in(&self, _names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
        Vec::new()
    }

    fn patched(&self) -> Vec<String> {
        Vec::new()
    }

    fn package(&self) -> Option<&str> {
        None
    }

    fn origin(&self) -> Origin {
        Origin::Module
    }

    fn imported_as(&self) -> Option<&str> {
        None
    }

    fn cancelled(&self) -> bool {
        false
    }
}
