//! `spawnsafe config`: the settings that hold, and where each comes from.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::arguments::ConfigArguments;
use super::shared_arguments::FileArguments;
use super::streams::Streams;
use super::{Exit, check_files, settings_layer};
use crate::config::{Config, Level, Options, Override, SETTINGS, nearest, schema, setting};
use crate::project::{
    DEFAULT_EXCLUDE, Discovery, Layer, PythonSource, Settings, SettingsSource, absolute,
};
use crate::rules::codes;
use crate::text::printable_line;
use crate::world::{Platform, Worlds};

/// Shows every setting, one of them, or their schema.
pub(crate) fn run(arguments: &ConfigArguments, streams: &Streams) -> Exit {
    if arguments.schema {
        return streams.print(&format!("{:#}\n", schema(&codes())));
    }
    let files = FileArguments::default();
    match settings_layer::discovery(&arguments.rules, &arguments.settings, &files, streams) {
        Ok(discovery) => match &arguments.key {
            Some(key) => show_one(key, &discovery, &arguments.path, streams),
            None => show(&discovery, &arguments.path, streams),
        },
        Err(problems) => {
            for problem in &problems {
                streams.error(problem);
            }
            Exit::Error
        }
    }
}

/// Shows the settings that hold for a path.
pub(crate) fn show(discovery: &Discovery, path: &Path, streams: &Streams) -> Exit {
    let settings = match settings(discovery, path, streams) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    let file = absolute(path, &streams.current);
    let mut out = format!("# root: {}\n", streams.shown(&settings.root));
    for setting in SETTINGS {
        for (value, source) in values(setting.key, &settings, &file, streams) {
            let _ = writeln!(out, "{} = {value}  # {source}", setting.key);
        }
    }
    streams.print(&out)
}

fn show_one(key: &str, discovery: &Discovery, path: &Path, streams: &Streams) -> Exit {
    let Some(setting) = setting(key) else {
        let guesses = meant(key);
        let guess = match &guesses[..] {
            [] => String::new(),
            guesses => format!("; did you mean {}?", guesses.join(" or ")),
        };
        let all: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
        let all = all.join(", ");
        streams.error(&format!("unknown setting `{key}`{guess} (there are {all})"));
        return Exit::Error;
    };
    match settings(discovery, path, streams) {
        Ok(settings) => {
            let file = absolute(path, &streams.current);
            let mut out = format!("{}\n", setting.meaning);
            for (value, source) in values(key, &settings, &file, streams) {
                let _ = writeln!(out, "{key} = {value}  # {source}");
            }
            streams.print(&out)
        }
        Err(exit) => exit,
    }
}

/// The settings that somebody may mean who writes this: by their names, else by a part of them.
fn meant(key: &str) -> Vec<String> {
    let shown = |name: &str| format!("`{name}`");
    if let Some(whole) = nearest(key, SETTINGS.iter().map(|setting| setting.key)) {
        return vec![shown(whole)];
    }
    let keys = SETTINGS.iter().map(|setting| setting.key);
    let has_part = |name: &&str| nearest(key, name.split('-')).is_some();
    keys.filter(has_part).map(shown).collect()
}

fn settings(
    discovery: &Discovery,
    path: &Path,
    streams: &Streams,
) -> Result<std::sync::Arc<Settings>, Exit> {
    let path = absolute(path, &streams.current);
    let found = if path.is_dir() {
        discovery.settings(&path)
    } else {
        let source = PythonSource::read(&path, PythonSource::largest(&path)).unwrap_or_default();
        discovery.settings_of_text(&path, &source.text)
    };
    found.map_err(|error| check_files::say(&error, streams))
}

