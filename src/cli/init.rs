//! `spawnsafe init`: proposes settings from what a project says of itself and from what is found in it, and
//! shows the difference that they make.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use toml_edit::{Array, Value};

use super::arguments::{InitArguments, InputArguments};
use super::atomic_write::create;
use super::check_file::ExaminedFile;
use super::check_files::FilesToCheck;
use super::fix_mode::FixMode;
use super::report::counted;
use super::shared_arguments::RuleArguments;
use super::streams::{Streams, written};
use super::{Exit, check_files};
use crate::config::{Config, TomlTable, add_settings};
use crate::project::{Settings, SettingsFile, SettingsSource, absolute, read_text, tested};
use crate::world::{FIRST_MINOR, Platform, Worlds};

/// Fewer findings about one platform are no reason to leave it out.
const MIN_FINDINGS_TO_NARROW: usize = 5;
/// No file with settings is longer.
const MAX_SETTINGS_BYTES: u64 = 4 << 20;

/// A setting that is proposed, and why.
struct ProposedSetting {
    key: &'static str,
    value: Value,
    /// What the command line would be given for it.
    option: String,
    reason: String,
}

/// What is proposed, and what needs no setting, with the reason.
#[derive(Default)]
struct Proposal {
    settings: Vec<ProposedSetting>,
    remarks: Vec<String>,
}

/// Proposes settings for a directory; writes them if that is wanted.
pub(crate) fn run(arguments: &InitArguments, streams: &Streams) -> Exit {
    let (gathered, settings) = match start(arguments, None, streams) {
        Ok(started) => started,
        Err(exit) => return exit,
    };
    if gathered.inputs.is_empty() {
        return gathered.exit;
    }
    let directory = absolute(&arguments.path, &streams.current);
    let path = file(&settings);
    let (before, mut exit, _) = gathered.examine(FixMode::Unmade, streams);
    let proposal = propose(&directory, &settings, &before, streams);
    exit = exit.max(streams.print(&proposal.text(table(&path))));
    let after = match proposal.settings.is_empty() {
        true => None,
        false => match start(arguments, Some(&proposal), streams) {
            Ok((gathered, _)) => Some(gathered.examine(FixMode::Unmade, streams).0),
            Err(exit) => return exit,
        },
    };
    let after = after.as_deref().unwrap_or(&before);
    streams.note(&difference(&before, after));
    if proposal.settings.is_empty() {
        return exit;
    }
    if arguments.write {
        return exit.max(write(&path, &proposal, streams));
    }
    let named = match arguments.path.as_os_str() == "." {
        true => String::new(),
        false => format!("{} ", arguments.path.display()),
    };
    streams.note(&format!(
        "`spawnsafe init {named}--write` writes these settings into {}.",
        streams.shown(&path)
    ));
    exit
}

/// The files to check, and the settings of the directory; with the proposal in force if there is one.
fn start(
    arguments: &InitArguments,
    proposal: Option<&Proposal>,
    streams: &Streams,
) -> Result<(FilesToCheck, std::sync::Arc<Settings>), Exit> {
    let option = |key: &str| {
        let mut settings = proposal.into_iter().flat_map(|proposal| &proposal.settings);
        let found = settings.find(|proposed| proposed.key == key);
        found.map(|proposed| proposed.option.clone())
    };
    let platforms = option("target-platforms").unwrap_or_default();
    let platforms = platforms.split(',').filter(|name| !name.is_empty());
    let input = InputArguments {
        paths: vec![arguments.path.clone()],
        rules: RuleArguments {
            target_platforms: platforms.map(str::to_owned).collect(),
            target_python: option("target-python"),
            ..RuleArguments::default()
        },
        ..InputArguments::default()
    };
    let gathered = FilesToCheck::new(&input, streams)?;
    let directory = absolute(&arguments.path, &streams.current);
    let settings = gathered.discovery.settings(&directory);
    let settings = settings.map_err(|error| check_files::say(&error, streams))?;
    Ok((gathered, settings))
}

