//! `spawnsafe releases`: which releases of a package can be imported on the targets.

mod ask;
mod write;

use std::panic::catch_unwind;
use std::sync::mpsc::channel;

use clap::Args;
use indicatif::ProgressBar;

use super::arguments::{
    CacheArguments, FileArguments, RuleArguments, SettingsArguments, TextFormat,
};
use super::streams::Streams;
use super::{Exit, layers};
use crate::project::Variables;
use crate::project::index::{Client, IndexPlace, KnownRelease, Limits, Release, Verdict, Verdicts};
use crate::world::Worlds;

/// What `releases` takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReleasesArguments {
    /// The package, as one installs it.
    #[arg(value_name = "PACKAGE")]
    pub(crate) package: String,
    /// Platforms that the package has to work on: linux, macos, windows, …, all.
    #[arg(long, value_name = "PLATFORMS", value_delimiter = ',')]
    pub(crate) target_platforms: Vec<String>,
    /// Versions of Python that it has to work with, like '>=3.10'.
    #[arg(long, value_name = "SPECIFIER")]
    pub(crate) target_python: Option<String>,
    /// The index to ask [default: the one that uv or pip is set up with]
    #[arg(long, value_name = "URL")]
    pub(crate) index_url: Option<String>,
    /// Count pre-releases in.
    #[arg(long)]
    pub(crate) pre: bool,
    /// Count yanked releases in.
    #[arg(long)]
    pub(crate) yanked: bool,
    /// Look at so many releases, the newest.
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    pub(crate) limit: usize,
    /// Download at most so many megabytes.
    #[arg(long, value_name = "MB", default_value_t = 512)]
    pub(crate) max_download: u64,
    /// Stop after so many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub(crate) timeout: u64,
    #[command(flatten)]
    pub(crate) cache: CacheArguments,
    /// The format of the answer.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: TextFormat,
}

/// A release, and what was found out about it.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) release: Release,
    /// What importing it does; else why that is not known.
    pub(crate) verdict: Result<Verdict, String>,
}

/// The answer to the question.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) package: String,
    pub(crate) targets: Worlds,
    /// The releases, the newest first.
    pub(crate) judged: Vec<Judged>,
    /// How many were left out, and why.
    pub(crate) left_out: Vec<String>,
}

impl Judged {
    /// The target worlds in which it can be installed and its import fails.
    pub(crate) fn fails(&self, targets: Worlds) -> Worlds {
        match &self.verdict {
            Ok(verdict) => verdict.fails() & self.release.installs() & targets,
            Err(_) => Worlds::NONE,
        }
    }

    /// Whether it can be installed and imported in every target world that it is for.
    pub(crate) fn works(&self, targets: Worlds) -> bool {
        self.verdict.is_ok()
            && self.fails(targets).is_empty()
            && self.release.installs().overlaps(targets)
            && self.lacks(targets).is_empty()
    }

    /// The target platforms for which it has no file at all.
    pub(crate) fn lacks(&self, targets: Worlds) -> Worlds {
        let installs = self.release.installs() & targets;
        targets
            .platforms()
            .map(Worlds::platform)
            .filter(|platform| !installs.overlaps(*platform))
            .fold(Worlds::NONE, |all, platform| all | (platform & targets))
    }
}

/// What the thread that waits hears of.
enum Event {
    Answered(Result<Answer, String>),
    Interrupted,
}

/// Answers the question, unless somebody presses Ctrl-C before that.
pub(crate) fn run(arguments: &ReleasesArguments, streams: &Streams) -> Exit {
    let bar = match streams.is_quiet() {
        true => ProgressBar::hidden(),
        // It shows nothing where standard error is no terminal.
        false => ProgressBar::new(0),
    };
    let (send, events) = channel();
    let interrupted = send.clone();
    // Without a handler, Ctrl-C ends the process by itself.
    let _ = ctrlc::set_handler(move || drop(interrupted.send(Event::Interrupted)));
    let asking = (arguments.clone(), streams.clone(), bar.clone());
    let thread = std::thread::Builder::new().spawn(move || {
        let (arguments, streams, bar) = asking;
        let answer = catch_unwind(|| answer(&arguments, &streams, &bar));
        let answer = answer.unwrap_or_else(|_| Err("spawnsafe itself failed here".to_owned()));
        // Nobody listens any more after Ctrl-C.
        let _ = send.send(Event::Answered(answer));
    });
    if let Err(error) = thread {
        streams.error(&format!("no thread can be started: {error}"));
        return Exit::Error;
    }
    match events.recv() {
        Ok(Event::Answered(answer)) => report(answer, arguments, streams),
        // The requests that are under way end with the process.
        Ok(Event::Interrupted) | Err(_) => {
            bar.finish_and_clear();
            Exit::Interrupted
        }
    }
}

