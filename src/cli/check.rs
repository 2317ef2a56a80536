//! `spawnsafe check`: files in, report out.

use std::path::Path;
use std::time::Instant;

use super::arguments::{CheckArguments, Format};
use super::check_file::ExaminedFile;
use super::check_files::FilesToCheck;
use super::fix_mode::FixMode;
use super::recheck::recheck;
use super::report::{Report, counted};
use super::streams::{Streams, written};
use super::summary::summary;
use super::{Exit, add_ignore, baseline, config, fixed_files, formats, statistics};
use crate::limits;

/// Checks what the arguments name.
pub(crate) fn run(arguments: &CheckArguments, streams: &Streams) -> Exit {
    let gathered = match FilesToCheck::new(&arguments.input, streams) {
        Ok(gathered) => gathered,
        Err(exit) => return exit,
    };
    if arguments.output.show_files {
        let list: Vec<&str> = gathered.inputs.iter().map(|input| &*input.shown).collect();
        let list = list.join("\n") + if list.is_empty() { "" } else { "\n" };
        return gathered.exit.max(streams.print(&list));
    }
    if arguments.output.show_settings {
        let here = Path::new(".");
        let path = arguments.input.paths.first().map_or(here, |path| path);
        return config::show(&gathered.discovery, path, streams);
    }
    let baseline = match baseline::find(arguments.output.baseline.as_deref(), &gathered, streams) {
        Ok(baseline) => baseline,
        Err(exit) => return exit,
    };
    let stdin = gathered.is_stdin();
    let start = Instant::now();
    let mending = FixMode::of_check(arguments);
    let files = gathered.without_files();
    let (mut examined, mut exit, mut closing) = gathered.examine(mending, streams);
    let taken_over = examined.iter().filter(|file| file.is_taken_over).count();
    let taken_over = match taken_over {
        0 => String::new(),
        count => format!(", {count} of them as an earlier check found them"),
    };
    streams.detail(&format!(
        "{} checked in {:.2} s{taken_over}.",
        counted(examined.len(), "file"),
        start.elapsed().as_secs_f64()
    ));
    if mending.applies() {
        exit = exit.max(fixed_files::deliver(
            &mut examined,
            &arguments.fixing,
            stdin,
            streams,
        ));
        if arguments.fixing.diff || arguments.fixing.fix_only {
            return exit;
        }
        if !stdin {
            recheck(files, (&mut examined, &mut closing), streams);
        }
    }
    if let Some(baseline) = &baseline {
        baseline.apply(&mut examined, streams);
    }
    if let Some(reason) = &arguments.fixing.add_ignore {
        return exit.max(add_ignore::add(&mut examined, reason, stdin, streams));
    }
    let aside = stdin && mending.applies();
    exit = exit.max(deliver(&report(examined), arguments, aside, streams));
    closing.say(streams);
    say_limits(streams);
    exit
}

/// Says which limits were reached, to whoever wants to know.
fn say_limits(streams: &Streams) {
    let reached = limits::take().into_iter();
    let shown: Vec<String> = reached
        .map(|(limit, count)| format!("{limit} ({})", counted(count, "time")))
        .collect();
    if !shown.is_empty() {
        streams.detail(&format!(
            "Limits were reached, so some code was not analyzed: too many {}.",
            shown.join(", ")
        ));
    }
}

fn report(examined: Vec<ExaminedFile>) -> Report {
    Report {
        files: examined.into_iter().map(|file| file.checked).collect(),
    }
}

/// Writes the report; with `aside` standard output belongs to something else.
fn deliver(report: &Report, arguments: &CheckArguments, aside: bool, streams: &Streams) -> Exit {
    let output = &arguments.output;
    let text = if output.statistics {
        statistics::write(report, output.output_format == Format::Json)
    } else {
        formats::write(output.output_format, report)
    };
    let exit = match &output.output_file {
        Some(path) => written(
            Streams::print_to(path, &text),
            &streams.shown(path),
            streams,
        ),
        None if aside => {
            streams.report_aside(text.trim_end());
            Exit::Clean
        }
        None => streams.print(&text),
    };
    if !report.files.is_empty() {
        streams.note(&summary(report, FixMode::of_check(arguments)));
    }
    if report.count() > 0 && !output.exit_zero {
        exit.max(Exit::Findings)
    } else {
        exit
    }
}
