//! The words that messages of several rules share.

use super::Context;
use crate::facts::{ArgumentCondition, ArgumentTest, Fact, Literal};
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::Use;
use crate::world::{Platform, Worlds};

/// The finding of a rule about a use.
pub(super) fn finding(
    rule: &'static str,
    context: &Context<'_>,
    usage: &Use,
    message: String,
    help: String,
) -> Finding {
    Finding {
        help: Some(help),
        site: context.model.turn(usage),
        ..Finding::new(
            rule,
            severity(usage),
            usage.range.clone(),
            usage.worlds,
            message,
        )
    }
}

/// Fails at once, only where a call leads there, or only where a user asks for it.
fn severity(usage: &Use) -> Severity {
    if usage.wanted.is_some() {
        Severity::Info
    } else if usage.called {
        Severity::Warning
    } else {
        Severity::Error
    }
}

/// "was removed in Python 3.13" where a version took it away, else "does not exist on Windows".
pub(super) fn absence(context: &Context<'_>, usage: &Use, fact: &Fact) -> String {
    let lacking = context.targets - fact.exists();
    let versions = |platform: &Platform| Worlds::platform(*platform) & lacking;
    // On the platforms that it is about.
    let mut platforms = Platform::ALL.iter().map(versions);
    let everywhere = platforms.all(|all| !usage.worlds.overlaps(all) || usage.worlds.contains(all));
    let change = fact
        .version_change()
        .filter(|_| everywhere || fact.removed.is_some());
    change.unwrap_or_else(|| {
        format!(
            "does not exist {}",
            usage.worlds.in_english(context.targets)
        )
    })
}

/// "this raises `ImportError` as soon as the module runs", without the backticks.
pub(super) fn consequence(usage: &Use) -> String {
    let exception = usage.exception.name();
    if usage.called {
        format!("a call that reaches this raises {exception}")
    } else {
        format!("this raises {exception} as soon as the module runs")
    }
}

/// What is called, with the arguments that matter: "`os.kill` with `signal=0`".
pub(super) fn call(fact: &Fact) -> String {
    let (function, arguments) = fact.name.split_once('(').unwrap_or((fact.name, ""));
    let arguments = arguments.strip_suffix(')').unwrap_or(arguments);
    let (passed, absent): (Vec<_>, Vec<_>) = fact
        .when
        .iter()
        .zip(arguments.split(", "))
        .partition(|(condition, _)| condition.test != ArgumentTest::Absent);
    let passed: Vec<String> = passed
        .into_iter()
        .map(|(condition, written)| argument(condition, written))
        .collect();
    let absent: Vec<String> = absent
        .into_iter()
        .map(|(condition, _)| format!("`{}`", condition.parameter))
        .collect();
    let mut text = format!("`{}`", function.trim_start_matches("builtins."));
    for (word, arguments) in [(" with ", passed), (" without ", absent)] {
        if !arguments.is_empty() {
            text += word;
            text += &arguments.join(" and ");
        }
    }
    text
}

/// One argument and what its value is: "`max_workers` above 61", "an `address` that starts with `/`".
fn argument(condition: &ArgumentCondition, written: &str) -> String {
    let parameter = condition.parameter;
    match (condition.test, condition.literal) {
        (ArgumentTest::Is, Literal::Prefix(start)) => {
            format!("a `{parameter}` that starts with `{start}`")
        }
        (ArgumentTest::Is, Literal::Part(part)) => format!("`{part}` in `{parameter}`"),
        (ArgumentTest::Is, Literal::Name(name))
            if name.rsplit('.').next().is_some_and(is_class) =>
        {
            format!("a `{name}` as `{parameter}`")
        }
        (ArgumentTest::Is, _) => format!("`{written}`"),
        (ArgumentTest::Above, Literal::Int(bound)) => format!("`{parameter}` above {bound}"),
        (ArgumentTest::Below, Literal::Int(bound)) => format!("`{parameter}` below {bound}"),
        _ => format!("`{parameter}`"),
    }
}

/// Whether a name is written like that of a class, not like that of a constant.
fn is_class(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

/// What to do instead: "Use `start_new_session=True`."
pub(super) fn help(fact: &Fact) -> String {
    let advice = fact.advice();
    let is_clause = ["there is ", "no "]
        .iter()
        .any(|start| advice.starts_with(start));
    if is_clause || advice.starts_with(char::is_uppercase) {
        let (first, rest) = advice.split_at(advice.chars().next().map_or(0, char::len_utf8));
        format!("{}{rest}.", first.to_uppercase())
    } else {
        format!("Use {advice}.")
    }
}