fn report(
    answer: Result<Answer, String>,
    arguments: &ReleasesArguments,
    streams: &Streams,
) -> Exit {
    match answer {
        Ok(answer) => {
            let text = match arguments.output_format {
                TextFormat::Json => write::json(&answer),
                TextFormat::Text | TextFormat::Markdown => write::text(&answer),
            };
            let works = |one: &Judged| one.works(answer.targets);
            let exit = match answer.judged.iter().any(works) {
                true => Exit::Clean,
                false => Exit::Findings,
            };
            exit.max(streams.print(&text))
        }
        Err(problem) => {
            streams.error(&problem);
            Exit::Error
        }
    }
}

fn answer(
    arguments: &ReleasesArguments,
    streams: &Streams,
    bar: &ProgressBar,
) -> Result<Answer, String> {
    let package = arguments.package.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if package.is_empty() || !package.chars().all(is_name) {
        return Err(format!(
            "`{package}` is no name of a package; give it without a version"
        ));
    }
    let targets = targets(arguments, streams)?;
    let variables = Variables::of_process();
    let place = IndexPlace::find(arguments.index_url.as_deref(), &variables)?;
    let limits = Limits::new(arguments.timeout, arguments.max_download);
    let client = Client::new(&place, &variables, limits)?;
    let cache = arguments.cache.directory(&variables, &streams.current);
    let verdicts = Verdicts::below(cache.as_deref());
    let mut releases = client.list(package)?.releases;
    let mut lasting = releases.iter().filter(|one| one.yanked().is_none());
    let is_early = lasting.all(Release::is_early);
    let mut left_out = Vec::new();
    let mut leave_out = |what: &str, keep: &dyn Fn(&Release) -> bool| {
        let before = releases.len();
        releases.retain(|release| keep(release));
        match before - releases.len() {
            0 => {}
            count => left_out.push(format!("{count} {what}")),
        }
    };
    // Where there is nothing else, pip takes what is early.
    if !arguments.pre && !is_early {
        leave_out("pre-releases (`--pre` counts them in)", &|one| {
            !one.is_early()
        });
    }
    if !arguments.yanked {
        leave_out("yanked releases (`--yanked` counts them in)", &|one| {
            one.yanked().is_none()
        });
    }
    leave_out("releases for none of the targets", &|one| {
        one.installs().overlaps(targets)
    });
    if releases.len() > arguments.limit {
        let more = releases.len() - arguments.limit;
        releases.truncate(arguments.limit);
        left_out.push(format!("{more} older releases (`--limit`)"));
    }
    let ask = ask::Ask {
        client: &client,
        verdicts: &verdicts,
        package,
        targets,
        bar,
    };
    let judged = ask.all(releases);
    let known = |one: &Judged| {
        let fails = one.verdict.as_ref().ok()?.fails();
        Some(KnownRelease {
            version: one.release.version.clone(),
            works: one.release.installs() - fails,
            fails: one.release.installs() & fails,
        })
    };
    let kept: Vec<_> = judged
        .iter()
        .filter(|one| !one.release.is_early() && one.release.yanked().is_none())
        .filter_map(known)
        .collect();
    verdicts.put_releases(package, &kept);
    Ok(Answer {
        package: package.to_owned(),
        targets,
        judged,
        left_out,
    })
}

/// The worlds to look at: those of the options, else of the project here.
fn targets(arguments: &ReleasesArguments, streams: &Streams) -> Result<Worlds, String> {
    let rules = RuleArguments {
        target_platforms: arguments.target_platforms.clone(),
        target_python: arguments.target_python.clone(),
        ..RuleArguments::default()
    };
    let discovery = layers::discovery(
        &rules,
        &SettingsArguments::default(),
        &FileArguments::default(),
        streams,
    )
    .map_err(|problems| problems.join("\n"))?;
    let settings = discovery
        .settings(&streams.current)
        .map_err(|error| error.to_string())?;
    Ok(settings.config(&streams.current.join("any.py")).targets)
}
