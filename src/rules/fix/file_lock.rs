//! `fcntl.flock` and `fcntl.lockf`, with a counterpart where there is no `fcntl`.

use super::counterpart::LOCK;
use super::document_node::DocumentNode;
use super::import_bindings::FailingPart;
use super::import_parts::without_lines;
use super::sorted_edits::sorted;
use super::text_lines::{attached, line_end};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;
use crate::world::{Platform, Worlds};

/// `_lock(file)` instead of `fcntl.flock(file, fcntl.LOCK_EX)`, if the file does nothing else with `fcntl`.
pub(in crate::rules) fn fix(context: &Context<'_>, argument: &Use) -> Option<Fix> {
    let Site::Import { item, .. } = &argument.site else {
        return None;
    };
    if &*item.module != "fcntl"
        || argument.worlds != argument.worlds & Worlds::platform(Platform::Windows)
    {
        return None;
    }
    let imported = FailingPart::of(context, argument)?;
    let reads = imported.reads(context)?;
    let mut edits = Vec::new();
    let mut function = None;
    let mut unlocks = false;
    for read in &reads {
        let place = DocumentNode::of(context.document, &read.range)?;
        let inside =
            |edit: &Edit| edit.range.start <= read.range.start && read.range.end <= edit.range.end;
        if edits.last().is_some_and(inside) {
            continue;
        }
        let lock = Lock::of(context, place)?;
        if *function.get_or_insert(lock.function) != lock.function {
            return None;
        }
        unlocks |= lock.options == ", unlock=True";
        edits.push(Edit {
            range: lock.call.range(),
            content: format!("_lock({}{})", lock.file, lock.options),
        });
    }
    let (first, function) = (edits.first()?.range.clone(), function?);
    let written = |text: &str| {
        text.replace("flock(", &format!("{function}("))
            .replace("fcntl.flock", &format!("fcntl.{function}"))
    };
    let added = LOCK.before(context, &first, written)?;
    edits.extend(added.edits);
    let own = imported.statement.range();
    let text = context.document.text().as_str();
    // A comment would be lost, or be about nothing.
    if text[own.end..line_end(text, own.end)].contains('#')
        || attached(text, own.start) != own.start
    {
        return None;
    }
    match imported.taken_out(context)? {
        Some(taken) => edits.extend(taken),
        None => edits.push(without_lines(context, imported.statement)?),
    }
    let title = match unlocks {
        true => "Lock by msvcrt on Windows (never shared there)",
        false => "Lock by msvcrt on Windows (until it is closed)",
    };
    Some(Fix::new(
        Applicability::Unsafe,
        title.to_owned(),
        sorted(edits)?,
    ))
}

/// A call that locks or unlocks.
struct Lock<'a> {
    call: DocumentNode<'a>,
    /// `flock` or `lockf`.
    function: &'a str,
    file: &'a str,
    /// What the function is told besides the file.
    options: String,
}

impl<'a> Lock<'a> {
    /// The call of `fcntl.flock` that begins with this name.
    fn of(context: &'a Context<'_>, module: DocumentNode<'a>) -> Option<Self> {
        let attribute = module.parent()?;
        let call = attribute
            .parent()
            .filter(|call| call.node.kind() == "call")?;
        let name = attribute.with(attribute.node.child_by_field_name("attribute")?);
        let function = context.text(name.range());
        let arguments = call.with(call.node.child_by_field_name("arguments")?);
        let mut given = arguments
            .node
            .named_children()
            .filter(|argument| !argument.is_extra());
        let (file, flags) = (given.next()?, given.next()?);
        let is_known = attribute.is("function") && ["flock", "lockf"].contains(&function);
        if !is_known || given.next().is_some() || file.kind() == "keyword_argument" {
            return None;
        }
        let flags = context.text(arguments.with(flags).range());
        let prefix = format!("{}.", context.text(module.range()));
        let flags: Vec<&str> = flags
            .split('|')
            .map(|flag| flag.trim().strip_prefix(&*prefix))
            .collect::<Option<_>>()?;
        let mut options = String::new();
        for flag in &flags {
            options += match *flag {
                "LOCK_EX" => "",
                "LOCK_SH" => ", shared=True",
                "LOCK_NB" => ", wait=False",
                "LOCK_UN" => ", unlock=True",
                _ => return None,
            };
        }
        Some(Self {
            call,
            function,
            file: context.text(arguments.with(file).range()),
            options,
        })
    }
}
