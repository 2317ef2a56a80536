//! A comment that ignores findings where there is nothing to ignore, or that cannot be read.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use super::{Check, Needs, RULES, Rule, rule};
use crate::config::{Config, nearest};
use crate::finding::{Applicability, Finding, Fix, Severity};
use crate::ignore::{Directive, DirectiveError, DirectiveVerb, Ignores};
use crate::text::Edit;

pub(crate) static RULE: Rule = Rule {
    code: "unused-ignore",
    page: include_str!("unused-ignore.md"),
    level: Some(Severity::Warning),
    needs: Needs::Comments,
    check: Check::Ignores(check),
    fixes: &[],
};

/// Every rule of a comment that ignores nothing goes with the same edit: so many of them offer it.
const MAX_FIXES_PER_COMMENT: usize = 64;

/// One finding for each rule that is named for nothing, and for each directive that says nothing.
fn check(ignores: &Ignores<'_>, config: &Config, findings: &mut Vec<Finding>) {
    let text = ignores.text;
    for (at, directive) in ignores.directives.iter().enumerate() {
        let mut say = |range: Range<usize>, message: String, help: Option<String>, fix| {
            findings.push(Finding {
                help,
                fixes: Option::into_iter(fix).collect(),
                ..Finding::new(RULE.code, Severity::Warning, range, config.targets, message)
            });
        };
        if let Err(fault) = &directive.form {
            let (message, help) = words(*fault);
            say(directive.range.clone(), message.into(), Some(help), None);
            continue;
        }
        let idle: Vec<usize> = ignores
            .used(at)
            .enumerate()
            .filter(|(index, used)| !used && is_on(&directive.rules()[*index].0, config))
            .map(|(index, _)| index)
            .collect();
        let verb = directive.verb().unwrap_or(DirectiveVerb::Ignore);
        let meant = |index: usize| {
            let (code, _) = &directive.rules()[index];
            let guess = nearest(code, RULES.iter().map(|rule| rule.code));
            guess.filter(|guess| {
                let mut named = directive.rules().iter();
                rule(code).is_none() && !named.any(|(code, _)| code == guess)
            })
        };
        let guesses: Vec<Option<&'static str>> = idle.iter().map(|index| meant(*index)).collect();
        let useless = idle
            .iter()
            .zip(&guesses)
            .filter(|(_, guess)| guess.is_none());
        let useless: HashSet<usize> = useless.map(|(index, _)| *index).collect();
        let removed = OnceCell::new();
        for (nth, (&index, guess)) in idle.iter().zip(guesses).enumerate() {
            let (code, range) = &directive.rules()[index];
            let (message, help) = if rule(code).is_none() {
                let guess = nearest(code, RULES.iter().map(|rule| rule.code));
                let help = guess.map(|guess| format!("Did you mean `{guess}`?"));
                (format!("there is no rule `{code}`"), help)
            } else if verb == DirectiveVerb::FileIgnore && !ignores.is_placed(at) {
                let help = "Move it above the first statement, on a line of its own.".to_owned();
                (
                    format!("`file-ignore[{code}]` has no effect here"),
                    Some(help),
                )
            } else if verb == DirectiveVerb::Enable {
                (format!("`{code}` is not disabled here"), None)
            } else {
                (format!("`{code}` finds nothing to ignore here"), None)
            };
            let fix = match guess {
                Some(guess) => Some(Fix::new(
                    Applicability::Safe,
                    format!("Write `{guess}` instead of `{code}`"),
                    vec![Edit {
                        range: range.clone(),
                        content: guess.to_owned(),
                    }],
                )),
                None if nth >= MAX_FIXES_PER_COMMENT => None,
                None => {
                    let edit = removed.get_or_init(|| removal(text, directive, &useless));
                    let whole = useless.len() == directive.rules().len();
                    Some(removing(edit.clone(), whole, code))
                }
            };
            say(range.clone(), message, help, fix);
        }
    }
}

fn words(fault: DirectiveError) -> (&'static str, String) {
    match fault {
        DirectiveError::Verb => (
            "this comment of spawnsafe is not understood",
            format!(
                "Write one of {}.",
                DirectiveVerb::ALL
                    .map(|v| format!("`{}[rule]`", v.name()))
                    .join(", ")
            ),
        ),
        DirectiveError::Blanket => (
            "this comment names no rule, so it ignores nothing",
            "Name the rules: `# spawnsafe: ignore[rule]`.".into(),
        ),
        DirectiveError::Open => (
            "the bracket of this comment is not closed, so it ignores nothing",
            "Write `# spawnsafe: ignore[rule]`.".into(),
        ),
    }
}

/// A rule that is not looked for cannot be found; a comment for it may be of use another time.
fn is_on(code: &str, config: &Config) -> bool {
    rule(code).is_none_or(|rule| rule.is_on(config))
}

/// Takes out all rules of no use at once: the names, or the comment when no other is left.
fn removal(text: &str, directive: &Directive, idle: &HashSet<usize>) -> Edit {
    let rules = directive.rules();
    match &directive.form {
        Ok(form) if idle.len() != rules.len() => {
            let kept: Vec<&str> = rules
                .iter()
                .enumerate()
                .filter(|(index, _)| !idle.contains(index))
                .map(|(_, (code, _))| code.as_str())
                .collect();
            Edit {
                range: form.list.clone(),
                content: kept.join(", "),
            }
        }
        _ => Edit {
            range: without(text, directive),
            content: String::new(),
        },
    }
}

fn removing(edit: Edit, whole: bool, code: &str) -> Fix {
    let title = if whole {
        "Remove the comment that ignores nothing".to_owned()
    } else {
        format!("Remove `{code}` from the comment")
    };
    Fix::new(Applicability::Safe, title, vec![edit])
}

/// The bytes to take out so that nothing of the directive is left, and everything else is.
fn without(text: &str, directive: &Directive) -> Range<usize> {
    let Range { start, end } = directive.range.clone();
    if directive.comment.start < start {
        // Another pragma stands before it.
        let before = &text[directive.comment.start..start];
        return directive.comment.start + before.trim_end().len()..end;
    }
    let after = &text[end..directive.comment.end];
    if !after.trim().is_empty() {
        return start..end + (after.len() - after.trim_start().len());
    }
    let line = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    if !directive.own_line {
        return line + text[line..start].trim_end().len()..directive.comment.end;
    }
    let rest = &text[directive.comment.end..];
    let line_break = ["\r\n", "\n", "\r"]
        .into_iter()
        .find(|b| rest.starts_with(b));
    line..directive.comment.end + line_break.map_or(0, str::len)
}
