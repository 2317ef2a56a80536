//! What a module is to those who import it: where that fails, and what its names are.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::facts::Fact;
use crate::limits::reached;
use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::uses::{Site, Use};
use crate::model::surroundings::{ImportFailure, ImportStep, Summary, Surroundings};
use crate::model::value::exception::Exception;
use crate::model::value::{Partition, Value};
use crate::model::{Model, each_statement};
use crate::syntax::ast::Function;
use crate::syntax::{Document, Statement};
use crate::text::Text;
use crate::world::{Platform, Worlds, listed};

/// Values with more values in them are data, and unknown to importers: a few lines can make one that
/// is written out in gigabytes.
const MAX_VALUE_WEIGHT: u32 = 4096;
/// Values nested deeper than this are unknown.
const MAX_VALUE_DEPTH: u32 = 6;
/// What a function with more statements returns is unknown.
const MAX_FUNCTION_STATEMENTS: usize = 40;

impl Summary {
    /// Evaluates the text of a module in these worlds, without the statements that `left_out` gives a
    /// name for. `path` is where it is, `shown` the path that a person knows it by.
    pub fn of(
        document: &Document,
        surroundings: &dyn Surroundings,
        worlds: Worlds,
        place: (&str, &str),
        left_out: &dyn Fn(&Statement) -> Option<String>,
    ) -> Self {
        let mut evaluator = Evaluator::new(surroundings, worlds);
        let mut kept = Vec::new();
        for statement in document.statements() {
            match left_out(statement) {
                Some(name) => _ = evaluator.left_out.insert(name.into()),
                None => kept.push((statement.start, statement.chunk.block())),
            }
        }
        evaluator.only_called = true;
        evaluator.module(&kept);
        let (names, exported) = names(&mut evaluator, worlds);
        let model = Model::settled(evaluator, worlds);
        let mut failures: Vec<ImportFailure> = Vec::new();
        let mut failed = Worlds::NONE;
        for usage in &model.uses {
            let fails = usage.certain - failed;
            let always = matches!(usage.site, Site::Leave { .. }) && fails == worlds;
            // What fails everywhere is not about platforms, and more likely our mistake.
            if fails.is_empty() || usage.exception == Exception::Divergence || always {
                continue;
            }
            if let Some(failure) = failure(usage, fails, document.text(), place) {
                failed |= fails;
                failures.push(failure);
            }
        }
        Self {
            failures,
            names: Arc::new(names),
            exported,
        }
    }

    /// Takes back that names are missing in the worlds that `doubted` makes of those in which they are.
    pub(crate) fn forget_missing(&mut self, doubted: &dyn Fn(Worlds) -> Worlds) {
        let is_missing = |value: &Value| *value == Value::Unbound;
        let doubts = |value: &Partition| doubted(value.worlds(Worlds::ALL, is_missing));
        if self.names.values().all(|value| doubts(value).is_empty()) {
            return;
        }
        for value in Arc::make_mut(&mut self.names).values_mut() {
            let doubtful = doubts(value);
            value.set(doubtful, &Partition::UNKNOWN);
        }
    }

    /// Whether anything is known that is not the same in all these worlds.
    pub fn matters(&self, worlds: Worlds) -> bool {
        !self.failures.is_empty()
            || self
                .names
                .values()
                .any(|value| value.single(worlds).is_none())
    }
}

fn failure(
    usage: &Use,
    worlds: Worlds,
    text: &Text,
    (path, shown): (&str, &str),
) -> Option<ImportFailure> {
    let (does, reason, rest) = match &usage.site {
        Site::Import { fact, .. }
        | Site::ImportFrom {
            name: None, fact, ..
        } => (format!("imports `{}`", fact.name), only(fact), &[][..]),
        Site::ImportFrom {
            name: Some(name),
            fact,
            ..
        } => (format!("imports `{}`", name.name), only(fact), &[][..]),
        Site::Attribute { fact, .. } | Site::Call { fact, .. } => {
            (format!("uses `{}`", fact.name), only(fact), &[][..])
        }
        Site::StartMethod {
            method: Ok(method), ..
        } => (
            format!("asks for the start method `{}`", method.name()),
            "exists on Unix only".to_owned(),
            &[][..],
        ),
        Site::StartMethod { .. } | Site::Substring { .. } => return None,
        Site::Leave { text } => (text.clone(), String::new(), &[][..]),
        Site::FailingImport { failure, module } => (
            format!("imports `{module}`"),
            failure.reason.clone(),
            &failure.chain[..],
        ),
    };
    let mut chain = vec![ImportStep {
        path: path.to_owned(),
        shown: shown.to_owned(),
        does,
        start: text.line_and_column(usage.range.start),
        end: text.line_and_column(usage.range.end),
    }];
    chain.extend(rest.iter().cloned());
    Some(ImportFailure {
        worlds,
        exception: usage.exception.name().to_owned(),
        reason,
        chain,
        own: false,
        absent: match &usage.site {
            Site::FailingImport { failure, .. } => failure.absent.clone(),
            _ => None,
        },
    })
}

