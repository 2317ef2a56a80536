//! `spawnsafe check`: files in, report out.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::arguments::CheckArguments;
use super::examine::{Examined, Failure, Input, Mending, examine};
use super::report::{Report, counted};
use super::streams::Streams;
use super::{Exit, formats, layers, mended};
use crate::project::{Discovery, absolute, files};

/// Deeply nested code needs a deep stack; only the part that is used costs memory.
const STACK: usize = 64 << 20;

/// Checks what the arguments name.
pub(crate) fn run(arguments: &CheckArguments, streams: &Streams) -> Exit {
    let discovery = layers::discovery(
        &arguments.rules,
        &arguments.settings,
        &arguments.files,
        streams,
    );
    let discovery = match discovery {
        Ok(discovery) => Arc::new(discovery),
        Err(problems) => {
            problems.iter().for_each(|problem| streams.error(problem));
            return Exit::Error;
        }
    };
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    match pool {
        Ok(pool) => pool.install(|| all(arguments, &discovery, streams)),
        Err(_) => all(arguments, &discovery, streams),
    }
}

fn all(arguments: &CheckArguments, discovery: &Arc<Discovery>, streams: &Streams) -> Exit {
    let mut exit = Exit::Clean;
    let inputs = inputs(arguments, discovery, streams, &mut exit);
    if arguments.output.show_files {
        let list: String = inputs
            .iter()
            .map(|input| format!("{}\n", input.shown))
            .collect();
        return exit.max(written(streams.report(&list), "standard output", streams));
    }
    let stdin = inputs.iter().any(|input| input.stdin.is_some());
    let mending = Mending::wanted(&arguments.fixing);
    let outcomes: Vec<(String, Result<Examined, Failure>)> = inputs
        .into_par_iter()
        .filter_map(|input| {
            // What is wrong with the settings was said when the files were found.
            let settings = discovery.settings_of(&input.path).ok()?;
            let config = settings.config(&input.path);
            Some((input.shown.clone(), examine(input, &config, mending)))
        })
        .collect();
    let mut examined = Vec::new();
    for (shown, outcome) in outcomes {
        match outcome {
            Ok(one) => examined.push(one),
            Err(Failure::Unreadable(reason)) => {
                streams.error(&format!("{shown}: {reason}"));
                exit = exit.max(Exit::Error);
            }
            Err(Failure::Internal(reason)) => {
                streams.error(&format!(
                    "{shown}: spawnsafe itself failed here, please report it: {reason}"
                ));
                exit = exit.max(Exit::Internal);
            }
        }
    }
    if mending != Mending::Nothing {
        let mended = mended::deliver(&mut examined, &arguments.fixing, stdin, streams);
        if arguments.fixing.diff || arguments.fixing.fix_only {
            return exit.max(mended);
        }
        exit = exit.max(mended);
    }
    let report = Report {
        files: examined.into_iter().map(|one| one.checked).collect(),
    };
    exit.max(deliver(
        &report,
        arguments,
        stdin && mending != Mending::Nothing,
        streams,
    ))
}

/// The files to check, in the order of their paths.
fn inputs(
    arguments: &CheckArguments,
    discovery: &Arc<Discovery>,
    streams: &Streams,
    exit: &mut Exit,
) -> Vec<Input> {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return stdin(arguments, discovery, streams, exit)
            .into_iter()
            .collect();
    }
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
    let files = files(&roots, discovery);
    for error in files.wrong_settings.values() {
        let lines = error.lines(&streams.shown(&error.path));
        lines.iter().for_each(|line| streams.error(line));
        *exit = Exit::Error;
    }
    for (path, reason) in &files.unreadable {
        streams.error(&format!("{}: {reason}", streams.shown(path)));
        *exit = Exit::Error;
    }
    if files.found.is_empty() && *exit == Exit::Clean {
        streams.warning("no Python files were found");
    }
    let input = |path: PathBuf| Input {
        shown: streams.shown(&path),
        path,
        stdin: None,
    };
    files.found.into_iter().map(input).collect()
}

fn stdin(
    arguments: &CheckArguments,
    discovery: &Discovery,
    streams: &Streams,
    exit: &mut Exit,
) -> Option<Input> {
    let mut bytes = Vec::new();
    if arguments.paths.len() > 1 {
        streams.error("`-` is standard input and cannot be mixed with other paths");
        *exit = Exit::Error;
        return None;
    }
    if let Err(error) = std::io::stdin().lock().read_to_end(&mut bytes) {
        streams.error(&format!("standard input: {error}"));
        *exit = Exit::Error;
        return None;
    }
    let name = arguments.files.stdin_filename.as_deref();
    let path = absolute(name.unwrap_or(Path::new("<stdin>")), &streams.current);
    match discovery.settings_of(&path) {
        Err(error) => {
            let lines = error.lines(&streams.shown(&error.path));
            lines.iter().for_each(|line| streams.error(line));
            *exit = Exit::Error;
            None
        }
        Ok(settings) => {
            let forced = settings.first(|options| options.force_exclude);
            let left_out = forced.is_some_and(|(_, forced)| forced) && settings.covers(&path);
            (!left_out).then(|| Input {
                shown: streams.shown(&path),
                path,
                stdin: Some(bytes),
            })
        }
    }
}

/// Writes the report; with `aside` standard output belongs to something else.
fn deliver(report: &Report, arguments: &CheckArguments, aside: bool, streams: &Streams) -> Exit {
    let output = &arguments.output;
    let text = formats::write(output.output_format, report);
    let exit = match &output.output_file {
        Some(path) => written(
            Streams::report_to(path, &text),
            &streams.shown(path),
            streams,
        ),
        None if aside => {
            streams.note(text.trim_end());
            Exit::Clean
        }
        None => written(streams.report(&text), "standard output", streams),
    };
    streams.note(&summary(report));
    if report.count() > 0 && !output.exit_zero {
        exit.max(Exit::Findings)
    } else {
        exit
    }
}

fn summary(report: &Report) -> String {
    let files = counted(report.files.len(), "file");
    match report.count() {
        0 => format!("No findings in {files}."),
        count => format!("{} in {files}.", counted(count, "finding")),
    }
}

/// What writing comes to.
pub(crate) fn written(result: std::io::Result<()>, what: &str, streams: &Streams) -> Exit {
    match result {
        Ok(()) => Exit::Clean,
        Err(error) => {
            streams.error(&format!("{what} cannot be written: {error}"));
            Exit::Error
        }
    }
}
