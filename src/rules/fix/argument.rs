//! Fixes of an argument that is refused somewhere: another value there, or none.

use super::document_node::DocumentNode;
use super::guard_condition::GuardCondition;
use super::{guard_consequences, new_import};
use crate::facts::{ArgumentTest, Fact, Literal};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::model::value::exception::Exception;
use crate::rules::Context;
use crate::syntax::ast::{Argument, ArgumentKind, ExprKind};
use crate::text::Edit;

/// Arguments that handle errors, and what they were before they were given exceptions.
const OLDER_HANDLERS: &[(&str, &str)] = &[("onexc", "onerror")];

/// The fixes of the argument that the fact is about.
pub(in crate::rules) fn fixes(context: &Context<'_>, usage: &Use) -> Vec<Fix> {
    let Site::Call { call, fact, .. } = &usage.site else {
        return Vec::new();
    };
    let ExprKind::Call { arguments, .. } = &call.kind else {
        return Vec::new();
    };
    let argument = arguments
        .iter()
        .find(|argument| argument.span.at(usage.base) == usage.range);
    let (Some(argument), false) = (argument, fact.when.is_empty()) else {
        return Vec::new();
    };
    if DocumentNode::of(context.document, &usage.range).is_none_or(DocumentNode::is_interpolated) {
        return Vec::new();
    }
    [
        elsewhere(context, usage, argument, fact),
        everywhere(context, usage, argument, fact),
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
        (ArgumentTest::IsNot, Literal::None) => "None".to_owned(),
        (ArgumentTest::IsNot | ArgumentTest::Above | ArgumentTest::Below, Literal::Int(number)) => {
            number.to_string()
        }
        (ArgumentTest::IsNot, Literal::Bool(true)) | (ArgumentTest::Is, Literal::Bool(false)) => {
            "True".to_owned()
        }
        (ArgumentTest::IsNot, Literal::Bool(false)) | (ArgumentTest::Is, Literal::Bool(true)) => {
            "False".to_owned()
        }
        (ArgumentTest::IsNot, Literal::Str(text)) => format!("{quote}{text}{quote}"),
        (ArgumentTest::IsNot, Literal::Empty) => "()".to_owned(),
        _ => return None,
    })
}

/// `preexec_fn=work if sys.platform != "win32" else None`
fn elsewhere(context: &Context<'_>, usage: &Use, argument: &Argument, fact: &Fact) -> Option<Fix> {
    let Site::Call { call, .. } = &usage.site else {
        return None;
    };
    let reached = context.model.reaching(&usage.statement);
    let condition = GuardCondition::of(
        context,
        (usage.worlds, super::works(usage)),
        reached.unwrap_or(context.targets),
        usage.statement.start,
    )?;
    let mut edits = new_import::import(context, condition.module, usage.statement.start)?;
    let value = argument.value.span.at(usage.base);
    let harm = not_called(context, argument, usage);
    let mut applicability = match usage.exception {
        Exception::Divergence => Applicability::Unsafe,
        _ if harm.is_some() => Applicability::Unsafe,
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
        match harm {
            Some(harm) => format!("Pass {instead} elsewhere ({harm})"),
            None => format!("Pass {instead} {}", condition.if_fails()),
        }
    } else {
        let left_out = left_out(context, usage, argument, fact)?;
        if left_out
            .iter()
            .any(|(name, _)| guard_consequences::chooses(name))
        {
            return None;
        }
        let quote = context.style().quote;
        let entry = |(name, one_of): &(&str, &Argument)| {
            let value = context.text(one_of.value.span.at(usage.base));
            format!("{quote}{name}{quote}: {value}")
        };
        let entries: Vec<String> = left_out.iter().map(entry).collect();
        let entries = entries.join(", ");
        // What handles errors is missed where it is not passed.
        let older = left_out.iter().find_map(|(name, one_of)| {
            let (_, older) = OLDER_HANDLERS.iter().find(|(own, _)| own == name)?;
            Some((*older, entry(&(*older, *one_of))))
        });
        let instead = older.as_ref().map_or("", |(_, entry)| entry);
        if older.is_some() {
            applicability = Applicability::Unsafe;
        }
        let mut ends = left_out
            .iter()
            .map(|(_, one_of)| one_of.span.at(usage.base));
        edits.push(Edit {
            range: ends.next()?,
            content: format!(
                "**({{{entries}}} if {} else {{{instead}}})",
                condition.holds
            ),
        });
        let ExprKind::Call { arguments, .. } = &call.kind else {
            return None;
        };
        for range in ends {
            let mut before = arguments.iter().map(|other| other.span.at(usage.base).end);
            edits.push(Edit {
                range: before.rfind(|end| *end < range.start)?..range.end,
                content: String::new(),
            });
        }
        match (&left_out[..], older) {
            (_, Some((older, _))) => {
                format!("Pass {older} {} (given a tuple)", condition.if_fails())
            }
            ([(name, _)], None) => format!("Pass {name} only {}", condition.if_holds()),
            (several, None) => format!(
                "Pass {} arguments only {}",
                several.len(),
                condition.if_holds()
            ),
        }
    };
    Some(Fix::new(applicability, title, edits))
}

