//! `mmap.mmap(…, prot=mmap.PROT_READ)`: what may be done with the memory, in the words that Windows knows too.

use super::document_node::DocumentNode;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

/// `access=mmap.ACCESS_READ`
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let call = place.up_to_statement().find(|ancestor| {
        let callee = ancestor.node.child_by_field_name("function");
        let callee = callee.map(|callee| context.text(ancestor.with(callee).range()));
        ancestor.node.kind() == "call" && callee.is_some_and(|callee| callee.ends_with("mmap"))
    })?;
    let callee = call.with(call.node.child_by_field_name("function")?);
    let module = context.text(callee.range()).strip_suffix(".mmap")?;
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let mut kept = Vec::new();
    let (mut flags, mut protection) = ("", "");
    for (at, argument) in arguments.node.named_children().enumerate() {
        let argument = arguments.with(argument);
        let written = context.text(argument.range());
        match (at, written.split_once('=')) {
            (_, Some(("flags", value))) => flags = value,
            (_, Some(("prot", value))) => protection = value,
            (_, Some(("access", _))) => return None,
            (_, Some(_)) | (0 | 1, None) => kept.push(written.to_owned()),
            (2, None) => flags = written,
            (3, None) => protection = written,
            _ => return None,
        }
    }
    let named = |value: &str, prefix: &str| -> Option<Vec<String>> {
        let parts = value
            .split('|')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts
            .map(|part| {
                Some(
                    part.strip_prefix(module)?
                        .strip_prefix('.')?
                        .strip_prefix(prefix)?
                        .to_owned(),
                )
            })
            .collect()
    };
    let (flags, protection) = (named(flags, "MAP_")?, named(protection, "PROT_")?);
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let mut protection: Vec<&str> = protection.iter().map(String::as_str).collect();
    protection.sort_unstable();
    let access = match (&flags[..], &protection[..]) {
        ([] | ["SHARED" | "PRIVATE"], ["READ"]) => "READ",
        ([] | ["SHARED"], [] | ["READ", "WRITE"]) => "WRITE",
        (["PRIVATE"], [] | ["READ", "WRITE"]) => "COPY",
        _ => return None,
    };
    kept.push(format!("access={module}.ACCESS_{access}"));
    Some(Fix {
        covers: vec![arguments.range()],
        title: format!("Use access={module}.ACCESS_{access}"),
        applicability: Applicability::Safe,
        edits: vec![Edit {
            range: arguments.range(),
            content: format!("({})", kept.join(", ")),
        }],
    })
}
