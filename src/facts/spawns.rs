//! What starts child processes: which callable takes the worker, and what it hands to the child.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::{StartMethod, canonical, start_methods};
use crate::facts::lists;
use crate::world::Worlds;

/// What a callable has to do with child processes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpawnRole {
    /// The dotted name of the callable.
    pub(crate) name: &'static str,
    pub(crate) kind: SpawnKind,
    /// The callable that the child runs.
    pub(crate) worker: Option<SpawnParameter>,
    /// What goes to the child.
    pub(crate) given: Vec<(Shape, SpawnParameter)>,
    /// Takes the context object, or the name of a start method.
    pub(crate) context: Option<SpawnParameter>,
    /// The start method, whatever the default is.
    pub(crate) method: Option<StartMethod>,
    /// What is handed over is pickled under every start method.
    pub(crate) always: bool,
    /// The call itself starts a child.
    pub(crate) starts: bool,
    /// Nothing is started unless this is passed and is not zero.
    pub(crate) needs: Option<SpawnParameter>,
}

/// What is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpawnKind {
    /// A `Process`, which starts when it is told to.
    Process,
    /// `Process.start()`.
    Start,
    /// A `Pool`, which starts its workers at once.
    Pool,
    /// Work for a pool that runs already.
    Task,
    /// A `ProcessPoolExecutor`, which starts its workers with the first work.
    Executor,
    /// Something that is sent through a pipe or queue.
    Send,
    /// Work for an executor.
    Submit,
    /// A manager's server.
    Manager,
    /// `torch.multiprocessing.spawn`.
    Torch,
    /// A `DataLoader`, which starts its workers when it is iterated.
    Loader,
    /// The iteration of a `DataLoader`.
    Iterate,
    /// joblib's `Parallel`, before it gets work.
    Jobs,
    /// Work for workers that get it by cloudpickle, and do not import the main module.
    Cloud,
}

/// A parameter, by its place and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SpawnParameter {
    pub(crate) place: usize,
    pub(crate) name: &'static str,
}

/// How an argument goes to the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Its items do.
    Each,
    /// It does itself.
    Whole,
    /// The arguments from this place on do.
    Rest,
    /// The items of the arguments from this place on do.
    Spread,
}

/// What a decorator of click makes of a function.
pub(crate) const COMMAND: &str = "click.Command";
/// The same, of one that has commands below it.
pub(crate) const GROUP: &str = "click.Group";

/// Decorators that put a command in the place of a function.
const COMMANDS: &[(&str, &str)] = &[
    ("click.Group.command", COMMAND),
    ("click.Group.group", GROUP),
    ("click.command", COMMAND),
    ("click.group", GROUP),
];

/// What a decorator of this name puts in the place of a function.
pub(crate) fn command(decorator: &str) -> Option<&'static str> {
    let mut commands = COMMANDS.iter();
    let found = commands.find(|(name, _)| *name == decorator)?;
    Some(found.1)
}

/// The names of everything that starts child processes, or says how they start.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let roles = ROLES.keys().chain(lists::FORKS.names());
    let roles = roles.chain(lists::PIPES.names()).copied();
    roles.chain(start_methods::functions())
}

/// The callables of which each thing that they make is known by the place that makes it.
pub(super) fn made() -> impl Iterator<Item = &'static str> {
    let written = ROLES.keys().chain(LIMITS.keys()).chain(HOLDERS.keys());
    written.chain(lists::PROCESSOR_COUNTS.names()).copied()
}

/// The role of the callable with this name; `torch.multiprocessing` and `billiard` mirror the standard library.
pub(crate) fn role(name: &str) -> Option<&'static SpawnRole> {
    let find = |name: &str| ROLES.get(name);
    find(name)
        .or_else(|| find(canonical(name)?.as_str()))
        .or_else(|| find(&mirrored(name)?))
}

/// `multiprocessing.Process` for `torch.multiprocessing.Process`.
pub(crate) fn mirrored(name: &str) -> Option<String> {
    MIRRORS
        .iter()
        .find_map(|mirror| name.strip_prefix(mirror)?.strip_prefix('.'))
        .map(|rest| format!("multiprocessing.{rest}"))
}

/// Packages with the names of `multiprocessing`, which pickle what it pickles.
pub(super) const MIRRORS: &[&str] = &["torch.multiprocessing", "billiard"];

/// Whether a dotted name is one of those packages, has one in it, or is in one.
pub(crate) fn is_mirror(name: &str) -> bool {
    MIRRORS
        .iter()
        .any(|mirror| mirror.starts_with(name) || name.starts_with(mirror))
}

/// The default start method of billiard, which still forks wherever it can (billiard/context.py).
pub(crate) fn default_of(name: &str) -> Option<[(Worlds, StartMethod); 2]> {
    let windows = Worlds::platform(crate::world::Platform::Windows);
    name.starts_with("billiard.")
        .then_some([(windows, StartMethod::Spawn), (!windows, StartMethod::Fork)])
}

