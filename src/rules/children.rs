//! What the rules about child processes share: cases by place, and their words.

use std::ops::Range;

use super::Context;
use crate::facts::StartMethod;
use crate::facts::spawns::Kind;
use crate::finding::{Finding, Place, Related, Severity};
use crate::model::children::records::Spawn;
use crate::world::Worlds;

/// Something that goes wrong at one place; the same place may be reached in several ways.
pub(super) struct Case {
    pub(super) range: Range<usize>,
    pub(super) worlds: Worlds,
    pub(super) certain: bool,
    /// What is wrong, after "fails on Windows: ".
    pub(super) reason: String,
    pub(super) help: String,
    pub(super) related: Vec<Related>,
}

impl Case {
    /// Adds a case, to the one at the same place if there is one.
    pub(super) fn add(self, cases: &mut Vec<Self>) {
        if self.worlds.is_empty() {
            return;
        }
        match cases.iter_mut().find(|known| known.range == self.range) {
            Some(known) => {
                known.worlds |= self.worlds;
                known.certain |= self.certain;
            }
            None => cases.push(self),
        }
    }

    /// Adds the findings of a rule.
    pub(super) fn report(
        cases: Vec<Self>,
        rule: &'static str,
        context: &Context<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let cases = cases.into_iter();
        findings.extend(cases.map(|case| case.finding(rule, context)));
    }

    fn finding(self, rule: &'static str, context: &Context<'_>) -> Finding {
        let worlds = self.worlds.in_english(context.targets);
        let mut related = self.related;
        if rule != super::start_method_at_import::RULE.code {
            related.extend(settings_behind(context, self.worlds));
        }
        for one in &mut related {
            if let Place::Here(range) = &one.place {
                one.place = context.model.places.of(range);
            }
        }
        Finding {
            rule,
            severity: match self.certain {
                true => Severity::Error,
                false => Severity::Warning,
            },
            range: self.range,
            worlds: self.worlds,
            message: format!("fails {worlds}: {}", self.reason),
            help: Some(self.help),
            site: None,
            fixes: Vec::new(),
            patch: None,
            related,
        }
    }
}

/// Where the start method is set without which children would be forked in some of these worlds.
/// Contexts have a method of their own, so where there are any nothing is said.
fn settings_behind(context: &Context<'_>, worlds: Worlds) -> Vec<Related> {
    let text = context.document.text().as_str();
    if ["get_context", "mp_context"]
        .iter()
        .any(|word| text.contains(word))
    {
        return Vec::new();
    }
    let changed = worlds & StartMethod::Fork.default_in();
    let behind = context.model.settings.iter().filter(|setting| {
        setting.methods.iter().any(|(within, method)| {
            let other = method.is_some_and(|method| method != StartMethod::Fork);
            other && (*within & setting.worlds).overlaps(changed)
        })
    });
    behind
        .map(|setting| related(setting.range.clone(), "the start method is set here"))
        .collect()
}

/// A place in the document that explains something.
pub(super) fn related(range: Range<usize>, message: impl Into<String>) -> Related {
    Related {
        place: Place::Here(range),
        message: message.into(),
    }
}

/// Where a child starts that a call leads to.
pub(super) fn started(spawn: &Spawn) -> impl Iterator<Item = Related> {
    let what = match spawn.role.kind {
        Kind::Process | Kind::Pool | Kind::Executor | Kind::Torch => "it is started here",
        _ => "it goes to a child here",
    };
    let place = spawn.through.first().cloned();
    place.into_iter().map(move |place| related(place, what))
}

/// The source of an expression, if it is short.
pub(super) fn quoted(context: &Context<'_>, range: &Range<usize>) -> String {
    let text = context.text(range.clone());
    match text.len() <= 40 && !text.contains('\n') {
        true => format!("`{text}`"),
        false => "this".into(),
    }
}

/// Whether the process that is made here may be started: it is harmless otherwise.
pub(super) fn may_start(context: &Context<'_>, spawn: &Spawn) -> bool {
    if spawn.role.kind != Kind::Process {
        return true;
    }
    let text = context.document.text().as_str();
    let made = spawn.through.first().unwrap_or(&spawn.range);
    let after = text.get(made.end..).unwrap_or("");
    !after.trim_start().starts_with(".run(") && text.contains(".start")
}

/// Whether pickling is not what it is in the standard library.
fn pickles_otherwise(context: &Context<'_>) -> bool {
    let text = context.document.text().as_str();
    [
        "__qualname__",
        "ForkingPickler",
        "copyreg",
        "multiprocess ",
        "multiprocess\n",
        "multiprocess.",
        "import dill",
        "cloudpickle",
        "pathos",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// The calls that pickle what they hand over, and the worlds in which they do.
pub(super) fn pickling<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (&'c Spawn, Worlds)> {
    let (spawns, lifted) = match pickles_otherwise(context) {
        true => (&[][..], &[][..]),
        false => (&context.model.spawns[..], &context.model.lifted[..]),
    };
    spawns
        .iter()
        .chain(lifted)
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
