//! What the rules about child processes share: cases by place, and their words.

use std::collections::hash_map::Entry;
use std::ops::Range;

use foldhash::HashMap;

use super::Context;
use crate::facts::StartMethod;
use crate::facts::spawns::SpawnKind;
use crate::finding::{Finding, Location, ObstacleKind, PicklingObstacle, Related, Severity};
use crate::model::children::records::Spawn;
use crate::model::children::start_methods::Method;
use crate::model::link::other_modules::is_outside;
use crate::model::objects::unpicklable_reasons::Unpicklable;
use crate::world::Worlds;

/// How many places that set the start method are shown beside a finding: one tells why, a few tell where to look.
const MAX_SHOWN_START_METHOD_CALLS: usize = 8;

/// What happens on so many platforms happens everywhere.
const MIN_EVERYWHERE_PLATFORMS: usize = 3;

/// Something that goes wrong at one place; the same place may be reached in several ways.
pub(super) struct ChildCase {
    pub(super) range: Range<usize>,
    pub(super) worlds: Worlds,
    pub(super) certain: bool,
    /// What fails, before the worlds: "`log` cannot be pickled".
    pub(super) what: String,
    /// Why, behind them: "it is an open file"; empty where that is said.
    pub(super) why: String,
    pub(super) help: String,
    pub(super) related: Vec<Related>,
    /// What keeps something from being pickled, if it is about that.
    pub(super) obstacle: Option<PicklingObstacle>,
}

impl ChildCase {
    /// Adds a case, to the one at the same place if there is one.
    pub(super) fn add(self, cases: &mut ChildCases) {
        if self.worlds.is_empty() {
            return;
        }
        match cases.places.entry(self.range.clone()) {
            Entry::Occupied(known) => {
                let known = &mut cases.all[*known.get()];
                known.worlds |= self.worlds;
                known.certain |= self.certain;
            }
            Entry::Vacant(place) => {
                place.insert(cases.all.len());
                cases.all.push(self);
            }
        }
    }

    /// Adds the findings of a rule.
    pub(super) fn report(
        cases: ChildCases,
        rule: &'static str,
        context: &Context<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let behind = settings_behind(context);
        let cases = cases.all.into_iter();
        findings.extend(cases.map(|case| case.finding(rule, context, &behind)));
    }

    /// The same, without the calls that set the start method, which are what the findings are about.
    pub(super) fn report_settings(
        cases: ChildCases,
        rule: &'static str,
        context: &Context<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let cases = cases.all.into_iter();
        findings.extend(cases.map(|case| case.finding(rule, context, &[])));
    }

    fn finding(
        self,
        rule: &'static str,
        context: &Context<'_>,
        behind: &[(Worlds, Range<usize>)],
    ) -> Finding {
        let what = match is_everywhere(self.worlds, context.targets) {
            true => self.what,
            false => format!("{} {}", self.what, self.worlds.in_english(context.targets)),
        };
        let mut related = self.related;
        let behind = behind
            .iter()
            .filter(|(within, _)| within.overlaps(self.worlds));
        let behind = behind
            .take(MAX_SHOWN_START_METHOD_CALLS)
            .map(|(_, range)| range.clone());
        related.extend(behind.map(|range| self::related(range, "the start method is set here")));
        for related in &mut related {
            if let Location::Here(range) = &related.place {
                related.place = context.model.places.of(range);
            }
        }
        Finding {
            help: Some(self.help),
            related,
            obstacle: self.obstacle.map(Box::new),
            ..Finding::new(
                rule,
                match self.certain {
                    true => Severity::Error,
                    false => Severity::Warning,
                },
                self.range,
                self.worlds,
                match self.why.is_empty() {
                    true => what,
                    false => format!("{what}: {}", self.why),
                },
            )
        }
    }
}

/// Whether it happens in all targets, and those are so many that nobody has to be told which.
fn is_everywhere(worlds: Worlds, targets: Worlds) -> bool {
    worlds.contains(targets) && targets.platforms().count() >= MIN_EVERYWHERE_PLATFORMS
}

/// The cases of a rule, by place.
#[derive(Default)]
pub(super) struct ChildCases {
    all: Vec<ChildCase>,
    places: HashMap<Range<usize>, usize>,
}

