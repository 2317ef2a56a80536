//! Runs the check beside the loop: cancelled when nobody waits, contained when it panics.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::Instant;

use tokio::task::spawn_blocking;

use crate::check::{EvaluatedDocument, check_with_fixes};
use crate::config::Config;
use crate::facts::Fact;
use crate::finding::{Applicability, Finding, Fix};
use crate::limits;
use crate::model::Model;
use crate::project::{Cancellation, is_script};
use crate::search::may_find;
use crate::syntax::{Document, UNREAD};
use crate::world::Worlds;

use super::checked_source::CheckedSource;
use super::document_content::DocumentContent;
use super::document_surroundings::DocumentSurroundings;
use super::documents::Snapshot;
use super::finding_fixes::FindingFixes;
use super::fixable_flags::FixableFlags;
use super::session::Session;
use super::settings::DocumentSettings;
use super::uri::Uri;
use crate::work_counts;

/// A module with its findings.
#[derive(Debug)]
pub(crate) struct CheckedModule {
    /// What was checked.
    pub(crate) source: CheckedSource,
    /// What was found, in the order of the text; the fixes are made when somebody asks for them.
    pub(crate) findings: Vec<Finding>,
    /// The fixes of each, once somebody has asked.
    fixes: Vec<OnceLock<Vec<Fix>>>,
    fixable: FixableFlags,
    /// What was not looked at, and why.
    pub(crate) unread: Vec<(Range<usize>, String)>,
    /// What makes them, if it is Python.
    evaluated: Option<EvaluatedDocument>,
    /// Whether it is Python.
    pub(crate) python: bool,
}

impl CheckedModule {
    /// Whether the finding at this place in the list has a fix that is safe.
    pub(crate) fn is_fixable(&self, at: usize, fixes_of: &FixesOf<'_, '_>) -> bool {
        let is_safe = |fix: &Fix| fix.applicability == Applicability::Safe;
        self.fixable
            .is_fixable(at, || fixes_of(at).iter().any(is_safe))
    }
}

/// The findings of a snapshot, from memory if somebody has asked before. `None`: there is nothing to
/// check, or the check was given up.
pub(crate) async fn check(
    session: &Arc<Session>,
    snapshot: &Snapshot,
) -> Option<Arc<CheckedModule>> {
    let check = |stop: Cancellation| {
        let (session, snapshot) = (session.clone(), snapshot.clone());
        in_turn(session, snapshot, stop, CheckDepth::All)
    };
    snapshot.work.result(check).await
}

/// Runs the check beside the loop when the one before it for this document has ended.
pub(super) async fn in_turn(
    session: Arc<Session>,
    snapshot: Snapshot,
    stop: Cancellation,
    depth: CheckDepth,
) -> Option<CheckedModule> {
    let turns = &snapshot.turns;
    let turn = match depth {
        CheckDepth::All => turns.all.clone(),
        CheckDepth::First => turns.first.clone(),
    };
    let turn = turn.lock_owned().await;
    if stop.is_stopped() {
        return None;
    }
    let work = move || {
        let _turn = turn;
        run(&session, &snapshot, &stop, depth)
    };
    spawn_blocking(work).await.ok().flatten()
}

/// How far a check goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckDepth {
    /// As far as it can be said at once.
    First,
    /// To the end.
    All,
}