/// Why an instance cannot be sent to another process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    /// What it is: "a thread lock".
    pub(crate) what: &'static str,
    /// It can go to a child while that starts, and never with a task.
    pub(crate) while_starting: bool,
}

/// Why what this callable makes cannot be sent to another process.
pub(crate) fn limit(name: &str) -> Option<Limit> {
    let find = |name: &str| LIMITS.get(name).copied();
    find(name).or_else(|| find(&mirrored(name)?))
}

/// What people call a thing that keeps the arguments of this callable, and pickles them with itself.
pub(crate) fn holds(name: &str) -> Option<&'static str> {
    HOLDERS.get(name).copied()
}

/// What starts threads that stay when this callable is called.
pub(crate) fn threads_of(name: &str) -> Option<&'static str> {
    THREADS.get(name).copied()
}

static THREADS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| pairs(include_str!("data/threads.txt")));

static HOLDERS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| pairs(include_str!("data/holders.txt")));

fn pairs(text: &'static str) -> HashMap<&'static str, &'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .collect()
}

static ROLES: LazyLock<HashMap<&str, SpawnRole>> = LazyLock::new(|| {
    include_str!("data/spawns.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(read)
        .map(|role| (role.name, role))
        .collect()
});

static LIMITS: LazyLock<HashMap<&str, Limit>> = LazyLock::new(|| {
    let mut while_starting = false;
    let mut limits = HashMap::new();
    for line in include_str!("data/pickling.txt").lines() {
        while_starting |= line == "[task]";
        if let Some((name, what)) = line.split_once(' ').filter(|_| !line.starts_with('#')) {
            limits.insert(
                name,
                Limit {
                    what,
                    while_starting,
                },
            );
        }
    }
    limits
});

fn read(line: &'static str) -> Option<SpawnRole> {
    let mut words = line.split(' ');
    let mut role = SpawnRole {
        name: words.next()?,
        kind: kind(words.next()?)?,
        worker: None,
        given: Vec::new(),
        context: None,
        method: None,
        always: false,
        starts: false,
        needs: None,
    };
    for word in words {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        match key {
            "worker" => role.worker = Some(parameter(value)?),
            "each" => role.given.push((Shape::Each, parameter(value)?)),
            "whole" => role.given.push((Shape::Whole, parameter(value)?)),
            "rest" => role.given.push((Shape::Rest, place(value)?)),
            "spread" => role.given.push((Shape::Spread, place(value)?)),
            "context" => role.context = Some(parameter(value)?),
            "method" => role.method = Some(StartMethod::named(value)?),
            "needs" => role.needs = Some(parameter(value)?),
            "always" => role.always = true,
            "starts" => role.starts = true,
            _ => return None,
        }
    }
    Some(role)
}

fn kind(word: &str) -> Option<SpawnKind> {
    Some(match word {
        "process" => SpawnKind::Process,
        "start" => SpawnKind::Start,
        "pool" => SpawnKind::Pool,
        "task" => SpawnKind::Task,
        "executor" => SpawnKind::Executor,
        "send" => SpawnKind::Send,
        "submit" => SpawnKind::Submit,
        "manager" => SpawnKind::Manager,
        "torch" => SpawnKind::Torch,
        "loader" => SpawnKind::Loader,
        "iterate" => SpawnKind::Iterate,
        "jobs" => SpawnKind::Jobs,
        "cloud" => SpawnKind::Cloud,
        _ => return None,
    })
}

fn parameter(text: &'static str) -> Option<SpawnParameter> {
    let (place, name) = text.split_once(':')?;
    let place = place.parse().ok()?;
    Some(SpawnParameter { place, name })
}

fn place(text: &'static str) -> Option<SpawnParameter> {
    let place = text.parse().ok()?;
    Some(SpawnParameter { place, name: "" })
}

/// Lines of the data files that cannot be read.
pub(super) fn problems() -> Vec<String> {
    let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with(['#', '[']));
    let mut problems = Vec::new();
    for line in lines(include_str!("data/spawns.txt")).filter(|line| !line.is_empty()) {
        if read(line).is_none() {
            problems.push(format!("spawns.txt: `{line}` cannot be read"));
        }
    }
    for text in [
        include_str!("data/spawns.txt"),
        include_str!("data/pickling.txt"),
        include_str!("data/threads.txt"),
        include_str!("data/holders.txt"),
    ] {
        for part in text.split("[task]") {
            let names: Vec<&str> = lines(part)
                .filter_map(|line| line.split(' ').next())
                .filter(|name| !name.is_empty())
                .collect();
            for pair in names.windows(2).filter(|pair| pair[0] >= pair[1]) {
                problems.push(format!("`{}` is out of order", pair[1]));
            }
        }
    }
    problems
}
