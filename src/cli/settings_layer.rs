//! The layer of settings that the command line sets.

use std::path::{Path, PathBuf};

use super::shared_arguments::{FileArguments, RuleArguments, SettingsArguments};
use super::streams::Streams;
use crate::config::{Level, Options, TomlTable, from_toml, minors, pattern_error, platforms};
use crate::finding::Severity;
use crate::project::{Discovery, Layer, SettingsFile, SettingsSource};
use crate::rules::{RULES, codes, rule};

/// The discovery of settings, with what the command line says above all; else every reason why not.
pub(crate) fn discovery(
    rules: &RuleArguments,
    settings: &SettingsArguments,
    files: &FileArguments,
    streams: &Streams,
) -> Result<Discovery, Vec<String>> {
    let mut problems = Vec::new();
    let mut layers = vec![Layer {
        source: SettingsSource::CommandLine,
        base: streams.current.clone(),
        options: options(rules, files, &mut problems),
    }];
    let mut file = None;
    for argument in &settings.config {
        match argument.split_once('=') {
            Some(_) if !Path::new(argument).is_file() => {
                layers.extend(one_setting(argument, streams, &mut problems));
            }
            _ => {
                if file.is_some() {
                    problems.push("--config names more than one file; use one".into());
                }
                file = read(&streams.current.join(argument), streams, &mut problems);
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let isolated = settings.isolated || file.is_some();
    layers.extend(file);
    let discovery = Discovery::new().over(layers);
    Ok(if isolated {
        discovery.isolated()
    } else {
        discovery
    })
}

fn options(rules: &RuleArguments, files: &FileArguments, problems: &mut Vec<String>) -> Options {
    let mut options = Options::default();
    if !rules.target_platforms.is_empty() {
        let names = rules.target_platforms.iter().map(|name| name.trim());
        match platforms(names) {
            Ok(worlds) => options.platforms = Some(worlds),
            Err(message) => problems.push(format!("--target-platforms: {message}")),
        }
    }
    if let Some(specifier) = &rules.target_python {
        match minors(specifier) {
            Ok(worlds) => options.python = Some(worlds),
            Err(message) => problems.push(format!("--target-python: {message}")),
        }
    }
    levels(rules, &mut options, problems);
    let excluded = files.exclude.iter().map(|pattern| ("--exclude", pattern));
    let extended = files
        .extend_exclude
        .iter()
        .map(|pattern| ("--extend-exclude", pattern));
    for (option, pattern) in excluded.chain(extended) {
        problems.extend(pattern_error(pattern).map(|message| format!("{option}: {message}")));
    }
    options.exclude = (!files.exclude.is_empty()).then(|| files.exclude.clone());
    options.extend_exclude.clone_from(&files.extend_exclude);
    options.force_exclude = files
        .force_exclude
        .then_some(true)
        .or(files.no_force_exclude.then_some(false));
    options.respect_gitignore = files
        .no_respect_gitignore
        .then_some(false)
        .or(files.respect_gitignore.then_some(true));
    options
}

fn levels(rules: &RuleArguments, options: &mut Options, problems: &mut Vec<String>) {
    let given: [(&str, &[String], Level); 5] = [
        ("--error", &rules.error, Level::At(Severity::Error)),
        ("--warn", &rules.warn, Level::At(Severity::Warning)),
        ("--info", &rules.info, Level::At(Severity::Info)),
        ("--ignore", &rules.ignore, Level::Off),
        ("--select", &rules.select, Level::On),
    ];
    for (option, codes, _) in given {
        for code in codes.iter().filter(|code| rule(code).is_none()) {
            let guess = crate::config::nearest(code, RULES.iter().map(|rule| rule.code));
            let guess = guess.map(|guess| format!("; did you mean `{guess}`?"));
            problems.push(format!(
                "{option}: unknown rule `{code}`{} (`spawnsafe explain --all` lists the rules)",
                guess.unwrap_or_default()
            ));
        }
    }
    if !rules.select.is_empty() {
        for rule in RULES
            .iter()
            .filter(|rule| !rules.select.iter().any(|code| code == rule.code))
        {
            options.rules.insert(rule.code.into(), Level::Off);
        }
        for code in &rules.select {
            options.rules.insert(code.clone(), Level::On);
        }
    }
    for (_, codes, level) in &given[..4] {
        for code in *codes {
            options.rules.insert(code.clone(), *level);
        }
    }
}

/// `--config 'target-python=">=3.10"'`, also without the inner quotes.
fn one_setting(argument: &str, streams: &Streams, problems: &mut Vec<String>) -> Option<Layer> {
    let (_, options, wrong) = from_toml(argument, TomlTable::Top, &codes());
    let (options, wrong) = if wrong.iter().any(|problem| problem.setting.is_empty()) {
        let (key, value) = argument.split_once('=')?;
        let quoted = format!("{key} = {}", toml::Value::String(value.trim().to_owned()));
        let (_, options, wrong) = from_toml(&quoted, TomlTable::Top, &codes());
        (options, wrong)
    } else {
        (options, wrong)
    };
    for problem in wrong {
        problems.push(format!("--config {argument}: {}", problem.message));
    }
    options.map(|options| Layer {
        source: SettingsSource::CommandLine,
        base: streams.current.clone(),
        options,
    })
}

fn read(path: &Path, streams: &Streams, problems: &mut Vec<String>) -> Option<Layer> {
    match SettingsFile::read(path) {
        Ok(Some(file)) => Some(Layer {
            source: SettingsSource::File(path.to_owned()),
            base: path.parent().map_or_else(PathBuf::new, Path::to_owned),
            options: file.options.unwrap_or_default(),
        }),
        Ok(None) => {
            problems.push(format!(
                "--config {}: there is no such file",
                streams.shown(path)
            ));
            None
        }
        Err(error) => {
            problems.extend(error.lines(&streams.shown(path)));
            None
        }
    }
}
