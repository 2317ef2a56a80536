//! What is found once fixes are applied, for those that may move a failure instead of mending it.

use std::cell::Cell;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::fix_candidate::{FixCandidate, Trial, TriedFix};
use crate::finding::{Finding, Fix};
use crate::limits::reached;
use crate::model::Model;
use crate::model::incremental::EvaluationMode;
use crate::rules::{Context, RULES};
use crate::syntax::Document;
use crate::text::EditSet;
use crate::world::Worlds;

/// The rules about what goes wrong in child processes.
const CHILD_RULES: &[&str] = &[
    "fork-with-threads",
    "missing-main-guard",
    "mixed-contexts",
    "start-method-at-import",
    "unimportable-worker",
    "unpicklable-argument",
    "unpicklable-result",
    "unpicklable-worker",
    "unshared-global",
];

/// With more edits than these the text is cut again.
const MAX_INCREMENTAL_EDITS: usize = 8;

/// A document is evaluated again so often at most for the fixes that somebody asks for at once; what is not tried by
/// then is not offered.
const MAX_TRIALS: usize = 64;
/// How many bytes are evaluated again at most, but for the first trials.
const MAX_TRIAL_BYTES: usize = 1 << 23;
/// These are made however long the document is.
const MIN_TRIALS: usize = 12;

/// Which of the candidates may be offered.
///
/// A trial evaluates the document again, so candidates that are not in each other's way are tried
/// together.
pub(super) fn passed(context: &Context<'_>, candidates: &[FixCandidate<'_>]) -> Vec<bool> {
    let mut passed: Vec<bool> = candidates
        .iter()
        .map(|candidate| candidate.trial == Trial::None)
        .collect();
    let waiting: Vec<usize> = (0..candidates.len()).filter(|at| !passed[*at]).collect();
    if waiting.is_empty() || context.surroundings.cancelled() {
        return passed;
    }
    let trials = Trials {
        context,
        fixes: TriedFix::of_all(candidates, waiting),
        before: found(context),
        made: Cell::new(0),
    };
    let mut passing = vec![false; trials.fixes.len()];
    let mut waiting: Vec<usize> = (0..trials.fixes.len()).collect();
    while !waiting.is_empty() && !context.surroundings.cancelled() && trials.go_on() {
        let (together, later) = trials.apart(waiting);
        trials.judge(together, &mut passing);
        waiting = later;
    }
    for (fix, is_passing) in trials.fixes.iter().zip(passing) {
        fix.offers.iter().for_each(|at| passed[*at] = is_passing);
    }
    passed
}

struct Trials<'c, 'a> {
    context: &'c Context<'a>,
    fixes: Vec<TriedFix<'c>>,
    /// What goes wrong in child processes now.
    before: Vec<Finding>,
    /// How many trials were made.
    made: Cell<usize>,
}

