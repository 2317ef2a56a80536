//! The one entry: a document, its surroundings and the settings in, findings out.

use std::ops::Range;
use std::sync::Arc;

use crate::config::Config;
use crate::finding::{Finding, Fix};
use crate::ignore;
use crate::model::Model;
use crate::model::surroundings::{Origin, Surroundings};
use crate::rules::{self, Context};
use crate::search::may_find;
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
    let fixes = evaluated.fixes(surroundings);
    let asked: Vec<&Finding> = findings.iter().filter(|finding| wanted(finding)).collect();
    let mut made = fixes.of_each(&asked).into_iter();
    for finding in findings.iter_mut().filter(|finding| wanted(finding)) {
        finding.fixes = made.next().unwrap_or_default();
    }
    findings
}

/// A document that was evaluated once: what was found, and what it takes to make the fixes that somebody
/// asks for.
#[derive(Debug)]
pub struct Evaluated {
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    document: Document,
    model: Model,
    targets: Worlds,
}

impl Evaluated {
    /// Evaluates a document, and looks for what is wrong with it.
    pub fn of(document: &Document, surroundings: &dyn Surroundings, config: &Config) -> Self {
        let everywhere = Model::of(document, surroundings, config.targets);
        let mut evaluated = Self::with(everywhere, config.targets, document, surroundings, config);
        // It takes time to find out who imports it, and most have nothing to say.
        let imported = match evaluated.findings.is_empty() {
            true => config.targets,
            false => config.targets & surroundings.imported_in(),
        };
        let inside = evaluated.failing_inside();
        let names = match inside.is_empty() || imported.is_empty() {
            true => Vec::new(),
            false => surroundings.used_in(&inside),
        };
        if imported != config.targets || !names.is_empty() {
            let model = Model::used_elsewhere(document, surroundings, imported, &names);
            evaluated = Self::with(model, imported, document, surroundings, config);
        }
        let found = std::mem::take(&mut evaluated.findings);
        let mut findings = ignore::apply(document, found, config);
        debug_assert!(
            findings.is_empty() || may_find(document.text().as_str(), surroundings, config),
            "the search before parsing passes over {findings:?}: see `Rule::needs` and `crate::search`"
        );
        findings.iter_mut().for_each(Finding::make_printable);
        findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.rule));
        evaluated.findings = findings;
        evaluated
    }

    /// The functions and classes of the top level in which something fails where they are used.
    fn failing_inside(&self) -> Vec<Arc<str>> {
        let found = self.findings.iter().map(|finding| finding.range.start);
        let mut names = self.model.outermost.around_all(found);
        names.extend(self.model.failing_inside.iter().cloned());
        names.sort();
        names.dedup();
        names
    }

    fn with(
        model: Model,
        targets: Worlds,
        document: &Document,
        surroundings: &dyn Surroundings,
        config: &Config,
    ) -> Self {
        let mut evaluated = Self {
            findings: Vec::new(),
            document: document.clone(),
            model,
            targets,
        };
        // Nobody runs a stub, and where there are no targets nothing runs.
        let is_run = surroundings.origin() != Origin::Stub && !targets.is_empty();
        if is_run && !surroundings.cancelled() {
            evaluated.findings = rules::run(&evaluated.context(surroundings), config);
        }
        evaluated
    }

    /// Makes the fixes of what was found in these surroundings.
    pub fn fixes<'e>(&'e self, surroundings: &'e dyn Surroundings) -> Fixes<'e> {
        Fixes {
            context: self.context(surroundings),
        }
    }

    fn context<'e>(&'e self, surroundings: &'e dyn Surroundings) -> Context<'e> {
        Context::new(&self.document, &self.model, self.targets, surroundings)
    }
}

/// Makes the fixes of what was found in a document; what one of them looks up serves the next one.
pub struct Fixes<'e> {
    context: Context<'e>,
}

impl Fixes<'_> {
    /// The ways to mend a finding, the preferred one first.
    pub fn of(&self, finding: &Finding) -> Vec<Fix> {
        self.of_each(&[finding]).pop().unwrap_or_default()
    }

    /// The same of several, which takes less time than one by one.
    pub fn of_each(&self, findings: &[&Finding]) -> Vec<Vec<Fix>> {
        let mut made = match self.context.surroundings.cancelled() {
            true => vec![Vec::new(); findings.len()],
            false => rules::fixes(&self.context, findings),
        };
        for (made, finding) in made.iter_mut().zip(findings) {
            match made.is_empty() {
                true => made.clone_from(&finding.fixes),
                false => made.iter_mut().for_each(Fix::make_printable),
            }
        }
        made
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