fn run(
    session: &Arc<Session>,
    snapshot: &Snapshot,
    stop: &Cancellation,
    depth: CheckDepth,
) -> Option<CheckedModule> {
    let started = Instant::now();
    work_counts::take();
    let source = CheckedSource::of(snapshot)?;
    let find = || find(session, snapshot, &source, stop, depth);
    let findings = catch_unwind(AssertUnwindSafe(find));
    if stop.is_stopped() {
        return None;
    }
    let CheckResult {
        findings,
        unread,
        evaluated,
    } = findings.unwrap_or_else(|_panic| {
        tracing::error!(
            "The check of {} failed; it shows no findings.",
            snapshot.key
        );
        CheckResult::default()
    });
    let work = work_counts::take();
    session.trace(format!(
        "Checked {} (revision {}) in {:?} ({} bytes parsed, {} statements and {} bodies evaluated, {} times linked): {} findings{}",
        snapshot.key,
        snapshot.revision,
        started.elapsed(),
        work.parsed,
        work.statements,
        work.bodies,
        work.links,
        findings.len(),
        match depth {
            CheckDepth::First => ", without those that other modules cause",
            CheckDepth::All => "",
        }
    ));
    let reached = limits::take();
    if !reached.is_empty() {
        session.trace(format!("Limits were reached: {reached:?}"));
    }
    let python = matches!(
        snapshot.content,
        DocumentContent::Python(_) | DocumentContent::Notebook(_)
    );
    Some(CheckedModule {
        source,
        fixes: findings.iter().map(|_| OnceLock::new()).collect(),
        fixable: fixable(snapshot, &findings),
        findings,
        unread,
        evaluated,
        python,
    })
}

/// What is known of the fixes of these findings from the revision before.
fn fixable(snapshot: &Snapshot, findings: &[Finding]) -> FixableFlags {
    let known = &snapshot.turns.fixable;
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    *known = known.after_edit(findings);
    known.clone()
}

/// What a check has found.
#[derive(Default)]
struct CheckResult {
    findings: Vec<Finding>,
    unread: Vec<(Range<usize>, String)>,
    evaluated: Option<EvaluatedDocument>,
}

fn find(
    session: &Arc<Session>,
    snapshot: &Snapshot,
    source: &CheckedSource,
    stop: &Cancellation,
    depth: CheckDepth,
) -> CheckResult {
    // Before anything is looked at that may change.
    let epoch = session.epoch();
    let settings = session
        .settings
        .of(&snapshot.key, snapshot.content.script());
    let not_checked = match &snapshot.content {
        DocumentContent::Unread(reason) => Some(reason.clone()),
        _ => settings.too_large(source.document.text().as_str().len()),
    };
    if let Some(reason) = not_checked.filter(|_| settings.checked()) {
        return CheckResult {
            unread: vec![(0..0, format!("This file is not checked: {reason}."))],
            ..CheckResult::default()
        };
    }
    match &snapshot.content {
        DocumentContent::Python(_) | DocumentContent::Notebook(_) => {
            if let Some(error) = &settings.problems {
                let path = error.path.display();
                session.complain(format!(
                    "spawnsafe: {path} cannot be used until it is fixed:\n{error}"
                ));
            }
            if !settings.checked() {
                return CheckResult::default();
            }
            let is_notebook = matches!(snapshot.content, DocumentContent::Notebook(_));
            let around = match depth {
                CheckDepth::First => DocumentSurroundings::known(settings.around.clone(), stop),
                CheckDepth::All => DocumentSurroundings::new(settings.around.clone(), stop),
            };
            let around = around.of_notebook(is_notebook);
            let config = settings.config();
            // The settings of a script are in its text: what is around it may change with every key.
            let is_script = is_script(snapshot.content.script());
            let mut evaluated = match depth == CheckDepth::All && !is_notebook && !is_script {
                true => {
                    let slot = &snapshot.turns.remembered;
                    let take = || slot.lock().unwrap_or_else(PoisonError::into_inner);
                    let known = take().take().filter(|(known, _)| *known == epoch);
                    let known = known.map(|(_, known)| known);
                    let (evaluated, kept) =
                        EvaluatedDocument::after(known, &source.document, &around, config);
                    *take() = kept.map(|kept| (epoch, kept));
                    evaluated
                }
                false => EvaluatedDocument::of(&source.document, &around, config),
            };
            let mut findings = std::mem::take(&mut evaluated.findings);
            if let (DocumentContent::Python(document), CheckDepth::All) = (&snapshot.content, depth)
            {
                let file = (&snapshot.key, document.text().as_str());
                if is_script {
                    findings = session.settings.requirements(findings, file, stop);
                }
            }
            CheckResult {
                findings,
                unread: unread(&source.document, &around, config),
                evaluated: Some(evaluated),
            }
        }
        // What is wrong with a package is known when it was read.
        DocumentContent::Settings(text) | DocumentContent::Requirements(text)
            if depth == CheckDepth::All =>
        {
            let file = (&snapshot.key, text.as_str());
            let findings = session.settings.requirements(Vec::new(), file, stop);
            CheckResult {
                findings,
                ..CheckResult::default()
            }
        }
        _ => CheckResult::default(),
    }
}

