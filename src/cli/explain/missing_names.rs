//! `spawnsafe explain --platform windows --python 3.14 MODULE`: the table of what is missing there.

use serde_json::{Value as Json, json};

use crate::cli::shared_arguments::TextFormat;
use crate::facts::{Fact, Failure, all, fact};
use crate::world::{Platform, Worlds};

/// The platforms that a version is asked about where none is named.
const DESKTOPS: [Platform; 3] = [Platform::Linux, Platform::Macos, Platform::Windows];

/// What fails in some worlds and works elsewhere.
pub(super) struct Missing {
    /// "in `os` on Windows with Python 3.14".
    place: String,
    worlds: Worlds,
    facts: Vec<&'static Fact>,
}

impl Missing {
    /// The table for a platform, a minor version or both, of one module or of the whole library.
    pub(super) fn of(platform: Option<Platform>, minor: Option<u8>, module: Option<&str>) -> Self {
        let platforms: Vec<Worlds> = match platform {
            Some(platform) => vec![Worlds::platform(platform)],
            None => DESKTOPS.map(Worlds::platform).to_vec(),
        };
        let minors = minor.map_or(Worlds::ALL, Worlds::minor);
        let fails = |fact: &&'static Fact| {
            let available = fact.available;
            // What the platform never has is about the platform: others have it then.
            let by_platform = |worlds: Worlds| {
                platform.is_some() && !available.overlaps(worlds) && available.overlaps(minors)
            };
            // What it has with another version is about the version.
            let by_version = |worlds: Worlds| {
                minor.is_some()
                    && !available.contains(worlds & minors)
                    && available.overlaps(worlds)
            };
            let mut platforms = platforms.iter();
            platforms.any(|worlds| by_platform(*worlds) || by_version(*worlds))
                && module.is_none_or(|module| is_in(fact.name, module))
        };
        let place = match (platform, minor) {
            (Some(platform), Some(minor)) => {
                format!("on {} with Python 3.{minor}", platform.title())
            }
            (Some(platform), None) => format!("on {}", platform.title()),
            (None, Some(minor)) => format!("with Python 3.{minor}"),
            (None, None) => "anywhere".to_owned(),
        };
        let place = match module {
            Some(module) => format!("in `{module}` {place}"),
            None => place,
        };
        let platforms = platforms.iter();
        let worlds = platforms.fold(Worlds::NONE, |all, platform| all | *platform) & minors;
        let is_own = |fact: &&'static Fact| !is_lost_with_its_whole(fact, worlds);
        Self {
            place,
            worlds,
            facts: all().filter(fails).filter(is_own).collect(),
        }
    }

    /// The table as text, Markdown or JSON.
    pub(super) fn show(&self, format: TextFormat) -> String {
        match format {
            TextFormat::Json => {
                let rows: Vec<Json> = self.facts.iter().map(|fact| self.json(fact)).collect();
                format!("{:#}\n", Json::Array(rows))
            }
            TextFormat::Markdown => {
                let mut text = format!("# What does not work {}\n\n", self.place);
                text += "| Name | What happens | Instead |\n|---|---|---|\n";
                for fact in &self.facts {
                    let advice = fact.advice().replace('|', "\\|");
                    text += &format!("| `{}` | {} | {advice} |\n", fact.name, self.outcome(fact));
                }
                text
            }
            TextFormat::Text => self.text(),
        }
    }

    fn text(&self) -> String {
        if self.facts.is_empty() {
            return format!("Nothing is known not to work {}.\n", self.place);
        }
        let mut text = format!(
            "What does not work {} ({} names):\n",
            self.place,
            self.facts.len()
        );
        let width = |length: fn(&Self, &Fact) -> usize| {
            let lengths = self.facts.iter().map(|fact| length(self, fact));
            lengths.max().unwrap_or(0).min(60)
        };
        let name_width = width(|_, fact| fact.name.chars().count());
        let outcome_width = width(|missing, fact| missing.outcome(fact).chars().count());
        let mut last = "";
        for fact in &self.facts {
            let top = fact.name.split(['.', '(']).next().unwrap_or(fact.name);
            if top != last {
                text.push('\n');
                last = top;
            }
            let (outcome, advice) = (self.outcome(fact), fact.advice());
            let line = format!(
                "  {:name_width$}  {outcome:outcome_width$}  {advice}",
                fact.name
            );
            text += line.trim_end();
            text.push('\n');
        }
        text
    }

    /// "is missing", "raises `ValueError`".
    fn outcome(&self, fact: &Fact) -> String {
        let mut failures = fact.failures.iter();
        let failure = failures.find(|(worlds, _)| worlds.overlaps(self.worlds));
        match failure.map(|(_, failure)| *failure) {
            Some(Failure::Raises(exception)) if fact.perhaps => format!("may raise {exception}"),
            Some(Failure::Raises(exception)) => format!("raises {exception}"),
            Some(Failure::Diverges) => "does something else".to_owned(),
            Some(Failure::Ignored) => "is ignored".to_owned(),
            Some(Failure::Missing) | None => {
                let change = fact.version_change();
                change.unwrap_or_else(|| "is missing".to_owned())
            }
        }
    }

    fn json(&self, fact: &Fact) -> Json {
        json!({
            "name": fact.name,
            "outcome": self.outcome(fact),
            "worlds": fact.available.to_string(),
            "alternative": fact.advice(),
            "source": fact.source,
        })
    }
}

/// Whether what a name is a part of, a module, a class or a function, does not work in any of these worlds either.
fn is_lost_with_its_whole(part: &Fact, worlds: Worlds) -> bool {
    let whole = part
        .name
        .rsplit_once('(')
        .or_else(|| part.name.rsplit_once('.'));
    let whole = whole.and_then(|(whole, _)| fact(whole));
    whole.is_some_and(|whole| whole.name != part.name && !whole.available.overlaps(worlds))
}

fn is_in(name: &str, module: &str) -> bool {
    let rest = name.strip_prefix(module);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
}
