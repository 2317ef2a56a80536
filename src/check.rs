//! The one entry: a document, its surroundings and the settings in, findings out.

mod previous_check;

use std::cell::OnceCell;
use std::sync::{Arc, OnceLock};

pub use previous_check::PreviousCheck;

use crate::config::Config;
use crate::finding::{Finding, Fix};
use crate::ignore;
use crate::model::Model;
use crate::model::incremental::{EvaluationMode, KeptEvaluation};
use crate::model::surroundings::{Origin, Surroundings};
use crate::rules::{self, Context};
use crate::search::may_find;
use crate::syntax::Document;

/// Checks a document; the findings are in the order of the text, and have no fixes yet.
///
/// Never fails: what cannot be read as Python gives no findings. A stub gives none, since nobody
/// runs it.
pub fn check(
    document: &Document,
    surroundings: &dyn Surroundings,
    config: &Config,
) -> Vec<Finding> {
    EvaluatedDocument::of(document, surroundings, config).findings
}

/// The same, with the fixes of those findings that are wanted.
pub fn check_with_fixes(
    document: &Document,
    surroundings: &dyn Surroundings,
    config: &Config,
    wanted: impl Fn(&Finding) -> bool,
) -> Vec<Finding> {
    let mut evaluated = EvaluatedDocument::of(document, surroundings, config);
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
pub struct EvaluatedDocument {
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    document: Document,
    pass: EvaluationMode,
    /// After an edit it is made when somebody asks for fixes.
    model: OnceLock<Model>,
}

impl EvaluatedDocument {
    /// Evaluates a document, and looks for what is wrong with it.
    pub fn of(document: &Document, surroundings: &dyn Surroundings, config: &Config) -> Self {
        let evaluate = |pass: &EvaluationMode| (Model::of_pass(document, surroundings, pass), ());
        let (evaluated, _) = Self::afresh(document, surroundings, config, evaluate);
        evaluated.finished(config, surroundings)
    }

    /// The same, with what is kept of the evaluation before; and what there is to keep of this one.
    ///
    /// The surroundings have to be what they were then.
    pub fn after(
        remembered: Option<PreviousCheck>,
        document: &Document,
        surroundings: &dyn Surroundings,
        config: &Config,
    ) -> (Self, Option<PreviousCheck>) {
        let known = remembered.filter(|known| known.config == *config);
        let known = known.and_then(|known| known.edited(document, surroundings));
        let (evaluated, remembered) = known.unwrap_or_else(|| {
            let evaluate = |pass: &EvaluationMode| KeptEvaluation::of(document, surroundings, pass);
            let (evaluated, kept) = Self::afresh(document, surroundings, config, evaluate);
            let found = evaluated.findings.clone();
            let remembered = kept.and_then(|(first, second)| {
                Some(PreviousCheck {
                    first: first?,
                    second: match second {
                        Some((pass, memory)) => Some((pass, memory?)),
                        None => None,
                    },
                    found,
                    config: config.clone(),
                })
            });
            (evaluated, remembered)
        });
        let remembered = remembered.filter(|_| !surroundings.cancelled());
        (evaluated.finished(config, surroundings), remembered)
    }

    /// Evaluates a document, once more where it matters who imports it; with what is kept of both.
    #[allow(clippy::type_complexity)]
    fn afresh<K>(
        document: &Document,
        surroundings: &dyn Surroundings,
        config: &Config,
        evaluate: impl Fn(&EvaluationMode) -> (Model, K),
    ) -> (Self, Option<(K, Option<(EvaluationMode, K)>)>) {
        let pass = EvaluationMode::First(config.targets);
        let (model, first) = evaluate(&pass);
        let evaluated = Self::with(model, pass, document, surroundings, config);
        match evaluated.second_pass(surroundings, config) {
            Some(pass) => {
                let (model, second) = evaluate(&pass);
                let evaluated = Self::with(model, pass.clone(), document, surroundings, config);
                (evaluated, Some((first, Some((pass, second)))))
            }
            None => (evaluated, Some((first, None))),
        }
    }

    /// How it has to be evaluated again, since others import it.
    fn second_pass(
        &self,
        surroundings: &dyn Surroundings,
        config: &Config,
    ) -> Option<EvaluationMode> {
        let inside = self.failing_inside();
        // It takes time to find out who imports it, and most have nothing to say.
        let imported = match self.findings.is_empty() && inside.is_empty() {
            true => config.targets,
            false => config.targets & surroundings.imported_in(),
        };
        let names = match inside.is_empty() || imported.is_empty() {
            true => Vec::new(),
            false => surroundings.used_in(&inside),
        };
        let fails = !self.findings.is_empty() && !imported.is_empty();
        let is_used = imported != config.targets || !names.is_empty();
        (is_used || fails && !surroundings.patched().is_empty())
            .then_some(EvaluationMode::Used(imported, names))
    }

    /// Without what comments ignore, in the order of the text.
    fn finished(mut self, config: &Config, surroundings: &dyn Surroundings) -> Self {
        let found = std::mem::take(&mut self.findings);
        let document = &self.document;
        let mut findings = ignore::apply(document, found, |ignores| {
            rules::of_ignores(ignores, config)
        });
        debug_assert!(
            findings.is_empty()
                || document.has_errors()
                || may_find(document.text().as_str(), surroundings, config),
            "the search before parsing passes over {findings:?}: see `Rule::needs` and `crate::search`"
        );
        findings.iter_mut().for_each(Finding::make_printable);
        findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.rule));
        self.findings = findings;
        self
    }

    /// The functions and classes of the top level in which something fails where they are used.
    fn failing_inside(&self) -> Vec<Arc<str>> {
        let Some(model) = self.model.get() else {
            return Vec::new();
        };
        let found = self.findings.iter().map(|finding| finding.range.start);
        let mut names = model.outermost.around_all(found);
        names.extend(model.failing_inside.iter().cloned());
        names.sort();
        names.dedup();
        names
    }

    fn with(
        model: Model,
        pass: EvaluationMode,
        document: &Document,
        surroundings: &dyn Surroundings,
        config: &Config,
    ) -> Self {
        let targets = pass.worlds();
        let mut findings = Vec::new();
        // Nobody runs a stub, and where there are no targets nothing runs.
        let is_run = surroundings.origin() != Origin::Stub && !targets.is_empty();
        if is_run && !surroundings.cancelled() {
            findings = rules::run(
                &Context::new(document, &model, targets, surroundings),
                config,
            );
        }
        Self {
            findings,
            document: document.clone(),
            pass,
            model: OnceLock::from(model),
        }
    }

    /// Makes the fixes of what was found in these surroundings.
    pub fn fixes<'e>(&'e self, surroundings: &'e dyn Surroundings) -> Fixes<'e> {
        Fixes {
            evaluated: self,
            surroundings,
            context: OnceCell::new(),
        }
    }

    /// The same without the model, where trees of older revisions are in it: fixes need those of this one.
    fn without_model(mut self) -> Self {
        self.model = OnceLock::new();
        self
    }

    /// Findings that are what they were, elsewhere.
    fn moved(findings: Vec<Finding>, pass: EvaluationMode, document: &Document) -> Self {
        Self {
            findings,
            document: document.clone(),
            pass,
            model: OnceLock::new(),
        }
    }
}

/// Makes the fixes of what was found in a document; what one of them looks up serves the next one.
pub struct Fixes<'e> {
    evaluated: &'e EvaluatedDocument,
    surroundings: &'e dyn Surroundings,
    context: OnceCell<Context<'e>>,
}

impl<'e> Fixes<'e> {
    fn context(&self) -> &Context<'e> {
        let Self {
            evaluated,
            surroundings,
            context,
        } = self;
        context.get_or_init(|| {
            let EvaluatedDocument { document, pass, .. } = evaluated;
            let model = || Model::of_pass(document, *surroundings, pass);
            let model = evaluated.model.get_or_init(model);
            Context::new(document, model, pass.worlds(), *surroundings)
        })
    }

    /// The ways to mend a finding, the preferred one first.
    pub fn of(&self, finding: &Finding) -> Vec<Fix> {
        self.of_each(&[finding]).pop().unwrap_or_default()
    }

    /// The same of several, which takes less time than one by one.
    pub fn of_each(&self, findings: &[&Finding]) -> Vec<Vec<Fix>> {
        let mut made = match self.surroundings.cancelled() || findings.is_empty() {
            true => vec![Vec::new(); findings.len()],
            false => rules::fixes(self.context(), findings),
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
