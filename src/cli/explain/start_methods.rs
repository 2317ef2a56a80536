//! What is known about a function that takes the name of a start method: where each exists, and which is the default.

use serde_json::{Value as Json, json};

use crate::cli::shared_arguments::TextFormat;
use crate::facts::{StartMethod, canonical, start_method_argument};
use crate::world::Worlds;

/// Where its source says so.
const SOURCE: &str =
    "Lib/multiprocessing/context.py; Doc/library/multiprocessing.rst; bpo-33725, gh-84559";

/// A function that takes the name of a start method.
pub(super) struct StartMethodTaker {
    name: &'static str,
    parameter: &'static str,
}

impl StartMethodTaker {
    /// The function that a person asks about: `multiprocessing.get_context`, `get_context("fork")`.
    pub(super) fn named(subject: &str) -> Option<Self> {
        let name = subject.split('(').next().unwrap_or(subject);
        let whole = || format!("multiprocessing.{name}");
        let (name, parameter) = start_method_argument(name)
            .or_else(|| start_method_argument(&canonical(name)?))
            .or_else(|| start_method_argument(&whole()))?;
        Some(Self { name, parameter })
    }

    /// The answer as text, Markdown or JSON.
    pub(super) fn show(&self, format: TextFormat) -> String {
        match format {
            TextFormat::Json => format!("{:#}\n", self.json()),
            TextFormat::Markdown => self.markdown(),
            TextFormat::Text => self.text(),
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{}({}=…)\n", self.name, self.parameter);
        for method in StartMethod::ALL {
            text += &format!("  {:10}  {}\n", method.name(), sentence(method));
        }
        text + &format!("  {:10}  {SOURCE}\n", "Source")
    }

    fn markdown(&self) -> String {
        let mut text = format!("# `{}({}=…)`\n\n", self.name, self.parameter);
        text += "| Start method | Where it exists |\n|---|---|\n";
        for method in StartMethod::ALL {
            text += &format!("| `{}` | {} |\n", method.name(), sentence(method));
        }
        text
    }

    fn json(&self) -> Json {
        let methods = StartMethod::ALL.map(|method| {
            json!({
                "name": method.name(),
                "worlds": method.available().to_string(),
                "default": method.default_in().to_string(),
            })
        });
        json!({
            "name": self.name,
            "parameter": self.parameter,
            "start_methods": methods,
            "source": SOURCE,
        })
    }
}

/// Where it exists, and where it is the default: "everywhere; the default on macOS and Windows".
fn sentence(method: StartMethod) -> String {
    let (available, default) = (method.available(), method.default_in());
    let everywhere = available == Worlds::ALL;
    let mut sentence = match everywhere {
        true => "everywhere".to_owned(),
        false => available.in_english(Worlds::ALL),
    };
    if !default.is_empty() {
        sentence += &format!("; the default {}", default.in_english(Worlds::ALL));
    }
    if !everywhere {
        let lacking = (!available).in_english(Worlds::ALL);
        sentence += &format!("; ValueError {lacking}");
    }
    sentence
}
