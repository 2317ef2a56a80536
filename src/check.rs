//! The one entry: a document, its surroundings and the settings in, findings out.

use std::ops::Range;

use crate::config::Config;
use crate::finding::Finding;
use crate::ignore;
use crate::model::Model;
use crate::model::link::used_elsewhere::UsedElsewhere;
use crate::model::surroundings::{Origin, Surroundings};
use crate::rules::{self, Context};
use crate::syntax::Document;
use crate::world::Worlds;

/// Checks a document; the findings are in the order of the text.
///
/// Never fails: what cannot be read as Python gives no findings. A stub gives none, since nobody
/// runs it.
pub fn check(
    document: &Document,
    surroundings: &dyn Surroundings,
    config: &Config,
) -> Vec<Finding> {
    let found_in = |targets: Worlds, surroundings: &dyn Surroundings| {
        let model = Model::of(document, surroundings, targets);
        let context = Context::new(document, &model, targets, surroundings);
        let found = match context.origin {
            Origin::Stub => Vec::new(),
            // It runs nowhere.
            _ if targets.is_empty() => Vec::new(),
            _ => rules::run(&context, config),
        };
        let inside = found.iter().map(|one: &Finding| one.range.start);
        let mut names = model.outermost.around_all(inside);
        names.extend(model.failing_inside);
        (found, names)
    };
    let (mut found, inside) = found_in(config.targets, surroundings);
    // It takes time to find out who imports it, and most have nothing to say.
    let imported = match found.is_empty() {
        true => config.targets,
        false => config.targets & surroundings.imported_in(),
    };
    let names = match inside.is_empty() || imported.is_empty() {
        true => Vec::new(),
        false => surroundings.used_in(&inside),
    };
    if imported != config.targets || !names.is_empty() {
        let surroundings = UsedElsewhere {
            inner: surroundings,
            names: &names,
        };
        found = found_in(imported, &surroundings).0;
    }
    let mut findings = ignore::apply(document, found, config);
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.rule));
    findings
}

/// What the evaluation says of a place, for the pages that specify it.
#[derive(Debug)]
pub struct Trace<'a> {
    model: Model<'a>,
    targets: Worlds,
}

impl<'a> Trace<'a> {
    /// Evaluates a document in these worlds.
    pub fn of(document: &'a Document, surroundings: &'a dyn Surroundings, targets: Worlds) -> Self {
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
