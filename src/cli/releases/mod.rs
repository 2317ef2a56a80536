//! `spawnsafe releases`: which releases of a package can be imported on the targets.

mod answer_formats;
pub(super) mod progress_bar;
mod release_requests;
mod release_verdict;
mod releases_answer;

use std::num::NonZeroUsize;
use std::panic::catch_unwind;
use std::sync::mpsc::channel;

use clap::Args;

use release_verdict::JudgedRelease;
use releases_answer::{ReleasesAnswer, answer};

use super::Exit;
use super::shared_arguments::{CacheArguments, TextFormat};
use super::streams::Streams;

/// What `releases` takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReleasesArguments {
    /// The name of the package, as pip knows it.
    #[arg(value_name = "PACKAGE")]
    pub(crate) package: String,
    /// Platforms that the package has to work on: linux, macos, windows, …, all.
    #[arg(long, value_name = "PLATFORMS", value_delimiter = ',')]
    pub(crate) target_platforms: Vec<String>,
    /// Python versions that it has to work with, such as '>=3.10'.
    #[arg(long, value_name = "SPECIFIER")]
    pub(crate) target_python: Option<String>,
    /// The only index to ask [default: those that uv or pip would ask]
    #[arg(long, value_name = "URL")]
    pub(crate) index_url: Option<String>,
    /// Another index to ask; may be given more than once.
    #[arg(long, value_name = "URL")]
    pub(crate) extra_index_url: Vec<String>,
    /// Include pre-releases.
    #[arg(long)]
    pub(crate) pre: bool,
    /// Include yanked releases.
    #[arg(long)]
    pub(crate) yanked: bool,
    /// Look at this many releases, the newest first.
    #[arg(long, value_name = "NUMBER", default_value = "200")]
    pub(crate) limit: NonZeroUsize,
    /// Download at most this many megabytes.
    #[arg(long, value_name = "MB", default_value_t = 512)]
    pub(crate) max_download: u64,
    /// Stop after this many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub(crate) timeout: u64,
    #[command(flatten)]
    pub(crate) cache: CacheArguments,
    /// The output format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: TextFormat,
}

/// What the thread that waits hears of.
enum ReleasesEvent {
    Answered(Result<ReleasesAnswer, String>),
    Interrupted,
}

/// Answers the question, unless somebody presses Ctrl-C before that.
pub(crate) fn run(arguments: &ReleasesArguments, streams: &Streams) -> Exit {
    let bar = progress_bar::bar(streams.is_quiet());
    let (send, events) = channel();
    let interrupted = send.clone();
    // Without a handler, Ctrl-C ends the process by itself.
    let _ = ctrlc::set_handler(move || drop(interrupted.send(ReleasesEvent::Interrupted)));
    let asking = (arguments.clone(), streams.clone(), bar.clone());
    let thread = std::thread::Builder::new().spawn(move || {
        let (arguments, streams, bar) = asking;
        let answer = catch_unwind(|| answer(&arguments, &streams, &bar));
        let answer = answer.unwrap_or_else(|_| Err("internal error in spawnsafe".to_owned()));
        // Nobody listens any more after Ctrl-C.
        let _ = send.send(ReleasesEvent::Answered(answer));
    });
    if let Err(error) = thread {
        streams.error(&format!("no thread can be started: {error}"));
        return Exit::Error;
    }
    match events.recv() {
        Ok(ReleasesEvent::Answered(answer)) => report(answer, arguments, streams),
        // The requests that are under way end with the process.
        Ok(ReleasesEvent::Interrupted) | Err(_) => {
            bar.finish_and_clear();
            Exit::Interrupted
        }
    }
}

fn report(
    answer: Result<ReleasesAnswer, String>,
    arguments: &ReleasesArguments,
    streams: &Streams,
) -> Exit {
    match answer {
        Ok(answer) => {
            let text = match arguments.output_format {
                TextFormat::Json => answer_formats::json(&answer),
                TextFormat::Text | TextFormat::Markdown => answer_formats::text(&answer),
            };
            let works = |release: &JudgedRelease| release.works(answer.targets);
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
