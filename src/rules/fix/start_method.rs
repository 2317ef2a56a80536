//! Fixes of start methods: the default context, `spawn`, or the method only where it exists.

use super::{guard, new_import};
use crate::finding::{Applicability, Fix};
use crate::model::uses::{Site, Use};
use crate::rules::Context;
use crate::syntax::ast::ExprKind;
use crate::text::Edit;

/// The fixes of a start method that does not exist everywhere, the preferred one first.
pub(in crate::rules) fn fixes(context: &Context<'_>, one: &Use<'_>) -> Vec<Fix> {
    let Site::StartMethod {
        call,
        argument,
        function,
        method: Ok(method),
    } = &one.site
    else {
        return Vec::new();
    };
    // Only a method that is written here can be rewritten here.
    if !matches!(argument.kind, ExprKind::Str(_)) {
        return Vec::new();
    }
    let place = argument.span.at(one.base);
    let written = context.text(place.clone()).to_owned();
    let quote = if written.ends_with('\'') { '\'' } else { '"' };
    let spawn = format!("{quote}spawn{quote}");
    let mut fixes = Vec::new();
    if let Some(condition) = guard::condition(!one.worlds, context.targets) {
        let condition = condition.replace('"', &quote.to_string());
        let mut edits: Vec<Edit> = new_import::import(context, "sys", one.statement.start)
            .into_iter()
            .collect();
        edits.push(Edit {
            range: place.clone(),
            content: format!("{written} if {condition} else {spawn}"),
        });
        fixes.push(Fix {
            title: format!(
                "Use {} only where it exists, spawn elsewhere",
                method.name()
            ),
            applicability: Applicability::Safe,
            edits,
        });
    }
    if let (true, ExprKind::Call { arguments, .. }) =
        (*function == "multiprocessing.get_context", &call.kind)
        && let [only] = &arguments[..]
    {
        fixes.push(Fix {
            title: format!("Use the default context instead of {}", method.name()),
            applicability: Applicability::Unsafe,
            edits: vec![Edit {
                range: only.span.at(one.base),
                content: String::new(),
            }],
        });
    }
    fixes.push(Fix {
        title: format!("Use spawn instead of {} everywhere", method.name()),
        applicability: Applicability::Unsafe,
        edits: vec![Edit {
            range: place,
            content: spawn,
        }],
    });
    fixes
}
