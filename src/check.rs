//! The one entry: a document, its surroundings and the settings in, findings out.

use std::ops::Range;

use crate::config::Config;
use crate::finding::{Finding, Fix};
use crate::ignore;
use crate::model::Model;
use crate::model::surroundings::{Origin, Surroundings};
use crate::rules::{self, Context};
use crate::syntax::Document;
use crate::world::Worlds;

/// Checks a document; the findings are in the order of the text, and have no fixes yet.
///
/// Never fails: what cannot be read as Python gives no findings. A stub gives none, since nobody
/// runs it.
pub fn check(
    document: &Document,
    surroundings: &dyn Surroundings,
    config: &Config,
) -> Vec<Finding> {
    Evaluated::of(document, surroundings, config).findings
}

/// The same, with the fixes of those findings that are wanted.
pub fn check_with_fixes(
    document: &Document,
    surroundings: &dyn Surroundings,
    config: &Config,
    wanted: impl Fn(&Finding) -> bool,
) -> Vec<Finding> {
    let mut evaluated = Evaluated::of(document, surroundings, config);
    let mut findings = std::mem::take(&mut evaluated.findings);
    let fixes = evaluated.fixes();
    for finding in findings.iter_mut().filter(|finding| wanted(finding)) {
        finding.fixes = fixes.of(finding);
    }
    findings
}

/// A document that was evaluated once: what was found, and the fixes of it that somebody asks for.
pub struct Evaluated<'a> {
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    document: &'a Document,
    surroundings: &'a dyn Surroundings,
    model: Model,
    targets: Worlds,
}

impl<'a> Evaluated<'a> {
    /// Evaluates a document, and looks for what is wrong with it.
    pub fn of(document: &'a Document, surroundings: &'a dyn Surroundings, config: &Config) -> Self {
        let mut evaluated = Self::within(config.targets, document, surroundings, config);
        // It takes time to find out who imports it, and most have nothing to say.
        if !evaluated.findings.is_empty() {
            let imported = config.targets & surroundings.imported_in();
            if imported != config.targets {
                evaluated = Self::within(imported, document, surroundings, config);
            }
        }
        let found = std::mem::take(&mut evaluated.findings);
        let mut findings = ignore::apply(document, found, config);
        findings.iter_mut().for_each(Finding::make_printable);
        findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.rule));
        evaluated.findings = findings;
        evaluated
    }

    fn within(
        targets: Worlds,
        document: &'a Document,
        surroundings: &'a dyn Surroundings,
        config: &Config,
    ) -> Self {
        let model = Model::of(document, surroundings, targets);
        let mut evaluated = Self {
            findings: Vec::new(),
            document,
            surroundings,
            model,
            targets,
        };
        // Nobody runs a stub, and where there are no targets nothing runs.
        let is_run = surroundings.origin() != Origin::Stub && !targets.is_empty();
        if is_run && !surroundings.cancelled() {
            evaluated.findings = rules::run(&evaluated.context(), config);
        }
        evaluated
    }

    /// Makes the fixes of what was found.
    pub fn fixes(&self) -> Fixes<'_> {
        Fixes {
            context: self.context(),
        }
    }

    fn context(&self) -> Context<'_> {
        Context::new(self.document, &self.model, self.targets, self.surroundings)
    }
}

/// Makes the fixes of what was found in a document; what one of them looks up serves the next one.
pub struct Fixes<'e> {
    context: Context<'e>,
}

impl Fixes<'_> {
    /// The ways to mend a finding, the preferred one first.
    pub fn of(&self, finding: &Finding) -> Vec<Fix> {
        if !finding.fixes.is_empty() || self.context.surroundings.cancelled() {
            return finding.fixes.clone();
        }
        let mut fixes = rules::fixes(&self.context, finding);
        fixes.iter_mut().for_each(Fix::make_printable);
        fixes
    }
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