/// What is missed where a function is not passed: `preexec_fn=limit_memory`.
fn not_called(context: &Context<'_>, argument: &Argument, usage: &Use) -> Option<&'static str> {
    let value = context.text(argument.value.span.at(usage.base));
    let called = value.trim_start_matches('(').strip_prefix("lambda");
    let name = called.map_or(value, |body| {
        let name = body.split(':').nth(1).unwrap_or(body).trim();
        name.split('(').next().unwrap_or(name)
    });
    let definition = context.names().of_name(name).iter().find_map(|occurrence| {
        let definition = occurrence
            .place
            .parent()
            .filter(|_| occurrence.place.is("name"))?;
        Some(context.text(definition.range()))
    });
    let own = guard_consequences::relied_on_in(value);
    own.or_else(|| guard_consequences::relied_on_in(definition?))
}

/// This keyword argument, and the others of the call that are refused in the same worlds.
fn left_out<'u>(
    context: &'u Context<'_>,
    usage: &'u Use,
    argument: &'u Argument,
    fact: &Fact,
) -> Option<Vec<(&'u str, &'u Argument)>> {
    let keyword = |argument: &'u Argument| match &argument.kind {
        ArgumentKind::Keyword(name) => Some((&**name, argument)),
        _ => None,
    };
    let is_refused = |fact: &Fact| {
        fact.when
            .first()
            .is_some_and(|first| first.test == ArgumentTest::Passed)
    };
    let alone = vec![keyword(argument).filter(|_| is_refused(fact))?];
    let Site::Call { call, .. } = &usage.site else {
        return None;
    };
    let ExprKind::Call { arguments, .. } = &call.kind else {
        return None;
    };
    let whole = call.span.at(usage.base);
    let mut refused: Vec<(&str, &Argument)> = context
        .model
        .uses_in(whole.clone())
        .filter(|other| other.worlds == usage.worlds && other.exception == usage.exception)
        .filter(|other| {
            matches!(&other.site, Site::Call { call: same, fact, .. }
                if same.span.at(other.base) == whole && is_refused(fact))
        })
        .filter_map(|other| {
            let mut own = arguments.iter();
            keyword(own.find(|own| own.span.at(usage.base) == other.range)?)
        })
        .collect();
    refused.dedup_by_key(|(name, _)| *name);
    let (from, to) = (refused.first()?.1, refused.last()?.1);
    let between = from.span.at(usage.base).start..to.span.at(usage.base).end;
    let is_safe = !context.text(between).contains('#');
    Some(if is_safe { refused } else { alone })
}

/// `min(workers, 61)`
fn everywhere(context: &Context<'_>, usage: &Use, argument: &Argument, fact: &Fact) -> Option<Fix> {
    let condition = fact.when.first()?;
    let (ArgumentTest::Above, Literal::Int(most)) = (condition.test, condition.literal) else {
        return None;
    };
    let value = argument.value.span.at(usage.base);
    let content = match argument.value.kind {
        ExprKind::Int(_) => most.to_string(),
        _ => format!("min({}, {most})", context.text(value.clone())),
    };
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Use at most {most} on every platform"),
        vec![Edit {
            range: value,
            content,
        }],
    ))
}