/// The statements that are not looked at, where something could be found in the document.
fn unread(
    document: &Document,
    around: &DocumentSurroundings,
    config: &Config,
) -> Vec<(Range<usize>, String)> {
    let unread = document.unread();
    if unread.is_empty() || !may_find(document.text().as_str(), around, config) {
        return Vec::new();
    }
    let reason = format!("This statement is not checked: {UNREAD}.");
    let places = unread.into_iter();
    places.map(|place| (place, reason.clone())).collect()
}

/// Gives the fixes of the finding at this place in the list.
pub(crate) type FixesOf<'a, 'c> = dyn Fn(usize) -> &'c [Fix] + 'a;

/// Does work that asks for the fixes of what was found, beside the loop: it takes long.
pub(crate) fn with_fixes<'c, R>(
    session: &Session,
    snapshot: &Snapshot,
    checked: &'c CheckedModule,
    work: impl FnOnce(&FixesOf<'_, 'c>) -> R,
) -> R {
    let settings = session
        .settings
        .of(&snapshot.key, snapshot.content.script());
    let around = around(&settings, snapshot);
    let fixes = checked.evaluated.as_ref();
    let fixes = fixes.map(|evaluated| evaluated.fixes(&around));
    let fixes = FindingFixes::of(&checked.findings, &checked.fixes, fixes);
    work(&|at| fixes.at(at))
}

/// Checks texts as if they were this document, with what is known of other modules. Those findings
/// that are wanted have their fixes.
pub(crate) fn checker(
    session: &Session,
    snapshot: &Snapshot,
    wanted: impl Fn(&Finding) -> bool,
) -> impl Fn(&Document) -> Vec<Finding> {
    let settings = session
        .settings
        .of(&snapshot.key, snapshot.content.script());
    let around = around(&settings, snapshot);
    move |document| match settings.too_large(document.text().as_str().len()) {
        Some(_) => Vec::new(),
        None => check_with_fixes(document, &around, settings.config(), &wanted),
    }
}

/// What is known of other modules.
fn around(settings: &DocumentSettings, snapshot: &Snapshot) -> DocumentSurroundings {
    let is_notebook = matches!(snapshot.content, DocumentContent::Notebook(_));
    let stop = snapshot.work.superseded();
    DocumentSurroundings::known(settings.around.clone(), stop).of_notebook(is_notebook)
}

/// The fact about the innermost name at a byte, and the bytes of the name.
pub(crate) fn fact_at(
    session: &Session,
    key: &Uri,
    document: &Document,
    byte: usize,
) -> Option<(&'static Fact, Range<usize>)> {
    let settings = session.settings.of(key, document.text().as_str());
    if settings.too_large(document.text().as_str().len()).is_some() {
        return None;
    }
    let around = DocumentSurroundings::known(settings.around, &Cancellation::default());
    let find = || {
        // A name that is not used in any target is still worth a word.
        let model = Model::of(document, &around, Worlds::ALL);
        let mentions = model.mentions.into_iter();
        let touching = mentions.filter(|m| m.range.start <= byte && byte <= m.range.end);
        touching.min_by_key(|mention| mention.range.len())
    };
    let mention = catch_unwind(AssertUnwindSafe(find)).ok().flatten()?;
    Some((mention.fact, mention.range))
}
