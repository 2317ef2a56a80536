//! Queries bound to types: each capture of a `.scm` file is a variant of an enum, and the other way round.

use std::fmt;

use tree_sitter::{
    Language, Node, Query, QueryCapture, QueryCursor, QueryError, StreamingIterator,
};

use crate::limits::reached;
use crate::syntax::Chunk;

/// How many matches a query may have begun at the same time; the oldest is given up for one more.
///
/// Each open node can begin some, so this bounds what deep nesting costs.
const MAX_OPEN_MATCHES: u32 = 256;

/// The captures of one query file.
pub(super) trait Captures: Copy + Eq + Sized + 'static {
    /// The text of the file.
    const SOURCE: &'static str;
    /// The captures by their names.
    const NAMES: &'static [(&'static str, Self)];
}

/// Declares the captures of a query file.
macro_rules! captures {
    ($captures:ident, $file:literal, $($variant:ident = $name:literal),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum $captures {
            $($variant),+
        }

        impl $crate::syntax::queries::query_bindings::Captures for $captures {
            const SOURCE: &'static str = include_str!(concat!("../../../queries/", $file));
            const NAMES: &'static [(&'static str, Self)] = &[$(($name, Self::$variant)),+];
        }
    };
}
pub(super) use captures;

/// Why a query does not fit its captures.
#[derive(Debug, PartialEq, Eq)]
pub enum BindError {
    /// It is not a query of this grammar.
    Invalid(QueryError),
    /// It has a capture that is not among the names.
    Unknown(String),
    /// It lacks a capture that is among the names.
    Unused(String),
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => write!(f, "the query is not valid: {error}"),
            Self::Unknown(name) => {
                write!(
                    f,
                    "the query captures `@{name}`, which nothing reads; name it in the code, or `@_…`"
                )
            }
            Self::Unused(name) => {
                write!(
                    f,
                    "the query never captures `@{name}`, which the code reads; capture it, or leave it out of the code"
                )
            }
        }
    }
}

impl std::error::Error for BindError {}

/// Compiles a query and compares its captures with these names; those that begin with `_` are its own.
pub fn compile(source: &str, names: &[&str]) -> Result<Query, BindError> {
    let language = Language::from(tree_sitter_python::LANGUAGE);
    let query = Query::new(&language, source).map_err(BindError::Invalid)?;
    let captured = query.capture_names();
    let is_unknown = |name: &&&str| !name.starts_with('_') && !names.contains(name);
    if let Some(name) = captured.iter().find(is_unknown) {
        return Err(BindError::Unknown((*name).to_owned()));
    }
    match names.iter().find(|name| !captured.contains(name)) {
        Some(name) => Err(BindError::Unused((*name).to_owned())),
        None => Ok(query),
    }
}

/// A compiled query with its captures.
pub(super) struct Bound<C> {
    query: Query,
    /// The captures by their indices in the query.
    captures: Vec<Option<C>>,
}

impl<C: Captures> Bound<C> {
    /// Compiles the query of these captures.
    ///
    /// # Panics
    ///
    /// When the file, which is part of the program, does not fit them. A test binds every file.
    pub(super) fn new() -> Self {
        let names: Vec<&str> = C::NAMES.iter().map(|(name, _)| *name).collect();
        let query = compile(C::SOURCE, &names).unwrap_or_else(|error| panic!("{error}"));
        let capture = |name: &&str| C::NAMES.iter().find(|(known, _)| known == name);
        let captures = query.capture_names().iter();
        let captures = captures
            .map(|name| capture(name).map(|(_, capture)| *capture))
            .collect();
        Self { query, captures }
    }

    /// Calls back for each match in a chunk.
    pub(super) fn each<'chunk>(
        &self,
        chunk: &'chunk Chunk,
        mut see: impl FnMut(Match<'_, 'chunk, C>),
    ) {
        let Some(root) = chunk.root() else { return };
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(MAX_OPEN_MATCHES);
        let mut matches = cursor.matches(&self.query, root, chunk.text().as_bytes());
        while let Some(found) = matches.next() {
            see(Match {
                found: found.captures(),
                captures: &self.captures,
            });
        }
        if cursor.did_exceed_match_limit() {
            reached("matches of a query at once");
        }
    }
}

/// What one match captured.
pub(super) struct Match<'query, 'chunk, C> {
    found: &'query [QueryCapture<'chunk>],
    captures: &'query [Option<C>],
}

impl<'chunk, C: Captures> Match<'_, 'chunk, C> {
    /// All captures.
    pub(super) fn iter(&self) -> impl Iterator<Item = (C, Node<'chunk>)> {
        self.found.iter().filter_map(|capture| {
            let name = self.captures.get(capture.index as usize).copied()??;
            Some((name, capture.node))
        })
    }

    /// The node with this capture.
    pub(super) fn get(&self, wanted: C) -> Option<Node<'chunk>> {
        self.iter()
            .find_map(|(capture, node)| (capture == wanted).then_some(node))
    }
}