fn propose(
    directory: &Path,
    settings: &Settings,
    found: &[ExaminedFile],
    streams: &Streams,
) -> Proposal {
    let mut proposal = Proposal::default();
    let tested = tested(directory);
    let from = |source: &SettingsSource| match source {
        SettingsSource::File(path) => format!("set in {}", streams.shown(path)),
        SettingsSource::Declared(path) => format!("declared in {}", streams.shown(path)),
        SettingsSource::CommandLine | SettingsSource::Editor => "set elsewhere".to_owned(),
    };
    let is_declared = |source: &SettingsSource| matches!(source, SettingsSource::Declared(_));
    let on = tested.as_ref().map(|tested| tested.platforms);
    match settings.first(|options| options.platforms) {
        Some((layer, worlds)) if is_declared(&layer.source) => {
            let reason = format!("the classifiers in {}", shown_name(&layer.source));
            proposal.platforms(worlds, reason);
        }
        Some((layer, _)) => proposal
            .remarks
            .push(format!("target-platforms: {}", from(&layer.source))),
        None => {
            let (worlds, reason) = platforms(on, found);
            proposal.platforms(worlds, reason);
        }
    }
    let versions = tested.and_then(|tested| tested.versions);
    let oldest = versions.and_then(|versions| versions.first().copied());
    match (settings.first(|options| options.python), oldest) {
        (Some((layer, _)), _) => {
            proposal
                .remarks
                .push(format!("target-python: {}", from(&layer.source)));
        }
        (None, Some(oldest)) => {
            let specifier = format!(">=3.{}", oldest.max(FIRST_MINOR));
            proposal.settings.push(ProposedSetting {
                key: "target-python",
                value: Value::from(specifier.clone()),
                option: specifier,
                reason: "the oldest version that the workflows run".to_owned(),
            });
        }
        (None, None) => proposal.remarks.push(
            "target-python: no file declares it, so every supported version of Python counts"
                .to_owned(),
        ),
    }
    proposal
}

/// The platforms to propose where no classifier names any: the usual ones, without those that no job runs on
/// and that most of what was found is about.
fn platforms(tested: Option<Worlds>, found: &[ExaminedFile]) -> (Worlds, String) {
    let mut about: BTreeMap<Platform, usize> = BTreeMap::new();
    let mut all = 0;
    for file in found.iter().map(|examined| &examined.checked) {
        for finding in &file.findings {
            all += 1;
            let mut platforms = (finding.worlds & file.targets).platforms();
            if let (Some(only), None) = (platforms.next(), platforms.next()) {
                *about.entry(only).or_default() += 1;
            }
        }
    }
    let runs = |platform: Platform| {
        tested.is_some_and(|tested| tested.overlaps(Worlds::platform(platform)))
    };
    let mut worlds = Worlds::NONE;
    let mut left_out = Vec::new();
    for platform in Config::PLATFORMS {
        let count = about.get(&platform).copied().unwrap_or(0);
        if count >= MIN_FINDINGS_TO_NARROW && count * 2 > all && !runs(platform) {
            let no_job = if tested.is_some() {
                ", and no job of the workflows runs there"
            } else {
                ""
            };
            left_out.push(format!(
                "{count} of {all} findings are about {} only{no_job}",
                platform.title()
            ));
        } else {
            worlds |= Worlds::platform(platform);
        }
    }
    // What a job runs on is meant, whatever it is.
    worlds |= tested.unwrap_or(Worlds::NONE);
    let reason = match (&left_out[..], tested) {
        ([], None) => "no file says which platforms; these are the defaults".to_owned(),
        ([], Some(_)) => "the defaults, and those that the workflows run on".to_owned(),
        (reasons, _) => reasons.join("; "),
    };
    (worlds, reason)
}

