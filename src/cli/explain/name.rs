//! What is known about a name of the library: itself, its arguments and what is inside it.

use serde_json::{Value as Json, json};

use crate::cli::shared_arguments::TextFormat;
use crate::facts::{Fact, Failure, arguments, around, fact, inside, is_module};
use crate::world::{Platform, Worlds};

/// The facts that answer a question about a name.
pub(super) struct NameFacts<'a> {
    name: &'a str,
    /// About the name itself, or the module that it is in; none where it exists everywhere.
    fact: Option<&'static Fact>,
    /// About its arguments.
    arguments: Vec<&'static Fact>,
    /// About its members.
    inside: Vec<&'static Fact>,
}

impl<'a> NameFacts<'a> {
    /// What is known, if anything is.
    pub(super) fn about(subject: &'a str) -> Option<Self> {
        let fact = fact(subject).or_else(|| around(subject));
        let answer = Self {
            name: fact.map_or(subject, |fact| fact.name),
            fact,
            arguments: arguments(subject),
            inside: inside(subject),
        };
        let is_known = fact.is_some() || !answer.parts().is_empty() || is_module(subject);
        is_known.then_some(answer)
    }

    /// The answer as text, Markdown or JSON.
    pub(super) fn show(&self, format: TextFormat) -> String {
        match format {
            TextFormat::Json => format!("{:#}\n", self.json()),
            TextFormat::Markdown => self.markdown(),
            TextFormat::Text => self.text(),
        }
    }

    fn available(&self) -> Worlds {
        self.fact.map_or(Worlds::ALL, |fact| fact.available)
    }

    /// Arguments and members: what has facts of its own.
    fn parts(&self) -> Vec<&'static Fact> {
        [&self.arguments[..], &self.inside[..]].concat()
    }

    fn lines(&self) -> Vec<(&'static str, String)> {
        let Some(fact) = self.fact else {
            return vec![("Works", "everywhere".to_owned())];
        };
        let mut lines = match fact.available.is_empty() {
            true => {
                let gone = fact.version_change();
                vec![(
                    "Works",
                    gone.map_or("nowhere".to_owned(), |gone| format!("nowhere, it {gone}")),
                )]
            }
            false => vec![
                ("Works", fact.available.in_english(Worlds::ALL)),
                ("Elsewhere", fact.elsewhere(Worlds::ALL).join("; ")),
            ],
        };
        lines.push(("Instead", fact.advice().into_owned()));
        lines.push(("Source", fact.source.to_owned()));
        lines
    }

    fn text(&self) -> String {
        let mut text = format!("{}\n", self.name);
        for (what, line) in self.lines() {
            text += &format!("  {what:9}  {line}\n");
        }
        let parts = self.parts();
        let width = parts.iter().map(|fact| fact.name.len()).max().unwrap_or(0);
        if !parts.is_empty() {
            text += "\nWhat is not everywhere in it:\n";
        }
        for fact in parts {
            text += &format!("  {:width$}  {}\n", fact.name, fact.available);
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("# `{}`\n\n", self.name);
        for (what, line) in self.lines() {
            text += &format!("- **{what}**: {line}\n");
        }
        let parts = self.parts();
        if !parts.is_empty() {
            text += "\n| What is not everywhere in it | Where it works |\n|---|---|\n";
        }
        for fact in parts {
            // A `|` would end the cell of the table.
            let worlds = fact.available.in_english(Worlds::ALL);
            let worlds = if worlds.is_empty() {
                "nowhere"
            } else {
                &worlds
            };
            text += &format!("| `{}` | {worlds} |\n", fact.name);
        }
        text
    }

    fn json(&self) -> Json {
        let available = self.available();
        let platforms: Vec<&str> = available.platforms().map(Platform::name).collect();
        let failures = self.fact.map_or(&[][..], |fact| fact.failures);
        json!({
            "name": self.name,
            "worlds": available.to_string(),
            "platforms": platforms,
            "failures": failures.iter().map(failure_json).collect::<Vec<Json>>(),
            "effect": self.fact.and_then(|fact| fact.effect),
            "alternative": self.fact.map(Fact::advice),
            "source": self.fact.map(|fact| fact.source),
            "parts": self.parts().into_iter().map(part_json).collect::<Vec<Json>>(),
        })
    }
}

fn failure_json((worlds, failure): &(Worlds, Failure)) -> Json {
    let (kind, exception) = match failure {
        Failure::Missing => ("missing", None),
        Failure::Raises(exception) => ("raises", Some(exception)),
        Failure::Diverges => ("diverges", None),
        Failure::Ignored => ("ignored", None),
    };
    json!({"worlds": worlds.to_string(), "kind": kind, "exception": exception})
}

fn part_json(fact: &Fact) -> Json {
    json!({"name": fact.name, "worlds": fact.available.to_string(), "alternative": fact.alternative})
}
