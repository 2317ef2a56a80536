//! The words that messages of several rules share.

use super::Context;
use crate::facts::{ArgumentCondition, ArgumentTest, Fact, Failure, Literal};
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::Use;
use crate::model::value::exception::Exception;
use crate::syntax::ast::Name;
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

/// Fails at once, only where a call leads there, or only where a user asks for it, or where a log says so.
fn severity(usage: &Use) -> Severity {
    let fact = usage.site.fact();
    if usage.wanted.is_some() || usage.logged || fact.is_some_and(|fact| fact.perhaps) {
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

/// "`ImportError`", which is at once, or "`ImportError` when called", without the backticks.
pub(super) fn consequence(usage: &Use) -> String {
    let exception = exception(usage);
    if usage.called {
        format!("{exception} when called")
    } else {
        exception.to_owned()
    }
}

/// The exception as the fact names it, which may be one that no handler is asked for.
pub(super) fn exception(usage: &Use) -> &'static str {
    let failures = usage.site.fact().map_or(&[][..], |fact| fact.failures);
    let named = failures.iter().find_map(|(worlds, failure)| match failure {
        Failure::Raises(name)
            if worlds.overlaps(usage.worlds) && Exception::named(name) == usage.exception =>
        {
            Some(*name)
        }
        _ => None,
    });
    named.unwrap_or_else(|| usage.exception.name())
}

/// What is called: "`os.kill`".
pub(super) fn function(fact: &Fact, through: Option<&Name>) -> String {
    let function = fact.name.split('(').next().unwrap_or(fact.name);
    let function = through.map_or(function, |name| name);
    let function = function.trim_start_matches("builtins.");
    format!("`{}`", class_alone(function))
}

/// A class, or a method, without the modules around it, if it is in one of a package: `ProcessPoolExecutor`.
fn class_alone(name: &str) -> &str {
    let is_class = |part: &str| part.trim_start_matches('_').starts_with(char::is_uppercase);
    let mut dots = name.match_indices('.').skip(1);
    let class = dots.find(|(at, _)| is_class(&name[at + 1..]));
    class.map_or(name, |(at, _)| &name[at + 1..])
}

/// The arguments that matter: "`signal=0`".
pub(super) fn passed(fact: &Fact) -> String {
    let is_within = |condition: &ArgumentCondition| {
        // What is found in a string says more than how that begins.
        matches!(condition.literal, Literal::Prefix(_))
            && fact.when.iter().any(|other| {
                other.parameter == condition.parameter
                    && other.test == ArgumentTest::Is
                    && matches!(other.literal, Literal::Part(_))
            })
    };
    let all =
        arguments(fact).filter(|(condition, _)| is_worth_words(condition) && !is_within(condition));
    let all: Vec<String> = all
        .map(|(condition, written)| argument(condition, written))
        .collect();
    all.join(" and ")
}

/// The parameter that the function does not have: "`strict`". Others may be there to say what it is about.
pub(super) fn parameter(fact: &Fact) -> String {
    let mut all = fact.when.iter();
    let passed = all.find(|condition| condition.test != ArgumentTest::Absent);
    passed.map_or_else(String::new, |condition| {
        format!("`{}`", condition.parameter)
    })
}

/// What is called, with the arguments that matter: "`os.kill` with `signal=0`".
pub(super) fn call(fact: &Fact, through: Option<&Name>) -> String {
    let mut text = function(fact, through);
    let passed = passed(fact);
    if let Some(on) = passed.strip_prefix("on ") {
        return format!("{text} on {on}");
    }
    let absent = arguments(fact).filter(|(condition, _)| condition.test == ArgumentTest::Absent);
    let absent: Vec<String> = absent
        .map(|(condition, _)| format!("`{}`", condition.parameter))
        .collect();
    for (word, arguments) in [(" with ", passed), (" without ", absent.join(" and "))] {
        if !arguments.is_empty() {
            text += word;
            text += &arguments;
        }
    }
    text
}

/// Whether a condition is about something that is passed, and not about what else is not in it.
fn is_worth_words(condition: &ArgumentCondition) -> bool {
    let is_part = matches!(condition.literal, Literal::Prefix(_) | Literal::Part(_));
    condition.test != ArgumentTest::Absent && !(condition.test == ArgumentTest::IsNot && is_part)
}

/// The conditions of a fact, each as it is written.
fn arguments(fact: &Fact) -> impl Iterator<Item = (&ArgumentCondition, &str)> {
    let written = fact.name.split_once('(').map_or("", |(_, written)| written);
    let written = written.strip_suffix(')').unwrap_or(written);
    fact.when.iter().zip(written.split(", "))
}

/// One argument and what its value is: "`max_workers` above 61", "an `address` that starts with `/`".
fn argument(condition: &ArgumentCondition, written: &str) -> String {
    let parameter = condition.parameter;
    match (condition.test, condition.literal) {
        (ArgumentTest::Is, Literal::Prefix(start)) => {
            let article = article(parameter);
            format!("{article} `{parameter}` that starts with `{start}`")
        }
        (ArgumentTest::Is, Literal::Holding(item)) => {
            format!("`{}` in `{parameter}`", last_names(item))
        }
        (ArgumentTest::Is, Literal::Part(part)) => format!("`{part}` in `{parameter}`"),
        (ArgumentTest::Is, Literal::Name(name))
            if name.rsplit('.').next().is_some_and(is_class) =>
        {
            let class = name.rsplit('.').next().unwrap_or(name);
            let article = article(class);
            match class.ends_with("Loop") {
                true => format!("on {article} `{class}`"),
                false => format!("{article} `{class}` as `{parameter}`"),
            }
        }
        (ArgumentTest::Is, Literal::Name(name)) if name.ends_with(char::is_lowercase) => {
            format!("`{}` as `{parameter}`", last_names(name))
        }
        (ArgumentTest::Is, _) => format!("`{written}`"),
        (ArgumentTest::Above, Literal::Int(bound)) => format!("`{parameter}` above {bound}"),
        (ArgumentTest::Below, Literal::Int(bound)) => format!("`{parameter}` below {bound}"),
        _ => format!("`{parameter}`"),
    }
}

/// The last two parts of a dotted name: "`Popen.stdout`".
fn last_names(name: &str) -> &str {
    let name = name.trim_start_matches("builtins.");
    let dots = name.rmatch_indices('.').nth(1);
    dots.map_or(name, |(at, _)| &name[at + 1..])
}

/// "a `path`", "an `address`".
pub(super) fn article(name: &str) -> &'static str {
    match name.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) {
        true => "an",
        false => "a",
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
