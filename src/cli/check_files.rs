//! From the arguments to the files, and to what was found in each.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::arguments::InputArguments;
use super::check_bar::CheckBar;
use super::check_file::{ExaminedFile, FileFailure, InputFile, examine};
use super::closing_notes::ClosingNotes;
use super::fix_mode::FixMode;
use super::report::counted;
use super::streams::Streams;
use super::{Exit, settings_layer};
use crate::check::check_with_fixes;
use crate::project::{
    Cancellation, CheckedFile, Discovery, MetadataContext, Projects, Results, Settings,
    SettingsError, Variables, absolute, check_metadata, files, is_metadata, is_script, with_script,
};
use crate::search::may_find;
use crate::syntax::{Document, UNREAD};

/// Deeply nested code needs a deep stack; only the part that is used costs memory.
const STACK_BYTES: usize = 64 << 20;

/// The files to check, and their settings.
#[derive(Debug)]
pub(crate) struct FilesToCheck {
    /// The settings of each file.
    pub(crate) discovery: Arc<Discovery>,
    /// The files, in the order of their paths.
    pub(crate) inputs: Vec<InputFile>,
    /// Files that name the packages of the project.
    requirements: Vec<InputFile>,
    /// Where to keep what was found out.
    cache: Option<PathBuf>,
    /// The worst that happened on the way.
    pub(crate) exit: Exit,
}

