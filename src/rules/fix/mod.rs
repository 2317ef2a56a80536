//! Fixes: what each mends is in a file of its own; a rule names those that may mend what it finds.

pub(super) mod above_guard;
mod adjacent_if;
pub(super) mod affinity;
mod alarm;
pub(super) mod argument;
pub(super) mod argument_in_child;
pub(super) mod call_at_import;
pub(super) mod call_maker;
mod captured_names;
mod child_call;
mod children_of_element;
mod class_methods;
pub(super) mod conditional_import;
mod constant_test;
pub(super) mod copied_exception;
mod counterpart;
mod cut_definition;
mod default_factory;
pub(super) mod default_loop;
mod disk_space;
mod document_node;
pub(super) mod drop_in;
pub(super) mod dynamic_class;
mod early_return;
mod emptiness;
mod expression_edit;
pub(super) mod file_lock;
mod fix_cache;
mod fix_candidate;
mod fixes_of_many;
pub(super) mod global_as_argument;
pub(super) mod global_method;
mod guard_condition;
mod guard_consequences;
mod guard_edits;
mod guard_form;
pub(super) mod guard_use;
mod helper_function;
mod hoist_class;
pub(super) mod hoist_lambda;
pub(super) mod hoist_nested;
mod hoist_statement;
pub(super) mod hoist_worker;
mod identifiers;
mod import_bindings;
mod import_block;
mod import_parts;
pub(super) mod imported_main;
mod kill;
pub(super) mod lazy_import;
pub(super) mod listed_attribute;
pub(super) mod listed_result;
pub(super) mod made_in_child;
pub(super) mod made_when_used;
pub(super) mod main_function;
pub(super) mod main_guard;
pub(super) mod main_test;
pub(super) mod manager_proxy;
mod masked_failures;
mod memory_map;
mod module_exports;
pub(super) mod name_decorated;
mod names;
mod new_import;
pub(super) mod new_lock;
mod new_loop;
mod new_method;
mod none;
mod opened_file;
pub(super) mod outside_method;
pub(super) mod picklable_value;
mod pid_check;
pub(super) mod portable_class;
mod process_tree;
pub(super) mod quote_annotation;
pub(super) mod reduced_exception;
pub(super) mod remade_attribute;
mod remade_value;
pub(super) mod repeat_in_child;
pub(super) mod repeated_start_method;
mod replaced_file;
pub(super) mod rewrite;
pub(super) mod same_context;
mod scopes;
pub(super) mod selector_loop;
mod session;
mod signal_handler;
mod sorted_edits;
pub(super) mod spawn_context;
pub(super) mod start_method;
pub(super) mod state_in_initializer;
mod statement_lines;
mod statement_split;
mod style;
mod system_name;
mod test_answer;
pub(super) mod test_skip;
mod text_lines;
mod top_level;
mod trial;
pub(super) mod type_checking;
pub(super) mod unmangled_method;
pub(super) mod user_name;
pub(super) mod widened_except;
pub(super) mod windows_test;
pub(super) mod workers;
pub(super) mod wrap_worker;

pub(super) use document_node::DocumentNode;
pub(super) use fix_cache::FixCache;
use fix_candidate::FixCandidate;
pub(super) use fix_candidate::Trial;
use fixes_of_many::{FixReach, FixesOfMany};
pub(super) use names::Names;
pub(super) use style::Style;
pub(super) use top_level::{Statement, statements};

use foldhash::{HashMap, HashMapExt};

use super::{Context, rule};
use crate::finding::{Finding, Fix};
use crate::limits::reached;
use crate::model::summary::uses::{Site, Use};
use crate::syntax::ast::ExprKind;
use crate::text::PositionEncoding;
use crate::world::Worlds;

/// A way to mend what a rule finds.
#[derive(Debug)]
pub(super) struct Remedy {
    make: FixMaker,
    trial: Trial,
    reach: FixReach,
}

/// A line with more bytes was written by a program, and nobody reads what is changed in it.
const MAX_LINE_BYTES: usize = 1 << 13;

