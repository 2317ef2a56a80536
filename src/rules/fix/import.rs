//! Fixes of imports: from the portable place, or only where the name exists.

use super::guard;
use super::layout::Lines;
use super::new_import;
use crate::finding::{Applicability, Fix};
use crate::model::uses::{Site, Use};
use crate::rules::Context;
use crate::syntax::ast::{ImportFrom, ImportedName};
use crate::text::Edit;

/// The fixes of an import that fails, the preferred one first.
pub(in crate::rules) fn fixes(context: &Context<'_>, one: &Use<'_>) -> Vec<Fix> {
    let Site::ImportFrom {
        statement,
        name: Some(name),
        fact,
    } = &one.site
    else {
        return Vec::new();
    };
    let Some(replacement) = replacement(fact.name) else {
        return Vec::new();
    };
    let fixes = [
        conditional(context, one, statement, name, &replacement),
        portable(context, one, statement, name, &replacement),
    ];
    fixes.into_iter().flatten().collect()
}

/// The portable class that stands in for one that exists on some platforms only.
struct Replacement {
    module: &'static str,
    name: &'static str,
    /// What is different about it where the other one works.
    difference: &'static str,
}

fn replacement(name: &str) -> Option<Replacement> {
    let class = name.strip_prefix("multiprocessing.context.")?;
    let name = match class {
        "ForkProcess" | "ForkServerProcess" => "Process",
        "ForkContext" | "ForkServerContext" => "SpawnContext",
        _ => return None,
    };
    Some(match name {
        "Process" => Replacement {
            module: "multiprocessing",
            name,
            difference: "starts by the default start method",
        },
        _ => Replacement {
            module: "multiprocessing.context",
            name,
            difference: "starts by spawn",
        },
    })
}

/// `from m import Process as ForkProcess`
fn from_portable(replacement: &Replacement, name: &ImportedName) -> String {
    let target = name.alias.as_ref().unwrap_or(&name.name);
    let Replacement { module, name, .. } = replacement;
    if **target == **name {
        format!("from {module} import {name}")
    } else {
        format!("from {module} import {name} as {target}")
    }
}

fn portable(
    context: &Context<'_>,
    one: &Use<'_>,
    statement: &ImportFrom,
    name: &ImportedName,
    replacement: &Replacement,
) -> Option<Fix> {
    let import = from_portable(replacement, name);
    let lines = Lines::of(context.document.text().as_str(), &one.statement)?;
    let edits = match &statement.names[..] {
        [_] => vec![Edit {
            range: one.statement.clone(),
            content: import,
        }],
        _ => vec![
            without(context, one, statement, name)?,
            after(&lines, format!("{}{}{import}", lines.newline, lines.indent)),
        ],
    };
    Some(Fix {
        title: format!(
            "Import {} from {} instead (it {} everywhere)",
            replacement.name, replacement.module, replacement.difference
        ),
        applicability: Applicability::Unsafe,
        edits,
    })
}

fn conditional(
    context: &Context<'_>,
    one: &Use<'_>,
    statement: &ImportFrom,
    name: &ImportedName,
    replacement: &Replacement,
) -> Option<Fix> {
    let condition = guard::condition(!one.worlds, context.targets)?;
    let lines = Lines::of(context.document.text().as_str(), &one.statement)?;
    let step = lines.step;
    let imported = context.text(name.span.at(one.base));
    let block = lines.join(&[
        format!("if {condition}:"),
        format!(
            "{step}from {} import {imported}{}",
            statement.module, lines.comment
        ),
        "else:".to_owned(),
        format!("{step}{}", from_portable(replacement, name)),
    ]);
    let mut edits: Vec<Edit> = new_import::import(context, "sys", one.statement.start)
        .into_iter()
        .collect();
    if let [_] = &statement.names[..] {
        edits.push(Edit {
            range: lines.range.clone(),
            content: block,
        });
    } else {
        edits.push(without(context, one, statement, name)?);
        edits.push(after(
            &lines,
            format!("{}{}{block}", lines.newline, lines.indent),
        ));
    }
    Some(Fix {
        title: format!(
            "Import {} only where it exists, {} elsewhere",
            name.name, replacement.name
        ),
        applicability: Applicability::Safe,
        edits,
    })
}

fn after(lines: &Lines<'_>, content: String) -> Edit {
    let end = lines.range.end;
    Edit {
        range: end..end,
        content,
    }
}

/// Takes one of several names out of an import, with its comma.
fn without(
    context: &Context<'_>,
    one: &Use<'_>,
    statement: &ImportFrom,
    name: &ImportedName,
) -> Option<Edit> {
    let at = statement
        .names
        .iter()
        .position(|other| other.span == name.span)?;
    let range = if let Some(next) = statement.names.get(at + 1) {
        name.span.at(one.base).start..next.span.at(one.base).start
    } else {
        let before = statement.names.get(at.checked_sub(1)?)?;
        before.span.at(one.base).end..name.span.at(one.base).end
    };
    // A comment between the names would be lost.
    (!context.text(range.clone()).contains('#')).then(|| Edit {
        range,
        content: String::new(),
    })
}