/// The values of a setting, each with its source: one, or one for each layer where layers add up.
fn values(key: &str, settings: &Settings, file: &Path, streams: &Streams) -> Vec<(String, String)> {
    let overridden = |get: fn(&Override) -> Option<String>| {
        let mut steps = settings.steps_for(file);
        let found = steps.find_map(|(layer, section)| match section {
            Some(section) => Some((get(section)?, of_override(section, layer, streams))),
            None => None,
        });
        found.filter(|_| !file.is_dir())
    };
    let first = |get: fn(&Options) -> Option<String>, default: &str| {
        let found = settings.first(get);
        vec![match found {
            Some((layer, value)) => (value, source(layer, streams)),
            None => (default.to_owned(), "default".to_owned()),
        }]
    };
    let each = |get: fn(&Options) -> Option<String>| -> Vec<(String, String)> {
        let layers = settings.layers();
        layers
            .filter_map(|layer| Some((get(&layer.options)?, source(layer, streams))))
            .collect()
    };
    match key {
        "target-platforms" => match overridden(|section| section.platforms.map(platforms)) {
            Some(found) => vec![found],
            None => first(
                |options| options.platforms.map(platforms),
                &platforms(Config::default_platforms()),
            ),
        },
        "target-python" => match overridden(|section| section.python.map(python)) {
            Some(found) => vec![found],
            None => first(
                |options| options.python.map(python),
                &python(Config::default_python()),
            ),
        },
        "rules" => {
            let steps = settings
                .steps_for(file)
                .filter(|(_, section)| section.is_none() || !file.is_dir());
            let all = steps.filter_map(|(layer, section)| match section {
                Some(section) => Some((
                    levels(&section.rules)?,
                    of_override(section, layer, streams),
                )),
                None => Some((levels(&layer.options.rules)?, source(layer, streams))),
            });
            all.collect()
        }
        "exclude" => first(
            |options| options.exclude.as_ref().map(|exclude| list(exclude)),
            &list(DEFAULT_EXCLUDE),
        ),
        "extend-exclude" => each(|options| {
            let patterns = &options.extend_exclude;
            (!patterns.is_empty()).then(|| list(patterns))
        }),
        "force-exclude" => first(
            |options| options.force_exclude.map(|f| f.to_string()),
            "false",
        ),
        "respect-gitignore" => first(
            |options| options.respect_gitignore.map(|r| r.to_string()),
            "true",
        ),
        "max-file-size" => first(
            |options| options.max_file_size.map(|size| size.to_string()),
            &PythonSource::largest(Path::new("")).to_string(),
        ),
        "overrides" => each(|options| {
            let overrides: Vec<String> = options.overrides.iter().map(one_override).collect();
            (!overrides.is_empty()).then(|| format!("[{}]", overrides.join(", ")))
        }),
        "environment" => each(|options| options.environment.as_deref().map(quoted)),
        "baseline" => each(|options| options.baseline.as_deref().map(quoted)),
        _ => Vec::new(),
    }
}

fn one_override(section: &Override) -> String {
    let mut parts = vec![format!("files = {}", list(&section.files))];
    parts.extend(
        section
            .platforms
            .map(|worlds| format!("target-platforms = {}", platforms(worlds))),
    );
    parts.extend(
        section
            .python
            .map(|worlds| format!("target-python = {}", python(worlds))),
    );
    parts.extend(levels(&section.rules).map(|rules| format!("rules = {rules}")));
    format!("{{ {} }}", parts.join(", "))
}

fn levels(rules: &BTreeMap<String, Level>) -> Option<String> {
    let rules: Vec<String> = rules
        .iter()
        .map(|(code, level)| format!("{code} = {}", quoted(level.name())))
        .collect();
    (!rules.is_empty()).then(|| format!("{{ {} }}", rules.join(", ")))
}

fn of_override(section: &Override, layer: &Layer, streams: &Streams) -> String {
    format!("{}, for {}", source(layer, streams), list(&section.files))
}

fn source(layer: &Layer, streams: &Streams) -> String {
    match &layer.source {
        SettingsSource::CommandLine => "command line".into(),
        SettingsSource::Editor => "editor".into(),
        SettingsSource::File(path) => streams.shown(path),
        SettingsSource::Declared(path) => format!("declared in {}", streams.shown(path)),
    }
}

fn platforms(worlds: Worlds) -> String {
    let names: Vec<&str> = worlds.platforms().map(Platform::name).collect();
    list(&names)
}

/// The minor versions, as a specifier.
fn python(worlds: Worlds) -> String {
    let minors: Vec<u8> = worlds.minors_of(Platform::Linux).collect();
    let (Some(first), Some(last)) = (minors.first(), minors.last()) else {
        return quoted("");
    };
    let missing = (*first..=*last).filter(|minor| !minors.contains(minor));
    let holes: Vec<String> = missing.map(|minor| format!(",!=3.{minor}.*")).collect();
    quoted(&format!(">=3.{first},<3.{}{}", last + 1, holes.concat()))
}

fn list<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// A string as TOML has it, in one line whatever is in it.
fn quoted(text: &str) -> String {
    if *printable_line(text) == *text {
        return toml::Value::String(text.to_owned()).to_string();
    }
    let mut out = String::from("\"");
    for character in text.chars() {
        let is_printable = printable_line(character.encode_utf8(&mut [0; 4]))
            .chars()
            .count()
            == 1;
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            _ if is_printable => out.push(character),
            _ => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
        }
    }
    out.push('"');
    out
}
