//! Short lists of names that the model treats alike: `data/lists.txt`.

use std::sync::OnceLock;

const TEXT: &str = include_str!("data/lists.txt");

/// A list, by its heading.
#[derive(Debug)]
pub(crate) struct NameList {
    heading: &'static str,
    names: OnceLock<Vec<&'static str>>,
}

impl NameList {
    const fn of(heading: &'static str) -> Self {
        Self {
            heading,
            names: OnceLock::new(),
        }
    }

    /// Its names, in the order of their bytes.
    pub(crate) fn names(&self) -> &[&'static str] {
        self.names.get_or_init(|| {
            let sections = sections().filter(|(heading, _)| *heading == self.heading);
            sections.flat_map(|(_, section)| names(section)).collect()
        })
    }

    /// Whether this name is in it.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().binary_search(&name).is_ok()
    }

    /// Whether this name begins with one of its own.
    pub(crate) fn begins(&self, name: &str) -> bool {
        self.names().iter().any(|start| name.starts_with(start))
    }
}

/// Words for platforms that mean something else as well.
pub(crate) static AMBIGUOUS_PLATFORM_WORDS: NameList = NameList::of("ambiguous-platform-words");
/// Built-in names that no star import hides in practice.
pub(crate) static BUILT_INS: NameList = NameList::of("built-ins");
/// Names of `multiprocessing` with which nobody starts a process.
pub(crate) static CHILDLESS_NAMES: NameList = NameList::of("childless-names");
/// What a context makes and a process of another context refuses, by the names of `multiprocessing`.
pub(crate) static CONTEXT_MEMBERS: NameList = NameList::of("context-members");
/// Calls that fix the default start method: one that is set later raises `RuntimeError`.
pub(crate) static DEFAULT_CONTEXT: NameList = NameList::of("default-context");
/// Words for platforms in the names of flags: `_IS_WINDOWS`.
pub(crate) static FLAG_PLATFORMS: NameList = NameList::of("flag-platforms");
/// What stands beside the platform in the name of a flag: `is`, `on`.
pub(crate) static FLAG_WORDS: NameList = NameList::of("flag-words");
/// Calls that fork by themselves.
pub(crate) static FORKS: NameList = NameList::of("forks");
/// Modules whose functions import what they are asked for.
pub(crate) static IMPORTING_MODULES: NameList = NameList::of("importing-modules");
/// Base classes that give a class an `__init__` made from its fields.
pub(crate) static INIT_BASES: NameList = NameList::of("init-bases");
/// Decorators that write an `__init__`.
pub(crate) static INIT_DECORATORS: NameList = NameList::of("init-decorators");
/// Functions that describe a field of a class whose `__init__` is made from its fields.
pub(crate) static INIT_FIELDS: NameList = NameList::of("init-fields");
/// How the names of further methods begin that a library calls of classes that extend its own, in small letters.
pub(crate) static LIBRARY_BEGINNINGS: NameList = NameList::of("library-beginnings");
/// Functions that call their first argument before they return.
pub(crate) static LIBRARY_CALLERS: NameList = NameList::of("library-callers");
/// What gives the libraries in C of Windows as its attributes.
pub(crate) static LIBRARY_LOADERS: NameList = NameList::of("library-loaders");
/// Methods that a library calls of classes that extend its own, in small letters.
pub(crate) static LIBRARY_METHODS: NameList = NameList::of("library-methods");
/// Distributions of Linux.
pub(crate) static LINUX_DISTRIBUTIONS: NameList = NameList::of("linux-distributions");
/// What asks for the current event loop.
pub(crate) static LOOP_ASKERS: NameList = NameList::of("loop-askers");
/// Fixtures that give a test a current event loop.
pub(crate) static LOOP_FIXTURES: NameList = NameList::of("loop-fixtures");
/// What only a selector event loop can do on Windows.
pub(crate) static LOOP_READERS: NameList = NameList::of("loop-readers");
/// Functions that come back only when the program ends.
pub(crate) static MAIN_LOOP_FUNCTIONS: NameList = NameList::of("main-loop-functions");
/// Methods that come back only when the program ends, whatever they belong to.
pub(crate) static MAIN_LOOP_METHODS: NameList = NameList::of("main-loop-methods");
/// Distributions that a project asks for to compile a part of itself.
pub(crate) static NATIVE_BUILD_REQUIREMENTS: NameList = NameList::of("native-build-requirements");
/// Words in a `setup.py` that names what has to be compiled.
pub(crate) static NATIVE_BUILD_WORDS: NameList = NameList::of("native-build-words");
/// Words in the name of a function or class that is for one platform.
pub(crate) static ONE_PLATFORM_WORDS: NameList = NameList::of("one-platform-words");
/// Calls that make something through which things are sent.
pub(crate) static PIPES: NameList = NameList::of("pipes");
/// What only some platforms have, as it is named in the conditions of tests.
pub(crate) static PLATFORM_FEATURES: NameList = NameList::of("platform-features");
/// What only some platforms have, as it occurs in the names of modules for those platforms.
pub(crate) static PLATFORM_MECHANISMS: NameList = NameList::of("platform-mechanisms");
/// Words that a name for "which platform is this" is made of.
pub(crate) static PLATFORM_WORDS: NameList = NameList::of("platform-words");
/// Pools: classes with methods that hand a function to other processes.
pub(crate) static POOLS: NameList = NameList::of("pools");
/// Calls that say how many processors there are.
pub(crate) static PROCESSOR_COUNTS: NameList = NameList::of("processor-counts");
/// Classes for threads of which `multiprocessing` has one for processes by the same name.
pub(crate) static PROCESS_EQUIVALENTS: NameList = NameList::of("process-equivalents");
/// Calls that give a file another name, and fail on Windows where there is one of that name.
pub(crate) static RENAMES: NameList = NameList::of("renames");
/// How the names of methods begin that a test runner calls besides the tests, in small letters.
pub(crate) static RUNNER_BEGINNINGS: NameList = NameList::of("runner-beginnings");
/// Functions that run before every test of a module.
pub(crate) static SET_UP_FUNCTIONS: NameList = NameList::of("set-up-functions");
/// Methods of a test class that run before each of its tests.
pub(crate) static SET_UP_METHODS: NameList = NameList::of("set-up-methods");
/// What `os.sysconf` knows on every Unix.
pub(crate) static SYSCONF_NAMES: NameList = NameList::of("sysconf-names");
/// Names and calls that tell worlds apart.
pub(crate) static TELLING_NAMES: NameList = NameList::of("telling-names");
/// Directories below tests that hold files for the tests to read.
pub(crate) static TEST_DATA: NameList = NameList::of("test-data");
/// Classes whose `start` starts a thread.
pub(crate) static THREADS: NameList = NameList::of("threads");
/// Methods that end a thread, or all of them.
pub(crate) static THREAD_ENDS: NameList = NameList::of("thread-ends");
/// Classes that start threads when they get work.
pub(crate) static THREAD_EXECUTORS: NameList = NameList::of("thread-executors");
/// Calls that start threads at once.
pub(crate) static THREAD_POOLS: NameList = NameList::of("thread-pools");
/// Decorators that leave a function what it is.
pub(crate) static TRANSPARENT_DECORATORS: NameList = NameList::of("transparent-decorators");
/// Calls that make what has no hash.
pub(crate) static UNHASHABLE_MAKERS: NameList = NameList::of("unhashable-makers");
/// Exceptions of the library that cannot be unpickled in another process.
pub(crate) static UNREPEATABLE_EXCEPTIONS: NameList = NameList::of("unrepeatable-exceptions");
/// Methods that hand work to other processes on some receivers, and are something else on others.
pub(crate) static WORKER_METHODS: NameList = NameList::of("worker-methods");

