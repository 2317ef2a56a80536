//! Fixes of start methods: the default context, `spawn`, or the method only where it exists.

use super::document_node::DocumentNode;
use super::guard_condition::{GuardCondition, condition_of};
use super::{guard_use, new_import};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::syntax::ast::{Expr, ExprKind};
use crate::text::Edit;

/// The fixes of a start method that does not exist everywhere, the preferred one first.
pub(in crate::rules) fn fixes(context: &Context<'_>, usage: &Use) -> Vec<Fix> {
    let Site::StartMethod {
        call,
        argument,
        function,
        method: Ok(method),
    } = &usage.site
    else {
        return Vec::new();
    };
    let method = method.name();
    if DocumentNode::of(context.document, &usage.range).is_none_or(DocumentNode::is_interpolated) {
        return Vec::new();
    }
    let mut fixes = Vec::new();
    // Without it the default of that platform is used, which exists there.
    if *function == "multiprocessing.set_start_method" {
        let guarded = guard_use::fixes(context, usage).into_iter();
        fixes.extend(guarded.filter(|fix| fix.applicability == Applicability::Safe));
    }
    fixes.extend(condition_of(context, usage).and_then(|condition| {
        let edits = conditional(context, usage, argument, &condition)?;
        Some(Fix::new(
            Applicability::Safe,
            format!("Use {method} where it exists, else spawn"),
            edits,
        ))
    }));
    if let (true, ExprKind::Call { arguments, .. }) =
        (*function == "multiprocessing.get_context", &call.kind)
        && let [only] = &arguments[..]
    {
        fixes.push(Fix::new(
            Applicability::Unsafe,
            format!("Use the default context instead of {method}"),
            vec![Edit {
                range: only.span.at(usage.base),
                content: String::new(),
            }],
        ));
    }
    let everywhere = Fix::new(
        Applicability::Unsafe,
        format!("Use spawn instead of {method} on every platform"),
        vec![Edit {
            range: argument.span.at(usage.base),
            content: spawn(context, usage, argument),
        }],
    );
    fixes.push(everywhere);
    fixes
}

/// `"fork" if sys.platform != "win32" else "spawn"`
fn conditional(
    context: &Context<'_>,
    usage: &Use,
    argument: &Expr,
    condition: &GuardCondition,
) -> Option<Vec<Edit>> {
    let place = argument.span.at(usage.base);
    let mut edits = new_import::import(context, condition.module, usage.statement.start)?;
    let written = context.text(place.clone());
    let written = match argument.kind {
        ExprKind::Conditional { .. } if !written.starts_with('(') => format!("({written})"),
        _ => written.to_owned(),
    };
    let spawn = spawn(context, usage, argument);
    edits.push(Edit {
        range: place,
        content: format!("{written} if {} else {spawn}", condition.holds),
    });
    Some(edits)
}

/// `"spawn"` in the quotes of the argument, or else of the file.
fn spawn(context: &Context<'_>, usage: &Use, argument: &Expr) -> String {
    let written = context.text(argument.span.at(usage.base));
    let quote = match argument.kind {
        ExprKind::Str(_) if written.ends_with('\'') => '\'',
        ExprKind::Str(_) => '"',
        _ => context.style().quote,
    };
    format!("{quote}spawn{quote}")
}