/// "exists on Unix only", "was removed in Python 3.13".
fn only(fact: &Fact) -> String {
    if let Some(change) = fact.version_change() {
        return change;
    }
    let available = fact.available;
    let desks = [
        Platform::Linux,
        Platform::Macos,
        Platform::Windows,
        Platform::Freebsd,
    ];
    let whole: Vec<Platform> = desks
        .into_iter()
        .filter(|&platform| available.contains(Worlds::platform(platform)))
        .collect();
    let some = desks
        .iter()
        .filter(|&&platform| available.overlaps(Worlds::platform(platform)));
    if some.count() != whole.len() || whole.is_empty() {
        let known = desks.into_iter().fold(Worlds::NONE, |all, platform| {
            all | Worlds::platform(platform)
        });
        return format!("does not exist {}", (!available).in_english(known));
    }
    if whole.len() == 3 && !whole.contains(&Platform::Windows) {
        return "exists on Unix only".to_owned();
    }
    let titles: Vec<&str> = whole.iter().map(|platform| platform.title()).collect();
    format!("exists on {} only", listed(&titles))
}

type Names = BTreeMap<String, Partition>;

/// The values of the module's names, and the list of those that `*` takes.
fn names(evaluator: &mut Evaluator<'_>, worlds: Worlds) -> (Names, Option<Vec<String>>) {
    let ends = evaluator.reach;
    let Some(scope) = evaluator.scopes.first() else {
        return (Names::default(), None);
    };
    let makes_names =
        scope.environment.contains_key("__getattr__") || evaluator.left_out.contains("__getattr__");
    let dynamic = makes_names || !scope.stars.is_empty();
    let all: Vec<_> = scope
        .environment
        .iter()
        .map(|(name, value)| {
            let mut value = value.clone();
            evaluator.rebound.apply(name, &mut value);
            (name.clone(), value)
        })
        .collect();
    let exported = match scope
        .environment
        .get("__all__")
        .map(|all| all.single(worlds))
    {
        Some(Some(Value::Items(items))) => items
            .iter()
            .map(|item| match item {
                Value::Str(name) => Some(name.to_string()),
                _ => None,
            })
            .collect(),
        _ => None,
    };
    let mut names = Names::default();
    for (name, value) in all {
        if evaluator.left_out.contains(&name) {
            continue;
        }
        // Where it ends early, by a skip, nobody gets to ask for them.
        let missing = value.worlds(worlds & ends, |value| *value == Value::Unbound);
        let mut value = portable(evaluator, &value, 0);
        if !dynamic && missing != worlds {
            value.set(missing, &Partition::always(Value::Unbound));
        }
        if value != Partition::UNKNOWN {
            names.insert(name.to_string(), value);
        }
    }
    (names, exported)
}

/// The value without what belongs to the evaluated document.
fn portable(evaluator: &mut Evaluator<'_>, value: &Partition, depth: u32) -> Partition {
    let mut weight = 0;
    value.each_value(&mut |value| weight = value.weight().saturating_add(weight));
    if depth > MAX_VALUE_DEPTH || weight > MAX_VALUE_WEIGHT {
        reached("nested values of another module");
        return Partition::UNKNOWN;
    }
    value.then(Worlds::ALL, |_, value| {
        let kept = match value {
            Value::Function(id) if is_short(&evaluator.function_of(*id)) => {
                let outcome = evaluator.outcome(*id);
                let never = !outcome.comes_back | evaluator.skipped_by_fixture(*id, 0);
                let mut returns = outcome.value;
                returns.set(never, &Partition::always(Value::Never));
                Value::Returns(Arc::new(portable(evaluator, &returns, depth + 1)))
            }
            Value::Returns(returns) => {
                Value::Returns(Arc::new(portable(evaluator, returns, depth + 1)))
            }
            Value::Items(items) => {
                let items: Option<Vec<Value>> = items
                    .iter()
                    .map(|item| {
                        let item = Partition::always(item.clone());
                        let item = portable(evaluator, &item, depth + 1);
                        item.single(Worlds::ALL).cloned()
                    })
                    .collect();
                match items {
                    Some(items) => Value::Items(items.into()),
                    None => return Partition::UNKNOWN,
                }
            }
            Value::Dict(entries) => {
                let mut kept = Vec::new();
                for (key, value) in entries.iter() {
                    let key = portable(evaluator, &Partition::always(key.clone()), depth + 1);
                    let value = portable(evaluator, value, depth + 1);
                    match key.single(Worlds::ALL) {
                        Some(key) => kept.push((key.clone(), value)),
                        None => return Partition::UNKNOWN,
                    }
                }
                Value::Dict(kept.into())
            }
            Value::None
            | Value::Falsy
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Prefix(_)
            | Value::Version(_)
            | Value::Module(_)
            | Value::Symbol(_)
            | Value::Instance(_)
            | Value::Perhaps(_)
            | Value::Context(_)
            | Value::ContextMember(..)
            | Value::Never
            | Value::Skip => value.clone(),
            Value::Unknown
            | Value::Unbound
            | Value::Poisoned
            | Value::Function(_)
            | Value::Method(_)
            | Value::Class(_)
            | Value::Any(_)
            | Value::Object(..)
            | Value::Made(..)
            | Value::Imported(_)
            | Value::Parameter(..)
            | Value::Member(_)
            | Value::Each(_)
            | Value::ModuleName => return Partition::UNKNOWN,
        };
        Partition::always(kept)
    })
}

/// Whether it is worth finding out what a function returns: those that tell platforms apart are short.
fn is_short(function: &Function) -> bool {
    let mut statements = 0;
    each_statement(&function.body, &mut |_| statements += 1);
    statements <= MAX_FUNCTION_STATEMENTS
}