/// Every list.
const ALL: [&NameList; 47] = [
    &AMBIGUOUS_PLATFORM_WORDS,
    &BUILT_INS,
    &CHILDLESS_NAMES,
    &CONTEXT_MEMBERS,
    &DEFAULT_CONTEXT,
    &FLAG_PLATFORMS,
    &FLAG_WORDS,
    &FORKS,
    &IMPORTING_MODULES,
    &INIT_BASES,
    &INIT_DECORATORS,
    &INIT_FIELDS,
    &LIBRARY_BEGINNINGS,
    &LIBRARY_CALLERS,
    &LIBRARY_LOADERS,
    &LIBRARY_METHODS,
    &LINUX_DISTRIBUTIONS,
    &LOOP_ASKERS,
    &LOOP_FIXTURES,
    &LOOP_READERS,
    &MAIN_LOOP_FUNCTIONS,
    &MAIN_LOOP_METHODS,
    &NATIVE_BUILD_REQUIREMENTS,
    &NATIVE_BUILD_WORDS,
    &ONE_PLATFORM_WORDS,
    &PIPES,
    &PLATFORM_FEATURES,
    &PLATFORM_MECHANISMS,
    &PLATFORM_WORDS,
    &POOLS,
    &PROCESSOR_COUNTS,
    &PROCESS_EQUIVALENTS,
    &RENAMES,
    &RUNNER_BEGINNINGS,
    &SET_UP_FUNCTIONS,
    &SET_UP_METHODS,
    &SYSCONF_NAMES,
    &TELLING_NAMES,
    &TEST_DATA,
    &THREADS,
    &THREAD_ENDS,
    &THREAD_EXECUTORS,
    &THREAD_POOLS,
    &TRANSPARENT_DECORATORS,
    &UNHASHABLE_MAKERS,
    &UNREPEATABLE_EXCEPTIONS,
    &WORKER_METHODS,
];

/// The sections of the file, by their headings.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = TEXT.split("\n[").skip(1);
    sections.filter_map(|section| section.split_once("]\n"))
}

fn names(section: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = section.lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What is wrong with the file.
pub(super) fn problems() -> Vec<String> {
    let mut problems = Vec::new();
    for (heading, section) in sections() {
        if !ALL.iter().any(|list| list.heading == heading) {
            problems.push(format!("lists.txt: nobody asks for [{heading}]"));
        }
        if !section.lines().any(|line| line.starts_with("# source: ")) {
            problems.push(format!("lists.txt: [{heading}] has no source"));
        }
        if !names(section).is_sorted_by(|name, next| name < next) {
            problems.push(format!("lists.txt: [{heading}] is out of order"));
        }
    }
    let empty = ALL.iter().filter(|list| list.names().is_empty());
    problems.extend(empty.map(|list| format!("lists.txt: there is no [{}]", list.heading)));
    problems
}
