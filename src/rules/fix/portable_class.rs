//! Classes of `multiprocessing` that exist on some platforms only, and the ones that stand in for them.

use super::guard_condition::condition_of;
use super::import_bindings::FailingPart;
use super::import_block::ImportBlock;
use super::new_import;
use super::sorted_edits::sorted;
use super::statement_lines::StatementLines;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::syntax::ast::ImportedName;
use crate::text::Edit;

/// The fixes of an import of such a class, the preferred one first.
pub(in crate::rules) fn fixes(context: &Context<'_>, usage: &Use) -> Vec<Fix> {
    let Site::ImportFrom {
        name: Some(name),
        fact,
        ..
    } = &usage.site
    else {
        return Vec::new();
    };
    let (Some(replacement), Some(imported)) = (
        replacement(fact.name),
        FailingPart::only(context, usage, name),
    ) else {
        return Vec::new();
    };
    let fixes = [
        conditional(context, usage, &imported, name, &replacement),
        portable(context, &imported, name, &replacement),
    ];
    fixes.into_iter().flatten().collect()
}

/// The portable class that stands in for one that exists on some platforms only.
struct PortableClass {
    module: &'static str,
    name: &'static str,
    /// What is different about it where the other one works.
    difference: &'static str,
}

fn replacement(name: &str) -> Option<PortableClass> {
    Some(match name.strip_prefix("multiprocessing.context.")? {
        "ForkProcess" | "ForkServerProcess" => PortableClass {
            module: "multiprocessing",
            name: "Process",
            difference: "starts with the default method",
        },
        "ForkContext" | "ForkServerContext" => PortableClass {
            module: "multiprocessing.context",
            name: "SpawnContext",
            difference: "starts with spawn",
        },
        _ => return None,
    })
}

impl PortableClass {
    /// `from m import Process as ForkProcess`
    fn import(&self, name: &ImportedName) -> String {
        let target = name.alias.as_ref().unwrap_or(&name.name);
        let Self { module, name, .. } = self;
        if **target == **name {
            format!("from {module} import {name}")
        } else {
            format!("from {module} import {name} as {target}")
        }
    }
}

fn portable(
    context: &Context<'_>,
    imported: &FailingPart<'_>,
    name: &ImportedName,
    replacement: &PortableClass,
) -> Option<Fix> {
    let import = replacement.import(name);
    let edits = match imported.taken_out(context)? {
        None => vec![Edit {
            range: imported.statement.range(),
            content: import,
        }],
        Some(mut edits) => {
            let lines = StatementLines::of(context, imported.statement, imported.statement)?;
            let import = [import];
            edits.extend(
                lines
                    .behind(&import)
                    .unwrap_or_else(|| lines.after(&import)),
            );
            sorted(edits)?
        }
    };
    let PortableClass {
        name, difference, ..
    } = replacement;
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Use {name} instead ({difference})"),
        edits,
    ))
}

fn conditional<'a>(
    context: &Context<'a>,
    usage: &Use,
    imported: &FailingPart<'a>,
    name: &ImportedName,
    replacement: &PortableClass,
) -> Option<Fix> {
    let condition = condition_of(context, usage)?;
    let step = context.style().step("");
    let more = [
        "else:".to_owned(),
        format!("{step}{}", replacement.import(name)),
    ];
    let block = ImportBlock {
        context,
        imported,
        reads: &imported.reads(context)?,
        header: &format!("if {}:", condition.holds),
        more: &more,
    };
    let placed = block.place_or_stay()?;
    let module = condition.module;
    let mut edits = new_import::import_without(context, module, placed.at, &placed.gone)?;
    edits.extend(placed.edits);
    Some(Fix::new(
        Applicability::Safe,
        format!(
            "Import {} where it exists, else {}",
            name.name, replacement.name
        ),
        sorted(edits)?,
    ))
}
