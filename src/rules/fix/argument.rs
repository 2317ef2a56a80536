//! Fixes of an argument that is refused somewhere: another value there, or none.

use super::guard::Condition;
use super::new_import;
use super::place::Place;
use crate::facts::{Fact, Literal, Test};
use crate::finding::{Applicability, Fix};
use crate::model::exception::Exception;
use crate::model::uses::{Site, Use};
use crate::rules::Context;
use crate::syntax::ast::{Argument, ArgumentKind, ExprKind};
use crate::text::Edit;

/// The fixes of the argument that the fact is about.
pub(in crate::rules) fn fixes(context: &Context<'_>, one: &Use<'_>) -> Vec<Fix> {
    let Site::Call { call, fact } = &one.site else {
        return Vec::new();
    };
    let ExprKind::Call { arguments, .. } = &call.kind else {
        return Vec::new();
    };
    let argument = arguments
        .iter()
        .find(|argument| argument.span.at(one.base) == one.range);
    let (Some(argument), false) = (argument, fact.when.is_empty()) else {
        return Vec::new();
    };
    if Place::of(context.document, &one.range).is_none_or(Place::is_interpolated) {
        return Vec::new();
    }
    [
        elsewhere(context, one, argument, fact),
        everywhere(context, one, argument, fact),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The value that is accepted, if the fact says one.
fn accepted(context: &Context<'_>, fact: &Fact) -> Option<String> {
    let condition = fact.when.first()?;
    let quote = context.style().quote;
    Some(match (condition.test, condition.literal) {
        (Test::IsNot, Literal::None) => "None".to_owned(),
        (Test::IsNot | Test::Above | Test::Below, Literal::Int(number)) => number.to_string(),
        (Test::IsNot, Literal::Bool(true)) | (Test::Is, Literal::Bool(false)) => "True".to_owned(),
        (Test::IsNot, Literal::Bool(false)) | (Test::Is, Literal::Bool(true)) => "False".to_owned(),
        (Test::IsNot, Literal::Str(text)) => format!("{quote}{text}{quote}"),
        (Test::IsNot, Literal::Empty) => "()".to_owned(),
        _ => return None,
    })
}

/// `preexec_fn=work if sys.platform != "win32" else None`
fn elsewhere(
    context: &Context<'_>,
    one: &Use<'_>,
    argument: &Argument,
    fact: &Fact,
) -> Option<Fix> {
    let reached = context.model.reaching(&one.statement);
    let condition = Condition::of(
        context,
        one.worlds,
        reached.unwrap_or(context.targets),
        one.statement.start,
    )?;
    let mut edits = new_import::import(context, condition.module, one.statement.start)?;
    let value = argument.value.span.at(one.base);
    let applicability = match one.exception {
        Exception::Divergence => Applicability::Unsafe,
        _ => Applicability::Safe,
    };
    let title = if let Some(instead) = accepted(context, fact) {
        let written = context.text(value.clone());
        let written = match argument.value.kind {
            ExprKind::Lambda(_) | ExprKind::Conditional { .. } if !written.starts_with('(') => {
                format!("({written})")
            }
            _ => written.to_owned(),
        };
        let content = match (&*written, &*instead) {
            ("True", "False") => condition.holds.clone(),
            _ => format!("{written} if {} else {instead}", condition.holds),
        };
        edits.push(Edit {
            range: value,
            content,
        });
        format!("Pass {instead} {}", condition.if_fails())
    } else {
        let ArgumentKind::Keyword(name) = &argument.kind else {
            return None;
        };
        if fact.when.first()?.test != Test::Passed {
            return None;
        }
        let quote = context.style().quote;
        let written = context.text(value);
        edits.push(Edit {
            range: argument.span.at(one.base),
            content: format!(
                "**({{{quote}{name}{quote}: {written}}} if {} else {{}})",
                condition.holds
            ),
        });
        format!("Pass {name} only {}", condition.if_holds())
    };
    Some(Fix {
        covers: Vec::new(),
        title,
        applicability,
        edits,
    })
}

/// `min(workers, 61)`
fn everywhere(
    context: &Context<'_>,
    one: &Use<'_>,
    argument: &Argument,
    fact: &Fact,
) -> Option<Fix> {
    let condition = fact.when.first()?;
    let (Test::Above, Literal::Int(most)) = (condition.test, condition.literal) else {
        return None;
    };
    let value = argument.value.span.at(one.base);
    let content = match argument.value.kind {
        ExprKind::Int(_) => most.to_string(),
        _ => format!("min({}, {most})", context.text(value.clone())),
    };
    Some(Fix {
        covers: Vec::new(),
        title: format!("Use at most {most} on every platform"),
        applicability: Applicability::Unsafe,
        edits: vec![Edit {
            range: value,
            content,
        }],
    })
}
