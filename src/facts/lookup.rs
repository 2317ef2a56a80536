//! Look-ups by dotted name, through the other names of a thing and the classes that it extends.

use super::Fact;
use super::format::Relation;
use super::modules::{is_listed, module_of};
use super::replacements::stands_in;
use super::table::{FILES, Table, table, tables};

/// How many names may stand for one another before a look-up gives up.
const MAX_ALIAS_DEPTH: usize = 8;

/// Nothing has a longer name; a look-up of one costs more than its length.
const MAX_NAME_BYTES: usize = 512;

/// The fact about this dotted name, if it is restricted anywhere.
///
/// Finds it under any of the names of a thing, with the classes that a class extends, and for a
/// submodule with its package.
pub fn fact(name: &str) -> Option<&'static Fact> {
    find(name, MAX_ALIAS_DEPTH, &|table, name| table.fact(name)).or_else(|| {
        // Importing a submodule imports its package first.
        let is_module = name.len() <= MAX_NAME_BYTES && is_module(name);
        let (package, _) = name.rsplit_once('.').filter(|_| is_module)?;
        fact(package)
    })
}

/// Whether this is a module of the standard library, or of a package with facts, in some world.
pub fn is_module(name: &str) -> bool {
    is_listed(name) || canonical(name).is_some_and(|name| is_listed(&name))
}

/// What a turn of a loop over an instance of the class, or over the result of the function, with this name is.
pub fn yields(name: &str) -> Option<&'static str> {
    related(name, Relation::Yields)
}

/// The fact about a package beyond the standard library that some world lacks as a whole, by the
/// normalised name under which it is installed.
pub fn distribution(name: &str) -> Option<&'static Fact> {
    let module = module_of(name)?;
    fact(&module).filter(|fact| fact.name == module)
}

/// Whether every supported Python has this, of a module or a class that has lost the like of it.
pub(crate) fn is_always_there(name: &str) -> bool {
    let there = find(name, MAX_ALIAS_DEPTH, &|_, name| {
        stands_in(name).then_some(())
    });
    there.is_some() && fact(name).is_none()
}

/// What an instance of the class, or the result of the function, with this name is.
///
/// `asyncio.get_running_loop` returns an `asyncio.AbstractEventLoop`.
pub fn returns(name: &str) -> Option<&'static str> {
    let class = || find(name, MAX_ALIAS_DEPTH, &|table, name| table.class(name));
    // What `int("0")` gives is no plain instance: it may count as false. A type variable is given
    // by typing_extensions what it lacks.
    let is_special = ["builtins.", "typing."];
    let is_special = is_special.iter().any(|module| name.starts_with(module));
    related(name, Relation::Returns).or_else(|| class().filter(|_| !is_special))
}

/// The names of the parameters that can be passed by position, in their order.
pub fn parameters(callable: &str) -> Option<&'static [&'static str]> {
    find(callable, MAX_ALIAS_DEPTH, &|table, name| {
        table.parameters(name)
    })
    .map(Vec::as_slice)
    .or_else(|| parameters(forwarded(callable)?))
}

/// The facts about the arguments of this function, method or class.
pub fn arguments(callable: &str) -> Vec<&'static Fact> {
    let mut facts = Vec::new();
    let mut next = Some(callable);
    for _ in 0..MAX_ALIAS_DEPTH {
        let Some(callable) = next else { break };
        let own = find(callable, MAX_ALIAS_DEPTH, &|table, name| {
            table.arguments(name)
        });
        facts.extend(own.into_iter().flatten());
        next = forwarded(callable);
    }
    facts
}

/// The name of what is called, where a fact is about what that hands its arguments on to.
pub fn through(callable: &str, fact: &Fact) -> Option<String> {
    let own = find(callable, MAX_ALIAS_DEPTH, &|table, name| {
        table.arguments(name)
    });
    let is_own = own.into_iter().flatten().any(|own| own.name == fact.name);
    (!is_own).then(|| canonical(callable).unwrap_or_else(|| callable.to_owned()))
}

/// The name that facts are written under, if this is another name for the same thing.
///
/// `asyncio.events.AbstractEventLoop` is `asyncio.AbstractEventLoop`.
pub fn canonical(name: &str) -> Option<String> {
    let mut found = None;
    for _ in 0..MAX_ALIAS_DEPTH {
        match step(found.as_deref().unwrap_or(name), Relation::Is) {
            Some(next) => found = Some(next),
            None => break,
        }
    }
    found
}

/// Every fact, in the order of the names; reads all files.
pub fn all() -> impl Iterator<Item = &'static Fact> {
    let mut facts: Vec<&Fact> = tables().flat_map(Table::facts).collect();
    facts.sort_by_key(|fact| fact.name);
    facts.into_iter()
}

/// The data files about names, to tell whether any of them has changed.
pub fn texts() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(_, text)| *text)
}

fn forwarded(callable: &str) -> Option<&'static str> {
    related(callable, Relation::Forwards)
}

fn related(name: &str, relation: Relation) -> Option<&'static str> {
    find(name, MAX_ALIAS_DEPTH, &|table, name| {
        table.related(name, relation)
    })
}

/// Looks the name up, and where that has nothing, what it is or extends.
fn find<T: Copy>(
    name: &str,
    depth: usize,
    look: &dyn Fn(&'static Table, &str) -> Option<T>,
) -> Option<T> {
    let table = table(top(name)).filter(|_| name.len() <= MAX_NAME_BYTES)?;
    if depth == 0 {
        return None;
    }
    look(table, name).or_else(|| {
        let next = step(name, Relation::Is).or_else(|| step(name, Relation::Extends))?;
        find(&next, depth - 1, look)
    })
}

/// Replaces the longest prefix of the name that is, or extends, something else.
fn step(name: &str, relation: Relation) -> Option<String> {
    let table = table(top(name)).filter(|_| name.len() <= MAX_NAME_BYTES)?;
    let dotted = name.split('(').next().unwrap_or(name);
    let ends = dotted.match_indices('.').map(|(at, _)| at);
    let mut ends: Vec<usize> = ends.chain([dotted.len()]).collect();
    ends.reverse();
    ends.into_iter().find_map(|end| {
        let (prefix, rest) = name.split_at(end);
        let target = table.related(prefix, relation)?;
        let is_inherited = matches!(relation, Relation::Extends);
        (!is_inherited || !overrides(table, prefix, rest)).then(|| format!("{target}{rest}"))
    })
}

/// Whether the class has the member, `.strptime` or `.strptime(format)`, itself.
fn overrides(table: &Table, class: &str, member: &str) -> bool {
    let member = member.trim_start_matches('.').split(['.', '(']).next();
    let names = table.related(class, Relation::Overrides);
    names.is_some_and(|names| names.split(", ").any(|name| Some(name) == member))
}

fn top(name: &str) -> &str {
    name.split(['.', '(']).next().unwrap_or(name)
}
