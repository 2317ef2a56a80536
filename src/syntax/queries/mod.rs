//! What is where in a statement: each `queries/*.scm` answers one question, found once and kept with the text.

mod annotations;
mod calls;
mod comments;
mod definitions;
mod names;
mod query_bindings;
mod scopes;
mod target_names;

pub use annotations::{Annotation, AnnotationKind};
pub use calls::{Call, CallArgument};
pub use comments::Comment;
pub use definitions::{Binding, BindingKind};
pub use names::Use;
pub use query_bindings::{BindError, compile};
pub use scopes::Scope;

use std::sync::OnceLock;

use super::Chunk;
use definitions::Definitions;
use query_bindings::Captures;

/// What the queries found in a chunk, as far as somebody asked.
#[derive(Default)]
pub(super) struct QueryResults {
    comments: OnceLock<Box<[Comment]>>,
    definitions: OnceLock<Definitions>,
    names: OnceLock<Box<[Use]>>,
    annotations: OnceLock<Box<[Annotation]>>,
    calls: OnceLock<Box<[Call]>>,
}

/// What the queries find; all ranges count from the start of the chunk, all lists are in the order of the text.
impl Chunk {
    /// Where are the comments?
    pub fn comments(&self) -> &[Comment] {
        self.found().comments.get_or_init(|| comments::find(self))
    }

    /// Which names does each scope bind?
    pub fn bindings(&self) -> &[Binding] {
        &self.definitions().bindings
    }

    /// Where is each name used?
    pub fn uses(&self) -> &[Use] {
        self.found().names.get_or_init(|| names::find(self))
    }

    /// Which expressions are annotations?
    pub fn annotations(&self) -> &[Annotation] {
        self.found()
            .annotations
            .get_or_init(|| annotations::find(self))
    }

    /// Which functions are called, with which arguments?
    pub fn calls(&self) -> &[Call] {
        self.found().calls.get_or_init(|| calls::find(self))
    }

    fn definitions(&self) -> &Definitions {
        self.found()
            .definitions
            .get_or_init(|| definitions::find(self))
    }
}

/// A query file.
#[derive(Debug)]
pub struct QueryFile {
    /// Its name under `queries/`.
    pub name: &'static str,
    /// Its text.
    pub source: &'static str,
    /// The names of the captures that the code reads.
    pub captures: Vec<&'static str>,
}

/// Every query file.
pub fn files() -> Vec<QueryFile> {
    fn file<C: Captures>(name: &'static str) -> QueryFile {
        QueryFile {
            name,
            source: C::SOURCE,
            captures: C::NAMES.iter().map(|(name, _)| *name).collect(),
        }
    }
    vec![
        file::<annotations::Capture>("annotations.scm"),
        file::<calls::Capture>("calls.scm"),
        file::<comments::Capture>("comments.scm"),
        file::<definitions::Capture>("definitions.scm"),
        file::<names::Capture>("names.scm"),
    ]
}