/// What makes the fixes.
#[derive(Debug)]
enum FixMaker {
    OfFinding(fn(&Context<'_>, &Finding) -> Option<Fix>),
    OfUse(fn(&Context<'_>, &Use) -> Option<Fix>),
    ManyOfUse(fn(&Context<'_>, &Use) -> Vec<Fix>),
}

impl Remedy {
    /// It looks at the finding alone.
    pub(super) const fn of_finding(fix: fn(&Context<'_>, &Finding) -> Option<Fix>) -> Self {
        Self {
            make: FixMaker::OfFinding(fix),
            trial: Trial::None,
            reach: FixReach::Finding,
        }
    }

    /// It looks at the use that the finding is about.
    pub(super) const fn of_use(fix: fn(&Context<'_>, &Use) -> Option<Fix>) -> Self {
        Self {
            make: FixMaker::OfUse(fix),
            trial: Trial::None,
            reach: FixReach::Finding,
        }
    }

    /// The same, and there may be several.
    pub(super) const fn many_of_use(fixes: fn(&Context<'_>, &Use) -> Vec<Fix>) -> Self {
        Self {
            make: FixMaker::ManyOfUse(fixes),
            trial: Trial::None,
            reach: FixReach::Finding,
        }
    }

    /// It changes all that follows as well.
    pub(super) const fn of_rest(mut self) -> Self {
        self.reach = FixReach::Rest;
        self
    }

    /// It changes what others use as well.
    pub(super) const fn of_shared(mut self) -> Self {
        self.reach = FixReach::Shared;
        self
    }

    /// It is offered only after a trial.
    pub(super) const fn tried(mut self, trial: Trial) -> Self {
        self.trial = trial;
        self
    }

    fn fixes(&self, context: &Context<'_>, finding: &Finding) -> Vec<Fix> {
        // What nobody calls any more is no call that could be written in another way.
        let is_call = |usage: &&Use| !matches!(&usage.site, Site::Call { call, .. } if matches!(call.kind, ExprKind::Name(_)));
        let site = || context.use_of(finding).filter(is_call);
        match self.make {
            FixMaker::OfFinding(fix) => fix(context, finding).into_iter().collect(),
            FixMaker::OfUse(fix) => site()
                .and_then(|site| fix(context, site))
                .into_iter()
                .collect(),
            FixMaker::ManyOfUse(fixes) => site().map_or_else(Vec::new, |site| fixes(context, site)),
        }
    }
}

/// The fixes of each finding. Those that change nothing where the code worked come first; else the
/// order is the one in which the rules name them.
pub(super) fn fixes(context: &Context<'_>, findings: &[&Finding]) -> Vec<Vec<Fix>> {
    let mut candidates: Vec<FixCandidate<'_>> = Vec::new();
    let mut of_many: HashMap<(&str, usize), FixesOfMany> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if context.surroundings.cancelled() {
            break;
        }
        let remedies = rule(finding.rule).map_or(&[][..], |rule| rule.fixes);
        if !remedies.is_empty() && is_on_long_line(context, finding) {
            continue;
        }
        for (number, remedy) in remedies.iter().enumerate() {
            let make = || remedy.fixes(context, finding);
            let fixes = match remedy.reach {
                FixReach::Finding => make(),
                reach => {
                    let made = of_many.entry((finding.rule, number)).or_default();
                    made.of_finding(context, finding, reach, make)
                }
            };
            for fix in fixes {
                let mut own = candidates.iter().rev().take_while(|other| other.at == at);
                // Two ways may come to the same.
                if own.any(|other| other.fix.edits == fix.edits) {
                    continue;
                }
                candidates.push(FixCandidate {
                    at,
                    finding,
                    fix,
                    trial: remedy.trial,
                });
            }
        }
    }
    let passed = trial::passed(context, &candidates);
    let mut fixes: Vec<Vec<Fix>> = findings.iter().map(|_| Vec::new()).collect();
    for (candidate, passed) in candidates.into_iter().zip(passed) {
        if let (true, Some(own)) = (passed, fixes.get_mut(candidate.at)) {
            // Most have one, and there may be as many lists as lines.
            own.reserve_exact(1);
            own.push(candidate.fix);
        }
    }
    for own in &mut fixes {
        own.sort_by_key(|fix| fix.applicability);
    }
    fixes
}

fn is_on_long_line(context: &Context<'_>, finding: &Finding) -> bool {
    let text = context.document.text();
    let line = text
        .position(finding.range.start, PositionEncoding::Utf8)
        .line;
    let is_long = text.line(line as usize).len() >= MAX_LINE_BYTES;
    if is_long {
        reached("characters in a line with a finding");
    }
    is_long
}

/// The worlds in which it works, as far as somebody knows.
fn works(usage: &Use) -> Worlds {
    match (&usage.site, usage.site.fact()) {
        (_, Some(fact)) => fact.available,
        (
            Site::StartMethod {
                method: Ok(method), ..
            },
            None,
        ) => method.available(),
        _ => Worlds::NONE,
    }
}

/// What is wrong with a use, for whoever reads the code: "os.fork does not exist on Windows".
fn reason(context: &Context<'_>, usage: &Use) -> String {
    let place = usage.worlds.in_english(context.targets);
    match &usage.site {
        Site::Import { fact, .. }
        | Site::ImportFrom { fact, .. }
        | Site::Attribute { fact, .. } => {
            format!("{} does not exist {place}", fact.name)
        }
        Site::Call { fact, .. } => {
            let function = fact.name.split('(').next().unwrap_or(fact.name);
            format!("{function} does not work {place}")
        }
        Site::StartMethod {
            method: Ok(method), ..
        } => format!("the start method {} does not exist {place}", method.name()),
        Site::FailingImport { module, .. } => format!("{module} cannot be imported {place}"),
        _ => format!("this does not work {place}"),
    }
}
