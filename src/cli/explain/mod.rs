//! `spawnsafe explain`: rules by their pages, names by their facts.

use serde_json::{Value as Json, json};

mod missing_names;
mod name;
mod start_methods;

use self::missing_names::Missing;
use self::name::NameFacts;
use self::start_methods::StartMethodTaker;
use super::Exit;
use super::arguments::ExplainArguments;
use super::shared_arguments::TextFormat;
use super::streams::Streams;
use crate::config::nearest;
use crate::facts::near;
use crate::rules::{RULES, Rule, rule};

/// Explains a rule, every rule, or a name.
pub(crate) fn run(arguments: &ExplainArguments, streams: &Streams) -> Exit {
    let format = arguments.output_format;
    if arguments.platform.is_some() || arguments.python.is_some() {
        let module = arguments.subject.as_deref();
        let missing = Missing::of(arguments.platform, arguments.python, module);
        return streams.print(&missing.show(format));
    }
    let Some(subject) = &arguments.subject else {
        return streams.print(&all(format));
    };
    if let Some(rule) = rule(subject) {
        return streams.print(&of_rule(rule, format));
    }
    if let Some(answer) = NameFacts::about(subject) {
        return streams.print(&answer.show(format));
    }
    // `ForkProcess`: whoever writes only the last part means the one name that ends so.
    let ends_so: Vec<&str> = ending_in(subject);
    if let [only] = ends_so[..]
        && let Some(answer) = NameFacts::about(only)
    {
        return streams.print(&answer.show(format));
    }
    if let Some(taker) = StartMethodTaker::named(subject) {
        return streams.print(&taker.show(format));
    }
    let mut guesses = near(subject);
    guesses.extend(nearest(subject, RULES.iter().map(|rule| rule.code)));
    let guesses: Vec<String> = guesses.iter().map(|name| format!("`{name}`")).collect();
    let guess = match &guesses[..] {
        [] => String::new(),
        guesses => format!("; did you mean {}?", guesses.join(" or ")),
    };
    streams.error(&format!(
        "`{subject}` is neither a rule nor a name with known limits (a name that works everywhere has none){guess}"
    ));
    Exit::Error
}

/// The names with facts whose last part is this, arguments apart.
fn ending_in(last: &str) -> Vec<&'static str> {
    let ends_so = |name: &&str| {
        let before = name.strip_suffix(last);
        before.is_some_and(|before| before.ends_with('.'))
    };
    let mut names: Vec<&str> = crate::facts::all()
        .map(|fact| fact.name)
        .filter(ends_so)
        .collect();
    names.dedup();
    names
}

fn all(format: TextFormat) -> String {
    match format {
        TextFormat::Json => {
            let rules: Vec<Json> = RULES.iter().map(|rule| rule_json(rule)).collect();
            format!("{:#}\n", Json::Array(rules))
        }
        TextFormat::Markdown => RULES
            .iter()
            .map(|rule| rule.documentation() + "\n")
            .collect::<String>(),
        TextFormat::Text => {
            let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
            let lines = RULES.iter().map(|rule| {
                let level = rule.level.map_or("off", |level| level.name());
                format!("{:width$}  {level:7}  {}\n", rule.code, rule.summary())
            });
            lines.collect()
        }
    }
}

fn of_rule(rule: &Rule, format: TextFormat) -> String {
    match format {
        TextFormat::Json => format!("{:#}\n", rule_json(rule)),
        TextFormat::Text | TextFormat::Markdown => rule.documentation(),
    }
}

fn rule_json(rule: &Rule) -> Json {
    json!({
        "rule": rule.code,
        "severity": rule.level.map(super::super::finding::Severity::name),
        "summary": rule.summary(),
        "page": rule.documentation(),
    })
}
