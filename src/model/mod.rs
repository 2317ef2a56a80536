//! What the names of a document mean, in which worlds, and which worlds reach which place.

mod arguments;
mod calls;
mod classes;
mod conditions;
mod entries;
mod evaluate;
pub(crate) mod exception;
mod expressions;
mod functions;
mod imports;
mod known;
mod methods;
mod named;
mod names;
mod scope;
mod statements;
mod subscripts;
pub mod surroundings;
mod tries;
mod unclear;
pub(crate) mod uses;
pub mod value;

use std::ops::Range;

use self::entries::Entries;
use self::evaluate::{Evaluator, Piece};
use self::surroundings::Surroundings;
use self::uses::{Mention, Reached, Use};
use self::value::Partition;
use crate::syntax::Document;
use crate::world::Worlds;

/// What the evaluation of a document found.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    /// Uses that fail somewhere, in the order of the text.
    pub(crate) uses: Vec<Use<'a>>,
    /// Names that there are facts about.
    pub(crate) mentions: Vec<Mention>,
    reached: Vec<Reached>,
    values: Vec<(Range<usize>, Partition)>,
}

impl<'a> Model<'a> {
    /// Evaluates a document in these worlds.
    pub(crate) fn of(
        document: &'a Document,
        surroundings: &'a dyn Surroundings,
        worlds: Worlds,
    ) -> Self {
        Self::evaluate(document, surroundings, worlds, false)
    }

    /// Evaluates a document and keeps the value of every expression.
    pub(crate) fn traced(
        document: &'a Document,
        surroundings: &'a dyn Surroundings,
        worlds: Worlds,
    ) -> Self {
        Self::evaluate(document, surroundings, worlds, true)
    }

    fn evaluate(
        document: &'a Document,
        surroundings: &'a dyn Surroundings,
        worlds: Worlds,
        trace: bool,
    ) -> Self {
        let pieces: Vec<Piece<'_>> = document
            .statements()
            .iter()
            .map(|statement| (statement.start, statement.chunk.block()))
            .collect();
        let mut evaluator = Evaluator::new(surroundings, worlds, trace);
        evaluator.module(&pieces);
        let entries = Entries::of(&evaluator);
        let mut model = Self {
            uses: evaluator.uses,
            mentions: evaluator.mentions,
            reached: evaluator.reached,
            values: evaluator.values,
        };
        for one in &mut model.uses {
            if let Some(owner) = one.owner {
                one.worlds &= entries.uncaught(owner, one.exception);
                one.called = !entries.at_import(owner).overlaps(one.worlds);
            }
        }
        for statement in &mut model.reached {
            if let Some(owner) = statement.owner {
                statement.worlds &= entries.runs(owner);
            }
        }
        model.uses.retain(|one| !one.worlds.is_empty());
        model
            .uses
            .sort_by_key(|one| (one.range.start, one.range.end));
        model
    }

    /// The worlds that reach the statement with exactly these bytes.
    pub(crate) fn reaching(&self, range: &Range<usize>) -> Option<Worlds> {
        let mut found = self
            .reached
            .iter()
            .filter(|reached| reached.range == *range);
        let first = found.next()?.worlds;
        Some(found.fold(first, |all, reached| all | reached.worlds))
    }

    /// What the expression with exactly these bytes is, if the document was traced.
    pub(crate) fn value(&self, range: &Range<usize>) -> Option<&Partition> {
        let found = self.values.iter().find(|(known, _)| known == range)?;
        Some(&found.1)
    }
}