/// Where the start method is set without which children would be forked, and in which worlds.
/// Contexts have a method of their own, so where there are any nothing is reported.
fn settings_behind(context: &Context<'_>) -> Vec<(Worlds, Range<usize>)> {
    let mut spawns = context.model.spawns.iter();
    let chooses = |spawn: &Spawn| {
        let mut methods = spawn.methods.iter();
        methods.any(|(_, method)| *method != Method::Default)
    };
    if spawns.any(chooses) {
        return Vec::new();
    }
    let behind = context.model.settings.iter().map(|setting| {
        let others = setting.methods.iter();
        let others =
            others.filter(|(_, method)| method.is_some_and(|method| method != StartMethod::Fork));
        let others = others.fold(Worlds::NONE, |all, (within, _)| all | *within);
        let changed = others & setting.worlds & StartMethod::Fork.default_in();
        (changed, setting.range.clone())
    });
    behind.filter(|(changed, _)| !changed.is_empty()).collect()
}

/// A place in the document that explains something.
pub(super) fn related(range: Range<usize>, message: impl Into<String>) -> Related {
    Related {
        place: Location::Here(range),
        message: message.into(),
    }
}

/// Where a child starts that a call leads to.
pub(super) fn started(spawn: &Spawn) -> impl Iterator<Item = Related> {
    let what = match spawn.role.kind {
        SpawnKind::Process | SpawnKind::Pool | SpawnKind::Executor | SpawnKind::Torch => {
            "it is started here"
        }
        _ => "it goes to a child here",
    };
    let place = spawn.through.first().cloned();
    place.into_iter().map(move |place| related(place, what))
}

/// What to do about a lambda in another file, which no fix here can change.
pub(super) fn help_elsewhere(reason: &Unpicklable) -> Option<&'static str> {
    let is_elsewhere = reason.place.as_ref().is_some_and(is_outside);
    (is_elsewhere && reason.kind == ObstacleKind::Lambda).then_some(
        "Where it is made, use a function at the top of the module or a method instead of the lambda.",
    )
}

/// The source of an expression, if it is short.
pub(super) fn quoted(context: &Context<'_>, range: &Range<usize>) -> String {
    let text = context.text(range.clone());
    let before = context.text(range.start.saturating_sub(2)..range.start);
    if before == "**" && text.len() <= 40 && !text.contains('\n') {
        return format!("an entry of `{text}`");
    }
    match text.len() <= 40 && !text.contains('\n') {
        true => format!("`{text}`"),
        false => "this".into(),
    }
}

/// What is called, without its arguments: "`pool.map()`".
pub(super) fn called(context: &Context<'_>, range: &Range<usize>) -> String {
    let text = context.text(range.clone());
    let is_name = |text: &str| {
        text.chars()
            .all(|c| c.is_alphanumeric() || "._".contains(c))
    };
    match text.split_once('(') {
        Some((name, rest)) if is_name(name) && is_last_bracket(rest) => format!("`{name}()`"),
        // `Process(…).start()`
        Some((name, _)) if is_name(name) => {
            let last = text.rsplit_once(").").map_or("", |(_, last)| last);
            let method = last.split('(').next().filter(|method| is_name(method));
            match method.filter(|method| !method.is_empty()) {
                Some(method) => format!("`{name}(…).{method}()`"),
                None => quoted(context, range),
            }
        }
        _ => quoted(context, range),
    }
}

/// Whether the bracket that is open before a text closes at its end.
fn is_last_bracket(text: &str) -> bool {
    let mut depth = 1_usize;
    let closes = text.char_indices().find(|(_, letter)| {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => (),
        }
        depth == 0
    });
    closes.is_some_and(|(at, _)| at + 1 == text.len())
}

/// Whether the process that is made here may be started: it is harmless otherwise.
pub(super) fn may_start(context: &Context<'_>, spawn: &Spawn) -> bool {
    spawn.role.kind != SpawnKind::Process || context.model.may_start(spawn)
}

/// The calls that pickle what they hand over, and the worlds in which they do.
pub(super) fn pickling<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (&'c Spawn, Worlds)> {
    let spawns = context.model.spawns.iter();
    spawns
        .chain(&context.model.lifted)
        .filter(|spawn| context.model.pickles_plainly(spawn))
        .filter(|spawn| may_start(context, spawn))
        .map(move |spawn| (spawn, pickled(context, spawn)))
}

fn pickled(context: &Context<'_>, spawn: &Spawn) -> Worlds {
    if spawn.caught {
        return Worlds::NONE;
    }
    match spawn.role.always {
        true => spawn.worlds,
        false => context.model.spawning(&spawn.methods, spawn.worlds),
    }
}
