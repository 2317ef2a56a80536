//! `spawnsafe explain`: rules by their pages, names by their facts.

use serde_json::{Value as Json, json};

use super::Exit;
use super::arguments::{ExplainArguments, TextFormat};
use super::streams::Streams;
use crate::config::nearest;
use crate::facts::{Fact, Failure, fact};
use crate::rules::{RULES, Rule, rule};
use crate::world::Worlds;

/// Explains a rule, every rule, or a name.
pub(crate) fn run(arguments: &ExplainArguments, streams: &Streams) -> Exit {
    let format = arguments.output_format;
    let Some(subject) = &arguments.subject else {
        return streams.print(&all(format));
    };
    if let Some(rule) = rule(subject) {
        return streams.print(&of_rule(rule, format));
    }
    if let Some(fact) = fact(subject) {
        return streams.print(&of_fact(fact, format));
    }
    let guess = nearest(subject, RULES.iter().map(|rule| rule.code));
    let guess = guess.map(|guess| format!("; did you mean `{guess}`?"));
    streams.error(&format!(
        "`{subject}` is no rule, and no restriction of a name like that is known{}",
        guess.unwrap_or_default()
    ));
    Exit::Error
}

/// The first paragraph of a rule's page, after its title.
pub(crate) fn summary(rule: &Rule) -> String {
    let lines = rule.page.lines().map(str::trim);
    lines
        .skip_while(|line| line.is_empty() || line.starts_with('#'))
        .take_while(|line| !line.is_empty() && !line.starts_with("```"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn all(format: TextFormat) -> String {
    match format {
        TextFormat::Json => {
            let rules: Vec<Json> = RULES.iter().map(|rule| rule_json(rule)).collect();
            format!("{:#}\n", Json::Array(rules))
        }
        TextFormat::Markdown => RULES
            .iter()
            .map(|rule| rule.page.trim_end().to_owned() + "\n\n")
            .collect::<String>(),
        TextFormat::Text => {
            let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
            let lines = RULES.iter().map(|rule| {
                let level = rule.level.map_or("off", |level| level.name());
                format!("{:width$}  {level:7}  {}\n", rule.code, summary(rule))
            });
            lines.collect()
        }
    }
}

fn of_rule(rule: &Rule, format: TextFormat) -> String {
    match format {
        TextFormat::Json => format!("{:#}\n", rule_json(rule)),
        TextFormat::Text | TextFormat::Markdown => format!("{}\n", rule.page.trim_end()),
    }
}

fn rule_json(rule: &Rule) -> Json {
    json!({
        "rule": rule.code,
        "severity": rule.level.map(super::super::finding::Severity::name),
        "summary": summary(rule),
        "page": rule.page,
    })
}

fn of_fact(fact: &Fact, format: TextFormat) -> String {
    let lines = [
        ("Works", Some(fact.available.in_english(Worlds::ALL))),
        ("Elsewhere", Some(elsewhere(fact))),
        ("Instead", fact.alternative.map(str::to_owned)),
        (
            "Source",
            Some(fact.source.to_owned()).filter(|source| !source.is_empty()),
        ),
    ];
    let lines = lines
        .into_iter()
        .filter_map(|(what, text)| Some((what, text?)));
    match format {
        TextFormat::Json => {
            let failures: Vec<Json> = fact.failures.iter().map(failure_json).collect();
            let platforms: Vec<&str> = fact
                .available
                .platforms()
                .map(super::super::world::Platform::name)
                .collect();
            let answer = json!({
                "name": fact.name,
                "worlds": fact.available.to_string(),
                "platforms": platforms,
                "failures": failures,
                "effect": fact.effect,
                "alternative": fact.alternative,
                "source": fact.source,
            });
            format!("{answer:#}\n")
        }
        TextFormat::Markdown => {
            let lines: Vec<String> = lines
                .map(|(what, text)| format!("- **{what}**: {text}\n"))
                .collect();
            format!("# `{}`\n\n{}", fact.name, lines.concat())
        }
        TextFormat::Text => {
            let lines: Vec<String> = lines
                .map(|(what, text)| format!("  {what:9}  {text}\n"))
                .collect();
            format!("{}\n{}", fact.name, lines.concat())
        }
    }
}

/// What happens where it does not work, as one sentence.
fn elsewhere(fact: &Fact) -> String {
    let clauses = fact.failures.iter().map(|(worlds, failure)| {
        let worlds = worlds.in_english(Worlds::ALL);
        match failure {
            Failure::Missing => format!("it does not exist {worlds}"),
            Failure::Raises(exception) => format!("it raises {exception} {worlds}"),
            Failure::Diverges => {
                let effect = fact.effect.unwrap_or("it silently does something else");
                format!("{effect} {worlds}")
            }
        }
    });
    clauses.collect::<Vec<_>>().join("; ")
}

fn failure_json((worlds, failure): &(Worlds, Failure)) -> Json {
    let (kind, exception) = match failure {
        Failure::Missing => ("missing", None),
        Failure::Raises(exception) => ("raises", Some(exception)),
        Failure::Diverges => ("diverges", None),
    };
    json!({"worlds": worlds.to_string(), "kind": kind, "exception": exception})
}
