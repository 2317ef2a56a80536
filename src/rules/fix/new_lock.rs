//! An object of another file that holds a lock of threads: pickled with a new one, by `copyreg`.

use super::document_node::DocumentNode;
use super::new_import;
use super::remade_attribute;
use super::sorted_edits::sorted;
use super::top_level::above;
use crate::finding::{Applicability, Finding, Fix};
use crate::model::objects::unpicklable_reasons::is_lock_of_threads;
use crate::rules::Context;

/// The threads of one process have nothing to do with those of another, so what they hold is made anew there.
const LOCKS: &[&str] = &[
    "copyreg.pickle(type(threading.Lock()), lambda lock: (threading.Lock, ()))",
    "copyreg.pickle(type(threading.RLock()), lambda lock: (threading.RLock, ()))",
];

/// The same of what each thread has one of.
const LOCALS: &[&str] = &["copyreg.pickle(threading.local, lambda local: (threading.local, ()))"];

/// `copyreg.pickle(type(threading.Lock()), …)`, where the class that holds the lock is no class of this file.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref()?;
    let held = obstacle.name.as_deref()?;
    let (lines, what) = match held {
        "threading.local" => (LOCALS, "objects"),
        _ if is_lock_of_threads(held) => (LOCKS, "locks"),
        _ => return None,
    };
    // Whoever passes a lock itself wants the same one there.
    // By its name the child finds another method than that of the base class.
    let is_of_base = context.text(found.range.clone()).starts_with("super()");
    if obstacle.path.is_empty() || is_of_base || remade_attribute::fix(context, found).is_some() {
        return None;
    }
    let place = DocumentNode::of(context.document, &found.range)?;
    let newline = context.style().newline;
    let written = lines.join(newline) + &newline.repeat(3);
    let added = above(context, place, written)?;
    let before = added.range.start;
    let mut edits = new_import::import(context, "copyreg", before)?;
    edits.extend(new_import::import(context, "threading", before)?);
    edits.push(added);
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Pickle {what} of threads as new ones (in all of the program)"),
        sorted(edits)?,
    ))
}