/// How much goes wrong in a top-level statement, by rule: how often, and in how many worlds in all.
type FindingCounts = HashMap<(usize, &'static str), (usize, u32)>;

impl Trials<'_, '_> {
    /// Whether there may be another trial.
    fn go_on(&self) -> bool {
        let made = self.made.get();
        let bytes = self.context.document.text().as_str().len();
        let is_short = made.saturating_mul(bytes) < MAX_TRIAL_BYTES;
        let may = made < MIN_TRIALS || (made < MAX_TRIALS && is_short);
        if !may {
            reached("fixes that are tried at once");
        }
        may
    }

    /// Parts fixes of which no edits collide from those that have to wait. Of the ways to mend one finding the others
    /// wait: together they would mend it once, and none of them could be told to have done so.
    fn apart(&self, waiting: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
        let mut taken = EditSet::default();
        let mut findings = HashSet::new();
        let first = waiting.first().map(|at| self.fixes[*at].trial);
        waiting.into_iter().partition(|at| {
            let tried = &self.fixes[*at];
            let own = || {
                tried
                    .findings
                    .iter()
                    .map(|finding| std::ptr::from_ref(*finding))
            };
            let new = tried.fix.edits.iter();
            let new: Vec<_> = new.filter(|edit| !taken.contains(edit)).collect();
            let fits = Some(tried.trial) == first
                && !own().any(|finding| findings.contains(&finding))
                && !new.iter().any(|edit| Fix::is_in_the_way(&taken, edit));
            if fits {
                findings.extend(own());
                new.into_iter().for_each(|edit| taken.insert(edit.clone()));
            }
            fits
        })
    }

    /// Tries these together; those that do not pass are tried without the others before they fail.
    fn judge(&self, together: Vec<usize>, passed: &mut [bool]) {
        let mut left = vec![together];
        while let Some(group) = left.pop() {
            if !self.go_on() {
                return;
            }
            let verdicts = self.verdicts(&group);
            let of = |wanted: TrialVerdict| -> Vec<usize> {
                let own = group.iter().zip(&verdicts);
                let own = own.filter(|(_, verdict)| **verdict == wanted);
                own.map(|(at, _)| *at).collect()
            };
            let (passing, failing, open) = (
                of(TrialVerdict::Passes),
                of(TrialVerdict::Fails),
                of(TrialVerdict::Open),
            );
            if passing.len() == group.len() {
                passing.into_iter().for_each(|at| passed[at] = true);
            } else if group.len() > 1 {
                // Without those that fail the others have to pass as well.
                let rest = [passing, open].concat();
                match failing.is_empty() {
                    true => {
                        let half = rest.len().div_ceil(2);
                        left.push(rest[..half].to_vec());
                        left.push(rest[half..].to_vec());
                    }
                    false if !rest.is_empty() => left.push(rest),
                    false => {}
                }
            }
        }
    }

    fn verdicts(&self, group: &[usize]) -> Vec<TrialVerdict> {
        let mut edits = EditSet::default();
        let mut exempt = Worlds::NONE;
        for tried in group.iter().map(|at| &self.fixes[*at]) {
            for edit in &tried.fix.edits {
                if !edits.contains(edit) {
                    edits.insert(edit.clone());
                }
            }
            if tried.trial == Trial::WhereItWorked {
                tried
                    .findings
                    .iter()
                    .for_each(|finding| exempt |= finding.worlds);
            }
        }
        let after = self.found_after(&edits);
        let places = edits.origins(after.iter().map(|finding| finding.range.start));
        let later = self.tally(after.iter().zip(places), exempt);
        let before = self.before.iter();
        let earlier = self.tally(before.map(|finding| (finding, finding.range.start)), exempt);
        if let [only] = group {
            return vec![self.alone(&self.fixes[*only], &earlier, &later)];
        }
        let worse: HashSet<usize> = later
            .iter()
            .filter(|(key, (_, worlds))| {
                *worlds > earlier.get(*key).map_or(0, |(_, worlds)| *worlds)
            })
            .map(|((statement, _), _)| *statement)
            .collect();
        let blame = self.blame(group, &worse);
        // Another fix that mends the same in the same statement.
        let mut wanted: HashMap<(usize, &str), usize> = HashMap::new();
        let keys = |tried: &TriedFix<'_>| -> HashMap<(usize, &str), usize> {
            let mut keys = HashMap::new();
            for finding in &tried.findings {
                let key = (self.statement(finding.range.start), tried.rule);
                *keys.entry(key).or_default() += 1;
            }
            keys
        };
        for tried in group.iter().map(|at| &self.fixes[*at]) {
            for (key, count) in keys(tried) {
                *wanted.entry(key).or_default() += count;
            }
        }
        let gone = |key: &(usize, &'static str)| {
            let count = |tally: &FindingCounts| tally.get(key).map_or(0, |(count, _)| *count);
            count(&earlier).saturating_sub(count(&later))
        };
        let verdict = |at: &usize| {
            let tried = &self.fixes[*at];
            let Some(blamed) = &blame else {
                return TrialVerdict::Open;
            };
            let mut left = keys(tried).into_iter();
            if blamed.contains(at) {
                TrialVerdict::Fails
            } else if !CHILD_RULES.contains(&tried.rule)
                || keys(tried).keys().all(|key| gone(key) >= wanted[key])
            {
                TrialVerdict::Passes
            } else if left.any(|(key, own)| wanted[&key] == own && gone(&key) == 0) {
                TrialVerdict::Fails
            } else {
                TrialVerdict::Open
            }
        };
        group.iter().map(verdict).collect()
    }

    /// Those of a group because of whom it is worse in these statements: who changes one of them, or, where nobody does,
    /// who changes what binds a name that is used there. `None` where it may be one or another.
    fn blame(&self, group: &[usize], worse: &HashSet<usize>) -> Option<HashSet<usize>> {
        let statements = self.context.document.statements();
        let mut editors: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut binders: HashMap<&str, Vec<usize>> = HashMap::new();
        for at in group {
            for statement in self.edited(self.fixes[*at].fix) {
                editors.entry(statement).or_default().push(*at);
                for binding in statements[statement].chunk.bindings() {
                    binders.entry(&binding.name).or_default().push(*at);
                }
            }
        }
        let blamed = |statement: &usize| {
            let mut suspects: Vec<usize> = match editors.get(statement) {
                Some(editors) => editors.clone(),
                None => {
                    let uses = statements[*statement].chunk.uses().iter();
                    let bound = uses.filter_map(|usage| binders.get(&*usage.name));
                    bound.flatten().copied().collect()
                }
            };
            suspects.sort_unstable();
            suspects.dedup();
            match suspects[..] {
                [only] => Some(only),
                _ => None,
            }
        };
        worse.iter().map(blamed).collect()
    }

    /// What a trial of one fix shows.
    fn alone(
        &self,
        tried: &TriedFix<'_>,
        earlier: &FindingCounts,
        later: &FindingCounts,
    ) -> TrialVerdict {
        let of_rule = |tally: &FindingCounts, wanted: &str| -> (usize, u32) {
            let own = tally.iter().filter(|((_, rule), _)| *rule == wanted);
            own.fold((0, 0), |(count, worlds), (_, finding)| {
                (count + finding.0, worlds + finding.1)
            })
        };
        let is_worse = |rule: &&str| of_rule(later, rule).1 > of_rule(earlier, rule).1;
        let rule = tried.rule;
        let is_gone =
            !CHILD_RULES.contains(&rule) || of_rule(later, rule).0 < of_rule(earlier, rule).0;
        match is_gone && !CHILD_RULES.iter().any(is_worse) {
            true => TrialVerdict::Passes,
            false => TrialVerdict::Fails,
        }
    }

    fn tally<'f>(
        &self,
        found: impl Iterator<Item = (&'f Finding, usize)>,
        exempt: Worlds,
    ) -> FindingCounts {
        let mut tally = FindingCounts::new();
        for (finding, place) in found {
            let key = (self.statement(place), finding.rule);
            let (count, worlds) = tally.entry(key).or_default();
            *count += 1;
            *worlds += (finding.worlds - exempt).len();
        }
        tally
    }

    /// What goes wrong in child processes after these edits.
    fn found_after(&self, edits: &EditSet) -> Vec<Finding> {
        self.made.set(self.made.get() + 1);
        let all: Vec<_> = edits.iter().collect();
        let document = match all.len() <= MAX_INCREMENTAL_EDITS {
            true => {
                let mut document = self.context.document.clone();
                all.into_iter().rev().for_each(|edit| document.edit(edit));
                document
            }
            false => Document::read_only(edits.apply(self.context.document.text().as_str())),
        };
        let (targets, surroundings) = (self.context.targets, self.context.surroundings);
        let used = &self.context.model.used_elsewhere;
        let model = Model::of_pass(
            &document,
            surroundings,
            &EvaluationMode::Used(targets, used.clone()),
        );
        found(&Context::new(&document, &model, targets, surroundings))
    }

    /// The top-level statements that a fix changes.
    fn edited(&self, fix: &Fix) -> Vec<usize> {
        let edits = fix.edits.iter();
        let mut statements: Vec<usize> = edits
            .flat_map(|edit| self.statement(edit.range.start)..=self.statement(edit.range.end))
            .collect();
        statements.dedup();
        statements
    }

    fn statement(&self, byte: usize) -> usize {
        self.context.document.statement_at(byte).unwrap_or(0)
    }
}

/// What is known of a fix after a trial with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TrialVerdict {
    Passes,
    Fails,
    /// It passes or fails, or another one does.
    Open,
}

fn found(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| CHILD_RULES.contains(&rule.code)) {
        rule.look_at(context, &mut findings);
    }
    findings
}