impl FilesToCheck {
    /// Finds the files; what is wrong with some of them is said at once.
    pub(crate) fn new(arguments: &InputArguments, streams: &Streams) -> Result<Self, Exit> {
        let discovery = discovery(arguments, streams)?;
        let mut gathered = Self {
            discovery: Arc::new(discovery),
            inputs: Vec::new(),
            requirements: Vec::new(),
            cache: arguments
                .cache
                .directory(&Variables::of_process(), &streams.current),
            exit: Exit::Clean,
        };
        if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
            gathered.inputs.extend(gathered.stdin(arguments, streams)?);
        } else {
            gathered.walk(arguments, streams);
        }
        Ok(gathered)
    }

    /// The same settings and cache, for files that are named later.
    pub(crate) fn without_files(&self) -> Self {
        Self {
            discovery: Arc::clone(&self.discovery),
            inputs: Vec::new(),
            requirements: Vec::new(),
            cache: self.cache.clone(),
            exit: Exit::Clean,
        }
    }

    /// Whether the text comes on standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.inputs.iter().any(|input| input.stdin.is_some())
    }

    /// Checks every file; the results are in the order of the paths.
    pub(crate) fn examine(
        self,
        mending: FixMode,
        streams: &Streams,
    ) -> (Vec<ExaminedFile>, Exit, ClosingNotes) {
        let bar = CheckBar::new(self.inputs.len(), streams.is_quiet());
        let searches = std::env::var_os("SPAWNSAFE_NO_PREFILTER").is_none();
        let results = self.cache.as_deref().filter(|_| searches);
        let results = results.map(Results::below);
        let projects = Projects::new(Variables::of_process()).with_cache(self.cache.clone());
        let projects = match results {
            Some(_) => projects.recorded(),
            None => projects,
        };
        let requirements = self.requirements.into_par_iter().filter_map(|input| {
            let settings = self.discovery.settings_of(&input.path).ok()?;
            let config = settings.config(&input.path);
            let (shown, path) = (input.shown.clone(), input.path.clone());
            let context = MetadataContext {
                projects: &projects,
                settings: &settings,
                config: &config,
                stop: &Cancellation::default(),
            };
            let check =
                |document: &Document| check_metadata(&path, document.text().as_str(), &context);
            let source = input.read(&settings).ok()?;
            let examined = examine(input, source, config.targets, &|_| true, &check, mending);
            // Nobody asked for these files; those with nothing to say are not counted.
            let is_news =
                |file: &ExaminedFile| !file.checked.findings.is_empty() || !file.applied.is_empty();
            let examined = examined.ok().filter(is_news);
            examined.map(|file| (shown, Ok((file, Arc::clone(&settings)))))
        });
        let check_one = |input: InputFile| -> Option<Result<FileWithSettings, FileFailure>> {
            // What is wrong with the settings around it was said when the files were found.
            let settings = self.discovery.settings_of(&input.path).ok()?;
            let source = match input.read(&settings) {
                Ok(source) => source,
                Err(failure) => return Some(Err(failure)),
            };
            let settings = self.discovery.settings_of_text(&input.path, &source.text);
            let settings = match settings {
                Ok(settings) => settings,
                Err(error) => return Some(Err(FileFailure::Settings(error))),
            };
            let path = input.path.clone();
            let config = settings.config(&path);
            let around = projects.surroundings_for(&path, &settings);
            let context = MetadataContext {
                projects: &projects,
                settings: &settings,
                config: &config,
                stop: &Cancellation::default(),
            };
            let check = |document: &Document| {
                let found = check_with_fixes(document, &around, &config, |_| mending.makes());
                with_script(found, &path, document.text().as_str(), &context)
            };
            let may_find =
                |text: &str| !searches || is_script(text) || may_find(text, &around, &config);
            // What a script requires is looked up elsewhere, too.
            let stores = input.stdin.is_none() && !is_script(&source.text);
            let results = results.as_ref().filter(|_| stores);
            let results = results.map(|results| {
                let file = CheckedFile::new(&around, &config, &source.bytes);
                (results, file)
            });
            let known = results
                .as_ref()
                .and_then(|(results, file)| results.get(file, mending.makes()));
            let known = known.filter(|known| !mending.changes(&known.findings));
            let known =
                known.and_then(|known| ExaminedFile::known(&input, &source, config.targets, known));
            if let Some(known) = known {
                return Some(Ok((known, settings)));
            }
            let looked = examine(input, source, config.targets, &may_find, &check, mending);
            if let (Ok(checked), Some((results, file))) = (&looked, results)
                && let Some(found) = checked.result(mending.makes())
            {
                results.put(&file, found);
            }
            Some(looked.map(|file| (file, Arc::clone(&settings))))
        };
        let check_all = || -> Vec<(String, Result<FileWithSettings, FileFailure>)> {
            self.inputs
                .into_par_iter()
                .filter_map(|input| {
                    let shown = input.shown.clone();
                    let outcome = check_one(input);
                    bar.step();
                    Some((shown, outcome?))
                })
                .chain(requirements)
                .collect()
        };
        let outcomes = match rayon::ThreadPoolBuilder::new()
            .stack_size(STACK_BYTES)
            .build()
        {
            Ok(pool) => pool.install(check_all),
            Err(_) => check_all(),
        };
        bar.finish();
        if let Some(results) = &results {
            results.save();
        }
        let mut exit = self.exit;
        let mut examined: Vec<ExaminedFile> = Vec::new();
        let mut closing = ClosingNotes::default();
        for (shown, outcome) in outcomes {
            let (message, worse) = match outcome {
                Ok((file, settings)) => {
                    exit = exit.max(say_unread(&file, streams));
                    if !is_metadata(&file.checked.path) {
                        closing.add(&projects, &settings, &file);
                    }
                    examined.push(file);
                    continue;
                }
                Err(FileFailure::Settings(error)) => {
                    exit = exit.max(say(&error, streams));
                    continue;
                }
                Err(FileFailure::Unreadable(reason)) => (format!("{shown}: {reason}"), Exit::Error),
                Err(FileFailure::Internal(reason)) => (
                    format!("{shown}: internal error in spawnsafe, please report it: {reason}"),
                    Exit::Internal,
                ),
            };
            streams.error(&message);
            exit = exit.max(worse);
        }
        (examined, exit, closing)
    }

    fn walk(&mut self, arguments: &InputArguments, streams: &Streams) {
        let here = [PathBuf::from(".")];
        let named = if arguments.paths.is_empty() {
            &here[..]
        } else {
            &arguments.paths
        };
        let roots: Vec<PathBuf> = named
            .iter()
            .map(|path| absolute(path, &streams.current))
            .collect();
        let files = files(&roots, Some(&streams.current), &self.discovery);
        for error in files.wrong_settings.values() {
            self.exit = say(error, streams);
        }
        for (path, reason) in &files.unreadable {
            streams.error(&format!("{}: {reason}", streams.shown(path)));
            self.exit = Exit::Error;
        }
        if files.found.is_empty() && files.requirements.is_empty() && self.exit == Exit::Clean {
            streams.warning("no Python files were found");
        }
        let input = |path: PathBuf| InputFile {
            shown: streams.shown(&path),
            path,
            stdin: None,
        };
        self.inputs.extend(files.found.into_iter().map(input));
        let requirements = files.requirements.into_iter();
        self.requirements.extend(requirements.map(input));
    }

    fn stdin(
        &self,
        arguments: &InputArguments,
        streams: &Streams,
    ) -> Result<Option<InputFile>, Exit> {
        if arguments.paths.len() > 1 {
            streams.error("`-` is standard input and cannot be mixed with other paths");
            return Err(Exit::Error);
        }
        let mut bytes = Vec::new();
        if let Err(error) = std::io::stdin().lock().read_to_end(&mut bytes) {
            streams.error(&format!("standard input cannot be read: {error}"));
            return Err(Exit::Error);
        }
        let name = arguments.files.stdin_filename.as_deref();
        let path = absolute(name.unwrap_or(Path::new("<stdin>")), &streams.current);
        let settings = self
            .discovery
            .settings_of(&path)
            .map_err(|error| say(&error, streams))?;
        let forced = settings.first(|options| options.force_exclude);
        let left_out = forced.is_some_and(|(_, forced)| forced) && settings.covers(&path);
        Ok((!left_out).then(|| InputFile {
            shown: streams.shown(&path),
            path,
            stdin: Some(bytes),
        }))
    }
}