impl Proposal {
    fn platforms(&mut self, worlds: Worlds, reason: String) {
        let names: Vec<&str> = worlds.platforms().map(Platform::name).collect();
        self.settings.push(ProposedSetting {
            key: "target-platforms",
            value: Value::Array(names.iter().copied().collect::<Array>()),
            option: names.join(","),
            reason,
        });
    }

    /// The proposal as it would stand in that table, with the reasons as comments.
    fn text(&self, table: TomlTable) -> String {
        let mut out = match table {
            TomlTable::Tool => String::from("[tool.spawnsafe]\n"),
            TomlTable::Top => String::new(),
        };
        for remark in &self.remarks {
            let _ = writeln!(out, "# {remark}");
        }
        for ProposedSetting {
            key, value, reason, ..
        } in &self.settings
        {
            let _ = writeln!(out, "# {reason}\n{key} = {value}");
        }
        out
    }
}

/// How many findings there are now and with the proposal, and which rules make the difference.
fn difference(before: &[ExaminedFile], after: &[ExaminedFile]) -> String {
    let count = |examined: &[ExaminedFile]| {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        let findings = examined.iter().flat_map(|file| &file.checked.findings);
        for finding in findings {
            *counts.entry(finding.rule).or_default() += 1;
        }
        counts
    };
    let (before, after) = (count(before), count(after));
    let total = |counts: &BTreeMap<&str, usize>| counts.values().sum::<usize>();
    let (now, then) = (total(&before), total(&after));
    let mut out = match now == then {
        true => format!(
            "{}, with these settings or without.",
            counted(now, "finding")
        ),
        false => format!(
            "{} now, {then} with these settings:",
            counted(now, "finding")
        ),
    };
    let mut rules: Vec<&&str> = before.keys().chain(after.keys()).collect();
    rules.sort();
    rules.dedup();
    for rule in rules {
        let of = |counts: &BTreeMap<&str, usize>| counts.get(*rule).copied().unwrap_or(0);
        if of(&before) != of(&after) {
            let _ = write!(out, "\n  {rule}: {} now, {} then", of(&before), of(&after));
        }
    }
    if then > 0 {
        out.push_str(
            "\n`spawnsafe baseline` records what is left, so that only new findings are reported.",
        );
    }
    out
}

/// The file to write settings into: the one that has some, else `pyproject.toml` if there is one.
fn file(settings: &Settings) -> PathBuf {
    let named = settings.layers().find_map(|layer| match &layer.source {
        SettingsSource::File(path) => Some(path.clone()),
        _ => None,
    });
    named.unwrap_or_else(|| {
        let project = settings.root.join("pyproject.toml");
        match project.is_file() {
            true => project,
            false => settings.root.join(SettingsFile::NAMES[0]),
        }
    })
}

fn table(file: &Path) -> TomlTable {
    match file.ends_with("pyproject.toml") {
        true => TomlTable::Tool,
        false => TomlTable::Top,
    }
}

fn write(path: &Path, proposal: &Proposal, streams: &Streams) -> Exit {
    let shown = streams.shown(path);
    let text = match path.is_file() {
        true => read_text(path, MAX_SETTINGS_BYTES),
        false => Ok(String::new()),
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            streams.error(&format!("{shown}: {error}"));
            return Exit::Error;
        }
    };
    let settings = proposal.settings.iter();
    let settings: Vec<(&str, Value)> = settings
        .map(|setting| (setting.key, setting.value.clone()))
        .collect();
    let Some(text) = add_settings(&text, table(path), &settings) else {
        streams.error(&format!("{shown}: settings cannot be added to it"));
        return Exit::Error;
    };
    let exit = written(create(path, text.as_bytes()), &shown, streams);
    if exit == Exit::Clean {
        streams.note(&format!("{shown}: written."));
    }
    exit
}

fn shown_name(source: &SettingsSource) -> String {
    match source {
        SettingsSource::File(path) | SettingsSource::Declared(path) => path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        SettingsSource::CommandLine | SettingsSource::Editor => String::new(),
    }
}
