//! How names lead to others, for whoever has to know all of them at once.

use super::format::Relation;
use super::spawns::{self, MIRRORS};
use super::table::{Table, tables};

/// One name leads to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) name: &'static str,
    pub(crate) other: &'static str,
    /// What calling the one gives is an instance of the other; else what holds for the other holds for the one.
    pub(crate) is_call: bool,
}

/// The classes of which a program has instances without naming them: `"".removeprefix`, `except:`.
pub(crate) const UNNAMED: [&str; 5] = [
    "builtins.Exception",
    "builtins.bytes",
    "builtins.dict",
    "builtins.int",
    "builtins.str",
];

/// Every link; reads all files.
pub(crate) fn links() -> impl Iterator<Item = Link> {
    let kinds = [
        (Relation::Is, false),
        (Relation::Extends, false),
        (Relation::Forwards, false),
        (Relation::Returns, true),
        (Relation::Yields, true),
    ];
    let written = tables().flat_map(move |table| {
        kinds.into_iter().flat_map(move |(relation, is_call)| {
            let link = move |(name, other)| Link {
                name,
                other,
                is_call,
            };
            table.all_related(relation).map(link)
        })
    });
    let mirrors = MIRRORS.iter().map(|name| Link {
        name,
        other: "multiprocessing",
        is_call: false,
    });
    // What `int("0")` gives is no instance with a class.
    let classes = tables().flat_map(Table::all_classes);
    let classes = classes.filter(|name| !name.starts_with("builtins."));
    let made = spawns::made().chain(classes).map(|name| Link {
        name,
        other: name,
        is_call: true,
    });
    written.chain(mirrors).chain(made)
}
