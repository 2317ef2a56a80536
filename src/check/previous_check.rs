//! What is kept of a check, and what an edit makes of it.

use super::EvaluatedDocument;
use crate::config::Config;
use crate::finding::{Finding, Location};
use crate::model::Model;
use crate::model::incremental::{EditEffect, EvaluationMode, KeptEvaluation, TextShift};
use crate::model::surroundings::Surroundings;
use crate::syntax::Document;

/// What is kept of an evaluation for the next one of the same document in the same surroundings.
#[derive(Debug)]
pub struct PreviousCheck {
    pub(super) first: KeptEvaluation,
    /// Where it matters who imports the document.
    pub(super) second: Option<(EvaluationMode, KeptEvaluation)>,
    /// What rules found.
    pub(super) found: Vec<Finding>,
    pub(super) config: Config,
}

impl PreviousCheck {
    /// What is different after an edit; `None` if all has to be evaluated again.
    pub(super) fn edited(
        self,
        document: &Document,
        surroundings: &dyn Surroundings,
    ) -> Option<(EvaluatedDocument, Option<Self>)> {
        let Self {
            first,
            second,
            found,
            config,
        } = self;
        let with = |model: Model, pass: &EvaluationMode| {
            EvaluatedDocument::with(model, pass.clone(), document, surroundings, &config)
        };
        let (again, mut first) = first.edited(document, surroundings)?;
        let pass = EvaluationMode::First(config.targets);
        let (evaluated, second) = match (again, second) {
            (EditEffect::Moved(moved), None) => match moved_findings(found, &moved) {
                Some(found) => (EvaluatedDocument::moved(found, pass, document), None),
                None => {
                    let (model, linked) = first.link(surroundings)?;
                    first = linked;
                    (with(model, &pass), None)
                }
            },
            (EditEffect::Moved(_), Some((pass, memory))) => {
                let (again, memory) = memory.edited(document, surroundings)?;
                let (evaluated, memory) = match again {
                    EditEffect::Moved(moved) => match moved_findings(found, &moved) {
                        Some(found) => (
                            EvaluatedDocument::moved(found, pass.clone(), document),
                            memory,
                        ),
                        None => {
                            let (model, memory) = memory.link(surroundings)?;
                            (with(model, &pass), memory)
                        }
                    },
                    EditEffect::Linked(model) => (with(*model, &pass), memory),
                };
                (evaluated, Some((pass, memory)))
            }
            (EditEffect::Linked(model), second) => {
                let evaluated = with(*model, &pass);
                match (evaluated.second_pass(surroundings, &config), second) {
                    (None, _) => (evaluated, None),
                    (Some(pass), Some((known, memory))) if known == pass => {
                        let (again, memory) = memory.edited(document, surroundings)?;
                        let (model, memory) = match again {
                            EditEffect::Moved(_) => memory.link(surroundings)?,
                            EditEffect::Linked(model) => (*model, memory),
                        };
                        (with(model, &pass), Some((pass, memory)))
                    }
                    (Some(pass), _) => {
                        let (model, memory) = KeptEvaluation::of(document, surroundings, &pass);
                        (with(model, &pass), Some((pass, memory?)))
                    }
                }
            }
        };
        let remembered = Self {
            first,
            second,
            found: evaluated.findings.clone(),
            config: config.clone(),
        };
        Some((evaluated.without_model(), Some(remembered)))
    }
}

/// Findings at the places at which they are after an edit; `None` if it touches one.
fn moved_findings(mut findings: Vec<Finding>, moved: &TextShift) -> Option<Vec<Finding>> {
    for finding in &mut findings {
        if !finding.fixes.is_empty() {
            return None;
        }
        finding.range = moved.range(&finding.range)?;
        for related in &mut finding.related {
            if let Location::Here(range) = &mut related.place {
                *range = moved.range(range)?;
            }
        }
    }
    Some(findings)
}
