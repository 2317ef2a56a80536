//! The names that a statement binds, each in its scope.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::query_bindings::{Bound, Match, captures};
use super::scopes::{RegionScope, Regions, Scope, ScopeRegion};
use super::target_names::each_name;
use crate::syntax::Chunk;

captures!(
    Capture,
    "definitions.scm",
    Whole = "scope.whole",
    Inside = "scope.inside",
    Outside = "scope.outside",
    Assigned = "name.assigned",
    Annotated = "name.annotated",
    Augmented = "name.augmented",
    Walrus = "name.walrus",
    Iterated = "name.iterated",
    Caught = "name.caught",
    Matched = "name.matched",
    Deleted = "name.deleted",
    Function = "name.function",
    Class = "name.class",
    Parameter = "name.parameter",
    Alias = "name.alias",
    Type = "name.type",
    Global = "name.global",
    Nonlocal = "name.nonlocal",
    Imported = "name.imported",
);

static QUERY: LazyLock<Bound<Capture>> = LazyLock::new(Bound::new);

/// A name that is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The name.
    pub name: Box<str>,
    /// Where it is.
    pub range: Range<usize>,
    /// By what it is bound.
    pub kind: BindingKind,
    /// The function, class, lambda or comprehension that it belongs to; `None` for the module.
    pub scope: Scope,
}

/// By what a name is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BindingKind {
    /// An assignment, `for` or `with`.
    Assignment,
    /// An annotation without a value, which makes it a name of the scope.
    Annotation,
    /// `+=` and its like, which use it first.
    Augmented,
    /// `:=`.
    Walrus,
    /// A comprehension.
    Comprehension,
    /// `except … as`.
    Exception,
    /// A pattern of `match`.
    Pattern,
    /// `del`, which unbinds it.
    Deletion,
    /// `def`.
    Function,
    /// `class`.
    Class,
    /// A parameter.
    Parameter,
    /// `type`.
    TypeAlias,
    /// A type parameter.
    TypeParameter,
    /// `global`, which makes it a name of the module.
    Global,
    /// `nonlocal`, which makes it a name of the function around.
    Nonlocal,
    /// An import.
    Import,
}

/// The names that a chunk binds, and what its scopes are.
pub(super) struct Definitions {
    pub(super) bindings: Box<[Binding]>,
    pub(super) regions: Regions,
}

pub(super) fn find(chunk: &Chunk) -> Definitions {
    let mut regions = Vec::new();
    // The first iterable of each comprehension, the only one that the scope around evaluates.
    let mut first = HashMap::new();
    let mut names = Vec::new();
    QUERY.each(chunk, |found| match found.get(Capture::Whole) {
        Some(_) => scope(&found, &mut regions, &mut first),
        None => {
            for (capture, node) in found.iter() {
                match kind(capture) {
                    Some(kind) => each_name(node, |name| names.push((name.byte_range(), kind))),
                    None => regions.push(ScopeRegion {
                        range: node.byte_range(),
                        belongs: RegionScope::Outside,
                    }),
                }
            }
        }
    });
    regions.extend(first.into_values().map(|range| ScopeRegion {
        range,
        belongs: RegionScope::Outside,
    }));
    let regions = Regions::new(regions);
    Definitions {
        bindings: place(chunk.text(), names, &regions),
        regions,
    }
}

/// Reads a match that says what belongs to a scope.
fn scope(
    found: &Match<'_, '_, Capture>,
    regions: &mut Vec<ScopeRegion>,
    first: &mut HashMap<usize, Range<usize>>,
) {
    let Some(whole) = found.get(Capture::Whole) else {
        return;
    };
    if let Some(outside) = found.get(Capture::Outside) {
        let range = outside.byte_range();
        let known = first.entry(whole.id()).or_insert_with(|| range.clone());
        if range.start < known.start {
            *known = range;
        }
    } else if let Some(inside) = found.get(Capture::Inside) {
        let scope = whole.byte_range();
        regions.push(ScopeRegion {
            range: inside.byte_range(),
            belongs: if inside == whole {
                RegionScope::Comprehension(scope)
            } else {
                RegionScope::Inside(scope)
            },
        });
    }
}

/// Finds the scope of each name.
fn place(
    text: &str,
    mut names: Vec<(Range<usize>, BindingKind)>,
    regions: &Regions,
) -> Box<[Binding]> {
    names.sort_by_key(|(range, _)| range.start);
    names.dedup();
    let mut sweep = regions.sweep();
    let bindings = names.into_iter().map(|(range, kind)| {
        let scopes = sweep.at(range.start);
        Binding {
            name: text[range.clone()].into(),
            range,
            kind,
            scope: match kind {
                BindingKind::Walrus => scopes.walrus,
                _ => scopes.own,
            },
        }
    });
    bindings.collect()
}

fn kind(capture: Capture) -> Option<BindingKind> {
    Some(match capture {
        Capture::Whole | Capture::Inside | Capture::Outside => return None,
        Capture::Assigned => BindingKind::Assignment,
        Capture::Annotated => BindingKind::Annotation,
        Capture::Augmented => BindingKind::Augmented,
        Capture::Walrus => BindingKind::Walrus,
        Capture::Iterated => BindingKind::Comprehension,
        Capture::Caught => BindingKind::Exception,
        Capture::Matched => BindingKind::Pattern,
        Capture::Deleted => BindingKind::Deletion,
        Capture::Function => BindingKind::Function,
        Capture::Class => BindingKind::Class,
        Capture::Parameter => BindingKind::Parameter,
        Capture::Alias => BindingKind::TypeAlias,
        Capture::Type => BindingKind::TypeParameter,
        Capture::Global => BindingKind::Global,
        Capture::Nonlocal => BindingKind::Nonlocal,
        Capture::Imported => BindingKind::Import,
    })
}
