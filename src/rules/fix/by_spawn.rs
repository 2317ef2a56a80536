//! A process that is forked while threads run: started by `spawn`, which takes none of their locks along.

use super::handed_over::another;
use super::place::Place;
use super::{new_import, tried};
use crate::finding::{Applicability, Finding, Fix};
use crate::model::spawns::Spawn;
use crate::rules::Context;
use crate::text::Edit;

/// Fixes are tried out: enough is enough in a file with more places than these that start processes.
const MOST: usize = 32;

/// The fix of a process that the default start method forks; what calls `os.fork` is another program without it.
pub(super) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let spawns = &context.model.spawns;
    let mut starting = spawns.iter().filter(|spawn| spawn.role.starts);
    let spawn = starting.find(|spawn| spawn.range == found.range)?;
    if spawns.len() > MOST {
        return None;
    }
    let call = made(context, spawn)?;
    let callee = call.with(call.node.child_by_field_name("function")?);
    let written = context.text(callee.range());
    let (module, class) = written.rsplit_once('.').unwrap_or(("", written));
    let is_import = |name: &str| !name.is_empty() && !context.names().is_bound(name);
    let quote = context.style().quote;
    let (own, edit) = match class {
        "Process" | "Pool" if matches!(module, "" | "multiprocessing" | "mp") => {
            let own = if module.is_empty() {
                "multiprocessing"
            } else {
                module
            };
            let content = format!("{own}.get_context({quote}spawn{quote}).{class}");
            let range = callee.range();
            (own, Edit { range, content })
        }
        "ProcessPoolExecutor" => {
            let own = "multiprocessing";
            let content = format!("mp_context={own}.get_context({quote}spawn{quote})");
            let arguments = call.with(call.node.child_by_field_name("arguments")?);
            (own, another(context, arguments, &content)?)
        }
        _ => return None,
    };
    if !is_import(own) || context.names().is_bound(class) {
        return None;
    }
    let mut edits = match own {
        "multiprocessing" => new_import::import(context, own, edit.range.start)?,
        _ => Vec::new(),
    };
    edits.push(edit);
    let fix = Fix {
        covers: Vec::new(),
        title: "Start it by spawn (the child imports everything anew)".to_owned(),
        applicability: Applicability::Unsafe,
        edits,
    };
    let (before, after) = tried::children(context, &fix);
    let worsens = tried::worsens(context, &fix, found.rule);
    (after.len() < before.len() && !worsens).then_some(fix)
}

/// The call that makes what starts.
fn made<'a>(context: &Context<'a>, spawn: &Spawn<'_>) -> Option<Place<'a>> {
    let subject = spawn.subject.single(spawn.worlds);
    let make = subject.and_then(|subject| context.model.make(subject));
    let range = make.map_or(&spawn.range, |make| &make.range);
    Place::of(context.document, range).filter(|one| one.node.kind() == "call")
}
