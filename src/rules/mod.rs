//! The rules: what each is called, says of itself, and looks for.

mod children;
pub(crate) mod claims;
mod divergent_call;
mod executor_limits;
pub(crate) mod failing_import;
mod fix;
mod fork_with_threads;
mod global_reads;
mod implicit_start_method;
mod message_words;
mod missing_freeze_support;
mod missing_main_guard;
mod mixed_contexts;
mod page;
mod renamed_file;
mod start_method_at_import;
mod unavailable_attribute;
mod unavailable_import;
mod unavailable_start_method;
mod unbound_global;
mod unimportable_worker;
mod unpicklable_argument;
mod unpicklable_result;
mod unpicklable_worker;
mod unshared_global;
mod unsupported_call;
mod unsupported_classifier;
mod untested_platform;
pub(crate) mod unused_ignore;
mod win_in_darwin;

use std::cell::OnceCell;

pub use page::home;

use claims::{ProjectClaims, SetupClaims};

use crate::config::{Config, Level};
use crate::finding::{Finding, Fix, Severity};
use crate::ignore::Ignores;
use crate::model::Model;
use crate::model::summary::uses::Use;
use crate::model::surroundings::{Origin, Surroundings};
use crate::syntax::Document;
use crate::world::Worlds;

/// A rule: a situation that fails in some worlds.
#[derive(Debug)]
pub struct Rule {
    /// The code, which is the name of its page: kebab-case, names the bad pattern.
    pub code: &'static str,
    /// The page, in Markdown: its documentation and its fixtures.
    pub page: &'static str,
    /// The severity of its gravest findings when nothing else is set; `None`: off.
    pub level: Option<Severity>,
    /// What a file must hold so that it can find anything.
    pub(crate) needs: Needs,
    /// What it looks at, and adds its findings.
    check: Check,
    /// What may mend it, the preferred one first.
    fixes: &'static [fix::Remedy],
}

/// What a rule looks at; it adds what it finds.
#[derive(Clone, Copy, Debug)]
enum Check {
    /// A document, once it is evaluated.
    Document(fn(&Context<'_>, &mut Vec<Finding>)),
    /// What a project says of itself, in `setup.py` or in a file that is not Python.
    Claims(fn(&dyn ProjectClaims, &mut Vec<Finding>)),
    /// The comments that ignore findings, once it is known which of them did.
    Ignores(fn(&Ignores<'_>, &Config, &mut Vec<Finding>)),
}

/// What a file must hold so that a rule can find something in it: the search before parsing (`crate::search`) passes
/// over files without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// A name that leads to something with a fact about it, to what starts child processes, or to a module that fails.
    Names,
    /// A call of `setup`.
    Setup,
    /// A comment that ignores something.
    Comments,
    /// Nothing: it may speak of every file.
    Anything,
}

impl Rule {
    /// Whether it speaks with these settings.
    pub(crate) fn is_on(&self, config: &Config) -> bool {
        match config.levels.get(self.code) {
            Some(level) => *level != Level::Off,
            None => self.level.is_some(),
        }
    }

    /// Runs its check of a document, if it has one; claims and comments are checked elsewhere.
    fn look_at(&self, context: &Context<'_>, findings: &mut Vec<Finding>) {
        if let Check::Document(check) = self.check {
            check(context, findings);
        }
    }

    /// Its findings with the severity that is set for it.
    pub(crate) fn with_level(&self, mut findings: Vec<Finding>, config: &Config) -> Vec<Finding> {
        if let Some(Level::At(severity)) = config.levels.get(self.code) {
            for finding in &mut findings {
                finding.severity = *severity;
            }
        }
        findings
    }
}

/// Every rule, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &divergent_call::RULE,
    &executor_limits::RULE,
    &failing_import::RULE,
    &fork_with_threads::RULE,
    &implicit_start_method::RULE,
    &missing_freeze_support::RULE,
    &missing_main_guard::RULE,
    &mixed_contexts::RULE,
    &start_method_at_import::RULE,
    &unavailable_attribute::RULE,
    &unavailable_import::RULE,
    &unavailable_start_method::RULE,
    &unimportable_worker::RULE,
    &unpicklable_argument::RULE,
    &unpicklable_result::RULE,
    &unpicklable_worker::RULE,
    &unshared_global::RULE,
    &unsupported_call::RULE,
    &unsupported_classifier::RULE,
    &untested_platform::RULE,
    &unused_ignore::RULE,
    &win_in_darwin::RULE,
];

/// The rule with that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// Whether there are fixes that may mend a finding: no look at the code is needed to tell.
pub fn is_ever_fixed(finding: &Finding) -> bool {
    !finding.fixes.is_empty() || rule(finding.rule).is_some_and(|rule| !rule.fixes.is_empty())
}

/// The codes of every rule: what settings may name.
pub fn codes() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.code).collect()
}

