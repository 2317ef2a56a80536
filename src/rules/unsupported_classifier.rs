//! A classifier that claims a platform or a version with which the project cannot be imported.
//!
//! In files that are not Python it is `crate::project` that finds them; here are those of `setup.py`.

use super::claims::{Claim, Failing, RULE as CODE, findings};
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::each_statement;
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind, StmtKind};

pub(super) static RULE: Rule = Rule {
    code: CODE,
    page: include_str!("unsupported-classifier.md"),
    level: Some(Severity::Warning),
    check,
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let text = context.document.text().as_str();
    if !text.contains("classifiers") || !text.contains("setup(") {
        return;
    }
    for statement in context.document.statements() {
        each_statement(statement.chunk.block(), &mut |inner| {
            if let StmtKind::Expr(call) = &inner.kind
                && let Some(arguments) = setup(call)
            {
                found.extend(of_setup(context, arguments, statement.start));
            }
        });
    }
}

/// The arguments of a call of setuptools' `setup`.
fn setup(call: &Expr) -> Option<&[Argument]> {
    let ExprKind::Call {
        function,
        arguments,
    } = &call.kind
    else {
        return None;
    };
    let is_setup = match &function.kind {
        ExprKind::Name(name) => &**name == "setup",
        ExprKind::Attribute { object, name } => {
            &**name == "setup"
                && matches!(&object.kind, ExprKind::Name(module) if &**module == "setuptools")
        }
        _ => false,
    };
    is_setup.then_some(arguments)
}

fn of_setup(context: &Context<'_>, arguments: &[Argument], base: usize) -> Vec<Finding> {
    let text = context.document.text().as_str();
    let value = |name: &str| {
        let mut named = arguments.iter().filter(
            |one| matches!(&one.kind, ArgumentKind::Keyword(keyword) if &**keyword == name),
        );
        named.next().map(|one| &one.value)
    };
    let inside = |value: &Expr| {
        let range = value.span.at(base);
        range.start + 1..range.end.saturating_sub(1)
    };
    let classifiers = value("classifiers").map_or(&[][..], items).iter();
    let mut claims: Vec<Claim> = classifiers
        .filter_map(|one| Claim::of_classifier(string(one)?, inside(one), text))
        .collect();
    let versions = value("python_requires");
    claims.extend(versions.and_then(|one| Claim::of_versions(string(one)?, inside(one), text)));
    if claims.is_empty() {
        return Vec::new();
    }
    let listed = ["packages", "py_modules"].map(|name| value(name).map_or(&[][..], items));
    let mut modules: Vec<String> = listed
        .into_iter()
        .flatten()
        .filter_map(|one| Some(string(one)?.to_owned()))
        .filter(|module| !module.contains('.'))
        .collect();
    if modules.is_empty() {
        let name = value("name").and_then(string);
        modules.extend(name.map(|name| name.replace('-', "_")));
    }
    let mut offers: Vec<(String, String)> = modules
        .iter()
        .map(|module| (format!("`import {module}`"), module.clone()))
        .collect();
    offers.extend(value("entry_points").map(commands).unwrap_or_default());
    let failing: Vec<Failing> = offers
        .iter()
        .flat_map(|(what, module)| failing(context, what, module))
        .collect();
    findings(&claims, &failing, context.targets, text)
}

/// What fails when this module is imported.
fn failing(context: &Context<'_>, what: &str, module: &str) -> Vec<Failing> {
    let summary = context.surroundings.module(module).unwrap_or_default();
    let failures = summary.failures.iter().filter_map(|failure| {
        let worlds = failure.worlds & context.targets;
        let says_why = !failure.chain.is_empty();
        (says_why && !worlds.is_empty()).then(|| Failing {
            what: what.to_owned(),
            failure: failure.clone(),
            worlds,
        })
    });
    failures.collect()
}

/// The commands in `{"console_scripts": ["run = pkg.cli:main"]}`, each with its module.
fn commands(entry_points: &Expr) -> Vec<(String, String)> {
    let ExprKind::Dict(entries) = &entry_points.kind else {
        return Vec::new();
    };
    let is_commands = |key: &Expr| string(key) == Some("console_scripts");
    let lists = entries
        .iter()
        .filter(|(key, _)| key.as_ref().is_some_and(is_commands));
    let lines = lists.flat_map(|(_, list)| items(list)).filter_map(string);
    let command = |line: &str| {
        let (name, entry) = line.split_once('=')?;
        let module = entry.split([':', '[']).next()?.trim();
        Some((format!("the command `{}`", name.trim()), module.to_owned()))
    };
    lines.filter_map(command).collect()
}

fn items(list: &Expr) -> &[Expr] {
    match &list.kind {
        ExprKind::List(items) | ExprKind::Tuple(items) => items,
        _ => &[],
    }
}

fn string(value: &Expr) -> Option<&str> {
    match &value.kind {
        ExprKind::Str(text) => Some(text),
        _ => None,
    }
}
