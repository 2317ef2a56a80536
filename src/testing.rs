//! What tests ask beside what the program says: how a document was evaluated, and whether the data can be read.

use std::ops::Range;
use std::path::Path;

use crate::facts;
use crate::model::Model;
use crate::model::surroundings::{Frozen, Surroundings};
use crate::project;
use crate::syntax::Document;
use crate::world::Worlds;

/// What is wrong with the data files: nothing, unless an edit to one was a mistake.
pub fn data_problems() -> Vec<String> {
    facts::problems()
}

/// How a script with this name is packaged by a `.spec` file of `PyInstaller`, if it is.
pub fn frozen_by(specification: &Path, text: &str, script: &str) -> Option<Frozen> {
    project::frozen_by(specification, text, script)
}

/// What the evaluation says of a place, for the pages that specify it.
#[derive(Debug)]
pub struct Trace {
    model: Model,
    targets: Worlds,
}

impl Trace {
    /// Evaluates a document in these worlds.
    pub fn of(document: &Document, surroundings: &dyn Surroundings, targets: Worlds) -> Self {
        let model = Model::traced(document, surroundings, targets);
        Self { model, targets }
    }

    /// The worlds that reach the statement with exactly these bytes; none if it is not reached.
    pub fn reaching(&self, range: &Range<usize>) -> Worlds {
        self.model.reaching(range).unwrap_or(Worlds::NONE)
    }

    /// What the expression with exactly these bytes is, as pages write it.
    pub fn value(&self, range: &Range<usize>) -> Option<String> {
        self.model
            .value(range)
            .map(|value| value.show(self.targets))
    }
}
