//! Names beside the one that is asked for: what is inside it, and what may have been meant.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};

use super::lookup::{all, canonical, is_module, texts};
use super::modules::listed;
use super::{Fact, fact};

/// How many names are worth suggesting.
const MAX_SUGGESTIONS: usize = 4;

/// The facts about what is in this module or class, arguments apart.
pub fn inside(name: &str) -> Vec<&'static Fact> {
    let name = canonical(name).unwrap_or_else(|| name.to_owned());
    let is_part = |fact: &&Fact| {
        fact.when.is_empty()
            && fact
                .name
                .strip_prefix(&*name)
                .is_some_and(|rest| rest.starts_with('.'))
    };
    all().filter(is_part).collect()
}

/// Whether there is a fact about the built-in with this name, or about something in it.
pub(crate) fn is_about_built_in(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let names = all().filter_map(|fact| fact.name.strip_prefix("builtins."));
        let tops = names.map(|name| name.split(['.', '(']).next().unwrap_or(name));
        tops.collect()
    });
    NAMES.contains(name)
}

/// The facts about methods of classes that have this name.
pub(crate) fn methods(name: &str) -> impl Iterator<Item = &'static Fact> {
    /// The names of those methods, by their last part.
    static METHODS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let mut methods: HashMap<&str, Vec<&str>> = HashMap::default();
        for name in texts().flat_map(str::lines).filter_map(told_name) {
            let mut parts = name.rsplit('.');
            let (method, class) = (parts.next().unwrap_or(name), parts.next());
            if class
                .is_some_and(|class| class.starts_with(|first: char| first.is_ascii_uppercase()))
            {
                methods.entry(method).or_default().push(name);
            }
        }
        methods
    });
    let names = METHODS.get(name).map_or(&[][..], Vec::as_slice);
    names.iter().filter_map(|name| fact(name))
}

/// The name that a line of a data file begins to tell about, without arguments.
fn told_name(line: &'static str) -> Option<&'static str> {
    let starts = |first: char| first.is_ascii_alphabetic() || first == '_';
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let end = line.bytes().take_while(|byte| is_part(*byte)).count();
    (line.starts_with(starts) && line[end..].starts_with(':')).then(|| &line[..end])
}

/// The fact about the innermost module around this name: `fcntl.flock` is where `fcntl` is.
pub fn around(name: &str) -> Option<&'static Fact> {
    let dotted = name.split('(').next().unwrap_or(name);
    let mut ends = dotted.rmatch_indices('.').map(|(at, _)| &dotted[..at]);
    ends.find(|module| is_module(module)).and_then(fact)
}

/// The names with facts that somebody may mean who writes this: first those that end so, `ForkProcess` and `preexec_fn`,
/// else those that differ in little, of which a word without dots is held against the last part.
pub fn near(written: &str) -> Vec<&'static str> {
    let ends_so = |name: &str| {
        let whole = name.strip_suffix(written);
        let argument = name.split_once('(').is_some_and(|(_, arguments)| {
            let mut parameters = arguments.split(", ");
            parameters.any(|other| parameter(other) == written)
        });
        argument || whole.is_some_and(|before| before.ends_with('.'))
    };
    let mut names: Vec<&str> = all()
        .map(|fact| fact.name)
        .filter(|name| ends_so(name))
        .collect();
    if names.is_empty() {
        let most = if written.len() < 6 { 1 } else { 2 };
        let plain = all()
            .filter(|fact| fact.when.is_empty())
            .map(|fact| fact.name);
        let compared = |name: &'static str| match written.contains('.') {
            true => name,
            false => name.rsplit_once('.').map_or(name, |(_, last)| last),
        };
        let facts = plain.map(|name| (compared(name), name));
        // Most of what is in a module may be limited while the module itself is not.
        let modules = listed().map(|module| (module, module));
        let mut close: Vec<(usize, &str)> = modules
            .chain(facts)
            .filter(|(compared, _)| compared.len().abs_diff(written.len()) <= most)
            .map(|(compared, name)| {
                let distance =
                    strsim::osa_distance(&compared.to_lowercase(), &written.to_lowercase());
                (distance, name)
            })
            .filter(|(distance, _)| *distance <= most)
            .collect();
        close.sort_unstable();
        close.dedup();
        let least = close.first().map(|(distance, _)| *distance);
        close.retain(|(distance, _)| Some(*distance) == least);
        names = close.into_iter().map(|(_, name)| name).collect();
    } else {
        names.sort_by_key(|name| name.len());
    }
    names.truncate(MAX_SUGGESTIONS);
    names
}

/// The parameter in a condition: `sig` in `sig=0`.
fn parameter(condition: &str) -> &str {
    let condition = condition.trim_end_matches(')').trim_start_matches('!');
    let end = condition.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    &condition[..end.unwrap_or(condition.len())]
}
