//! `os.statvfs`, where it is asked for how much space there is: `shutil.disk_usage` tells that everywhere.

use super::document_node::DocumentNode;
use super::import_bindings::binding_scope;
use super::names::Role;
use super::new_import;
use super::sorted_edits::sorted;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

/// `shutil.disk_usage(path).free` for `f_bavail * f_frsize`, of the call itself or of the name that it gets.
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let call = place
        .parent()
        .filter(|call| place.is("function") && call.node.kind() == "call")?;
    let assignment = call
        .parent()
        .filter(|node| node.node.kind() == "assignment" && call.is("right"))?;
    let target = assignment.with(assignment.node.child_by_field_name("left")?);
    let name = context.text(target.range());
    let occurrences = context.names().of_name(name);
    let binding = occurrences
        .iter()
        .find(|occurrence| occurrence.range() == target.range())?;
    let scope = binding_scope(binding);
    let is_inside = |range: &std::ops::Range<usize>| {
        scope
            .as_ref()
            .is_none_or(|scope| scope.start <= range.start && range.end <= scope.end)
    };
    let mut edits = new_import::import(context, "shutil", call.range().start)?;
    edits.push(Edit {
        range: place.range(),
        content: "shutil.disk_usage".to_owned(),
    });
    let mut is_exact = true;
    for node in occurrences
        .iter()
        .filter(|occurrence| is_inside(&occurrence.range()))
    {
        if node.range() == target.range() {
            continue;
        }
        if node.role != Role::Read {
            return None;
        }
        let product = node.place.parent()?.parent()?;
        let range = product.range();
        if edits.iter().any(|edit| edit.range == range) {
            continue;
        }
        let written: String = context.text(range.clone()).split_whitespace().collect();
        let mut factors: Vec<&str> = written
            .split('*')
            .map(|factor| factor.strip_prefix(name)?.strip_prefix('.'))
            .collect::<Option<_>>()?;
        factors.sort_unstable();
        let part = match &factors[..] {
            ["f_bavail", "f_frsize" | "f_bsize"] => "free",
            ["f_blocks", "f_frsize" | "f_bsize"] => "total",
            _ => return None,
        };
        is_exact &= factors.contains(&"f_frsize");
        edits.push(Edit {
            range,
            content: format!("{name}.{part}"),
        });
    }
    // Both factors of a product read the name.
    edits.dedup();
    let (title, applicability) = match is_exact {
        true => ("Use shutil.disk_usage", Applicability::Safe),
        false => (
            "Use shutil.disk_usage (counts fragments, not blocks)",
            Applicability::Unsafe,
        ),
    };
    (edits.len() > 1).then_some(())?;
    Some(Fix::new(applicability, title.to_owned(), sorted(edits)?))
}