/// The discovery of settings; what is wrong with the arguments is said.
fn discovery(arguments: &InputArguments, streams: &Streams) -> Result<Discovery, Exit> {
    settings_layer::discovery(
        &arguments.rules,
        &arguments.settings,
        &arguments.files,
        streams,
    )
    .map(|discovery| discovery.within(directories(arguments, streams)))
    .map_err(|problems| {
        for problem in &problems {
            streams.error(problem);
        }
        Exit::Error
    })
}

/// What the command is run for: the current directory, and the directories that it is given.
fn directories(arguments: &InputArguments, streams: &Streams) -> Vec<PathBuf> {
    let given = arguments
        .paths
        .iter()
        .map(|path| absolute(path, &streams.current));
    let given = given.filter(|path| path.is_dir());
    given.chain([streams.current.clone()]).collect()
}

/// A file after its check, with the settings that hold for it.
type FileWithSettings = (ExaminedFile, Arc<Settings>);

/// Says how much of a file was not looked at, and where.
fn say_unread(file: &ExaminedFile, streams: &Streams) -> Exit {
    let Some(first) = file
        .unread
        .first()
        .filter(|_| !is_metadata(&file.checked.path))
    else {
        return Exit::Clean;
    };
    let place = file.checked.shown(file.checked.part(first));
    let line = file.checked.lines(first).start.0;
    let count = counted(file.unread.len(), "statement");
    let from = match file.unread.len() {
        1 => "",
        _ => " from here on",
    };
    streams.error(&format!(
        "{place}:{line}: {count}{from} not looked at: {UNREAD}"
    ));
    Exit::Error
}

/// Says what is wrong with a file of settings.
pub(crate) fn say(error: &SettingsError, streams: &Streams) -> Exit {
    for line in error.lines(&streams.shown(&error.path)) {
        streams.error(&line);
    }
    Exit::Error
}