/// What a rule may look at.
pub(crate) struct Context<'a> {
    pub(crate) document: &'a Document,
    pub(crate) model: &'a Model,
    pub(crate) targets: Worlds,
    pub(crate) origin: Origin,
    pub(crate) surroundings: &'a dyn Surroundings,
    style: OnceCell<fix::Style>,
    names: OnceCell<fix::Names<'a>>,
    statements: OnceCell<Vec<fix::Statement<'a>>>,
    memory: fix::FixCache<'a>,
}

impl<'a> Context<'a> {
    /// Nothing is looked at yet.
    pub(crate) fn new(
        document: &'a Document,
        model: &'a Model,
        targets: Worlds,
        surroundings: &'a dyn Surroundings,
    ) -> Self {
        Self {
            document,
            model,
            targets,
            origin: surroundings.origin(),
            surroundings,
            style: OnceCell::new(),
            names: OnceCell::new(),
            statements: OnceCell::new(),
            memory: fix::FixCache::default(),
        }
    }

    /// How the document is written, for what fixes add to it.
    fn style(&self) -> &fix::Style {
        self.style
            .get_or_init(|| fix::Style::of(self.document.text().as_str()))
    }

    /// Where each name of the document is bound and read.
    fn names(&self) -> &fix::Names<'a> {
        self.names.get_or_init(|| fix::Names::of(self.document))
    }

    /// The statements of the module itself.
    fn statements(&self) -> &[fix::Statement<'a>] {
        self.statements
            .get_or_init(|| fix::statements(self.document))
    }

    /// The use that a finding is about; `None` if it is about something else.
    pub(crate) fn use_of(&self, finding: &Finding) -> Option<&Use> {
        let mut same = self.model.uses_at(&finding.range);
        same.nth(finding.site?)
    }

    /// Whether there is a string with just this name, which may stand for it: in `__all__`, in `getattr`.
    fn is_quoted(&self, name: &str) -> bool {
        self.memory.is_quoted(self, name)
    }

    /// The bytes of the document.
    fn text(&self, range: std::ops::Range<usize>) -> &str {
        self.document.text().as_str().get(range).unwrap_or("")
    }
}

/// The ways to mend each of these findings of rules, the preferred one first.
pub(crate) fn fixes(context: &Context<'_>, findings: &[&Finding]) -> Vec<Vec<Fix>> {
    fix::fixes(context, findings)
}

/// Runs the rules that are on and look at a document; the findings have their settings applied, and no fixes yet.
pub(crate) fn run(context: &Context<'_>, config: &Config) -> Vec<Finding> {
    let setup = OnceCell::new();
    let setup = || setup.get_or_init(|| SetupClaims::of(context)).as_ref();
    findings_of(config, |rule, found| {
        if context.surroundings.cancelled() {
            return;
        }
        rule.look_at(context, found);
        if let Check::Claims(check) = rule.check
            && let Some(claims) = setup()
        {
            check(claims, found);
        }
    })
}

/// What is wrong with what a project says of itself, in a file that is not Python.
pub(crate) fn of_claims(claims: &dyn ProjectClaims, config: &Config) -> Vec<Finding> {
    findings_of(config, |rule, found| {
        if let Check::Claims(check) = rule.check {
            check(claims, found);
        }
    })
}

/// What is wrong with the comments of a document that ignore findings.
pub(crate) fn of_ignores(ignores: &Ignores<'_>, config: &Config) -> Vec<Finding> {
    findings_of(config, |rule, found| {
        if let Check::Ignores(check) = rule.check {
            check(ignores, config, found);
        }
    })
}

fn findings_of(config: &Config, find: impl Fn(&Rule, &mut Vec<Finding>)) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.is_on(config)) {
        let mut found = Vec::new();
        find(rule, &mut found);
        let found = rule.with_level(found, config);
        match findings.is_empty() {
            true => findings = found,
            false => findings.extend(found),
        }
    }
    findings.shrink_to_fit();
    findings
}
