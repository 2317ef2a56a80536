//! The data files, cut into one table for each top-level module and read when that is first asked for.

use std::collections::{BTreeMap, btree_map};
use std::sync::{LazyLock, OnceLock};

use foldhash::{HashMap, HashMapExt, HashSet};

use memchr::memmem;

use super::Fact;
use super::format::{FactEntry, Relation, read};
use super::modules::is_listed;
use super::record::Record;
use super::replacements::replacement;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("data/", $path, ".facts")))),*]
    };
}

/// The files; what an earlier one says wins over what a later one says.
pub(super) const FILES: &[(&str, &str)] = files![
    "modules",
    "process",
    "removed",
    "versions",
    "multiprocessing",
    "alternatives",
    "names",
    "packages/billiard",
    "packages/gevent",
    "packages/gunicorn",
    "packages/loky",
    "packages/multiprocess",
    "packages/pexpect",
    "packages/psutil",
    "packages/pywin32",
    "packages/six",
    "packages/torch",
    "packages/uvloop",
    "stdlib",
];

/// What the files say about the top-level module with this name.
pub(super) fn table(top: &str) -> Option<&'static Table> {
    SECTIONS.get(top).map(Section::table)
}

/// What the files say about every module; reads all of them.
pub(super) fn tables() -> impl Iterator<Item = &'static Table> {
    SECTIONS.values().map(Section::table)
}

/// What the files say about one top-level module, unread until it is asked for.
struct Section {
    texts: Vec<&'static str>,
    table: OnceLock<Table>,
}

impl Section {
    fn table(&'static self) -> &'static Table {
        self.table.get_or_init(|| Table::read(&self.texts))
    }
}

static SECTIONS: LazyLock<HashMap<&'static str, Section>> = LazyLock::new(|| {
    let mut sections: HashMap<&str, Section> = HashMap::new();
    for (_, text) in FILES {
        for (name, text) in cut(text) {
            let section = sections.entry(name).or_insert_with(|| Section {
                texts: Vec::new(),
                table: OnceLock::new(),
            });
            section.texts.push(text);
        }
    }
    sections
});

/// The `[name]` sections of a file.
pub(super) fn cut(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut starts = memmem::find_iter(text.as_bytes(), b"\n[").map(|at| at + 2);
    let mut next = if text.starts_with('[') {
        Some(1)
    } else {
        starts.next()
    };
    std::iter::from_fn(move || {
        let start = next?;
        next = starts.next();
        // The line break and the bracket before the next name are not part of this section.
        let end = next.map_or(text.len(), |next| next - 2);
        text[start..end].split_once("]\n")
    })
}

/// Everything about one top-level module.
#[derive(Default)]
pub(super) struct Table {
    facts: HashMap<&'static str, Fact>,
    arguments: HashMap<&'static str, Vec<Fact>>,
    parameters: HashMap<&'static str, Vec<&'static str>>,
    /// The classes that have members with facts.
    classes: HashSet<&'static str>,
    relations: [HashMap<&'static str, &'static str>; 7],
    pub(super) problems: Vec<String>,
}

impl Table {
    /// The fact with exactly this name.
    pub(super) fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.get(name).or_else(|| {
            // `subprocess.Popen(preexec_fn)` also finds what holds for some of its values only.
            let (callable, parameter) = name.strip_suffix(')')?.split_once('(')?;
            let mut facts = self.arguments.get(callable)?.iter();
            facts.find(|fact| fact.when.iter().any(|when| when.parameter == parameter))
        })
    }

    /// Every fact in this table.
    pub(super) fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.facts.values()
    }

    /// The facts about the arguments of exactly this callable.
    pub(super) fn arguments(&self, callable: &str) -> Option<&Vec<Fact>> {
        self.arguments.get(callable)
    }

    /// The positional parameters of exactly this callable.
    pub(super) fn parameters(&self, callable: &str) -> Option<&Vec<&'static str>> {
        self.parameters.get(callable)
    }

    /// Every pair of names with this relation.
    pub(super) fn all_related(
        &self,
        relation: Relation,
    ) -> impl Iterator<Item = (&'static str, &'static str)> {
        let related = &self.relations[relation as usize];
        related.iter().map(|(name, other)| (*name, *other))
    }

    /// Every such class.
    pub(super) fn all_classes(&self) -> impl Iterator<Item = &'static str> {
        let extending = self.relations[Relation::Extends as usize].keys();
        self.classes.iter().chain(extending).copied()
    }

    /// The class with exactly this name, if it or one that it extends has members with facts.
    pub(super) fn class(&self, name: &str) -> Option<&'static str> {
        let extending = &self.relations[Relation::Extends as usize];
        let own = self.classes.get(name).copied();
        own.or_else(|| extending.get_key_value(name).map(|(name, _)| *name))
    }

    /// What exactly this name is related to.
    pub(super) fn related(&self, name: &str, relation: Relation) -> Option<&'static str> {
        self.relations[relation as usize].get(name).copied()
    }

    fn read(texts: &[&'static str]) -> Self {
        let mut table = Self::default();
        let mut records: BTreeMap<&str, Record> = BTreeMap::new();
        let mut problems = Vec::new();
        for text in texts {
            let take = &mut |entry| match entry {
                FactEntry::Relation(name, Relation::Takes, names) => {
                    let names = names.split(", ").collect();
                    table.parameters.entry(name).or_insert(names);
                }
                FactEntry::Relation(name, relation, other) => {
                    table.relations[relation as usize]
                        .entry(name)
                        .or_insert(other);
                }
                FactEntry::Record(record) => match records.entry(record.name) {
                    btree_map::Entry::Occupied(mut known) => known.get_mut().complete(record),
                    btree_map::Entry::Vacant(unknown) => _ = unknown.insert(record),
                },
            };
            read(text, take, &mut |problem| problems.push(problem));
        }
        let families: Vec<(&str, &str)> = records
            .values()
            .filter_map(|record| Some((record.name.strip_suffix('*')?, record.alternative?)))
            .collect();
        for (name, record) in records {
            if name.ends_with('*') {
                continue;
            }
            let dotted = name.split('(').next().unwrap_or(name);
            let around = dotted.rsplit_once('.').map(|(around, _)| around);
            table
                .classes
                .extend(around.filter(|around| !is_listed(around)));
            match record.fact() {
                Ok(mut fact) => {
                    if fact.when.is_empty() {
                        let replacement = || {
                            let name = replacement(name)?.name;
                            Some(name.strip_prefix('.').unwrap_or(name))
                        };
                        fact.alternative = fact.alternative.or_else(replacement).or_else(|| {
                            let around =
                                families.iter().filter(|(start, _)| name.starts_with(start));
                            around
                                .max_by_key(|(start, _)| start.len())
                                .map(|(_, text)| *text)
                        });
                    }
                    if !fact.when.is_empty() {
                        let callable = name.split('(').next().unwrap_or(name);
                        table.arguments.entry(callable).or_default().push(fact);
                    }
                    table.facts.insert(name, fact);
                }
                Err(problem) => problems.push(format!("{problem}, in the block `{name}`")),
            }
        }
        table.problems = problems;
        table
    }
}
