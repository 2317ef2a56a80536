//! The annotations of a statement.

use std::ops::Range;
use std::sync::LazyLock;

use super::query_bindings::{Bound, captures};
use crate::syntax::Chunk;

captures!(
    Capture,
    "annotations.scm",
    Parameter = "annotation.parameter",
    Return = "annotation.return",
    Variable = "annotation.variable",
);

static QUERY: LazyLock<Bound<Capture>> = LazyLock::new(Bound::new);

/// An expression that is an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The expression.
    pub range: Range<usize>,
    /// What it is about.
    pub kind: AnnotationKind,
}

/// What an annotation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnnotationKind {
    /// A parameter.
    Parameter,
    /// What a function returns.
    Return,
    /// A variable or an attribute.
    Variable,
}

pub(super) fn find(chunk: &Chunk) -> Box<[Annotation]> {
    let mut annotations = Vec::new();
    QUERY.each(chunk, |found| {
        annotations.extend(found.iter().map(|(name, node)| Annotation {
            range: node.byte_range(),
            kind: match name {
                Capture::Parameter => AnnotationKind::Parameter,
                Capture::Return => AnnotationKind::Return,
                Capture::Variable => AnnotationKind::Variable,
            },
        }));
    });
    annotations.sort_by_key(|annotation| annotation.range.start);
    annotations.into()
}
