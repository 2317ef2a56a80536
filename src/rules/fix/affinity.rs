//! `len(os.sched_getaffinity(0))`: how many processors may be used.

use super::document_node::DocumentNode;
use super::expression_edit::{bracketed, replaced};
use super::guard_condition::condition_of;
use super::new_import;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::world::Worlds;

/// `len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()`
pub(super) fn where_it_exists(
    context: &Context<'_>,
    usage: &Use,
    place: DocumentNode<'_>,
) -> Option<Fix> {
    let (count, module) = counted(context, place)?;
    let condition = condition_of(context, usage)?;
    let import = new_import::import(context, condition.module, count.range().start)?;
    let written = context.text(count.range());
    Some(replaced(
        "Use os.cpu_count() where there is no affinity",
        Applicability::Safe,
        import,
        count,
        bracketed(
            count,
            format!("{written} if {} else {module}.cpu_count()", condition.holds),
        ),
    ))
}

/// `os.process_cpu_count()`, or `os.cpu_count()` before Python 3.13
pub(super) fn everywhere(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let (count, module) = counted(context, place)?;
    let old = context.targets.overlaps(Worlds::minors(|minor| minor < 13));
    let (name, difference) = match old {
        true => ("cpu_count", "may count more than it may use"),
        false => ("process_cpu_count", "it obeys PYTHON_CPU_COUNT"),
    };
    Some(replaced(
        format!("Use os.{name}() ({difference})"),
        Applicability::Unsafe,
        Vec::new(),
        count,
        format!("{module}.{name}()"),
    ))
}

/// The call of `len` around `os.sched_getaffinity(0)`, and what the file calls `os`.
fn counted<'a, 'c>(
    context: &'c Context<'_>,
    place: DocumentNode<'a>,
) -> Option<(DocumentNode<'a>, &'c str)> {
    let module = place.with(place.node.child_by_field_name("object")?);
    let call = place
        .parent()
        .filter(|call| place.is("function") && call.node.kind() == "call")?;
    let arguments = call.parent()?;
    let count = arguments
        .parent()
        .filter(|count| count.node.kind() == "call")?;
    let function = count.with(count.node.child_by_field_name("function")?);
    let is_len = context.text(function.range()) == "len" && arguments.node.named_child_count() == 1;
    is_len.then(|| (count, context.text(module.range())))
}
