//! The answer: which releases count, and what was found out about each.

use indicatif::{ProgressBar, ProgressStyle};

use super::ReleasesArguments;
use super::release_requests::ReleaseRequest;
use super::release_verdict::JudgedRelease;
use crate::cli::settings_layer;
use crate::cli::shared_arguments::{FileArguments, RuleArguments, SettingsArguments};
use crate::cli::streams::Streams;
use crate::project::Variables;
use crate::project::index::{Client, Indexes, Limits, Listing, NamedIndexes, Release, Verdicts};
use crate::world::Worlds;

/// The answer to the question.
#[derive(Debug)]
pub(super) struct ReleasesAnswer {
    pub(super) package: String,
    pub(super) targets: Worlds,
    /// The releases, the newest first.
    pub(super) judged: Vec<JudgedRelease>,
    /// What was left out, and why.
    pub(super) left_out: Vec<String>,
}

/// Asks the indexes.
pub(super) fn answer(
    arguments: &ReleasesArguments,
    streams: &Streams,
    bar: &ProgressBar,
) -> Result<ReleasesAnswer, String> {
    let package = arguments.package.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if package.is_empty() || !package.chars().all(is_name) {
        return Err(format!(
            "`{package}` is not the name of a package; leave out the version"
        ));
    }
    let targets = targets(arguments, streams)?;
    let variables = Variables::of_process();
    let named = NamedIndexes {
        index: arguments.index_url.as_deref(),
        extra: &arguments.extra_index_url,
    };
    let indexes = Indexes::find(package, named, &variables, &streams.current)?;
    let limits = Limits::new(arguments.timeout, arguments.max_download);
    let client = Client::new(indexes, limits)?;
    let cache = arguments.cache.directory(&variables, &streams.current);
    let verdicts = Verdicts::below(cache.as_deref());
    let plain = ProgressStyle::default_spinner().template("{msg}");
    bar.set_style(plain.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_message(format!("Asking for the releases of {package} …"));
    let listing = client.list(package);
    let listing = listing.inspect_err(|_| bar.finish_and_clear())?;
    let (releases, left_out) = counted(listing, arguments, targets);
    let ask = ReleaseRequest {
        client: &client,
        verdicts: &verdicts,
        package,
        targets,
        bar,
    };
    let judged = ask.all(releases);
    let lasting = judged
        .iter()
        .filter(|release| !release.release.is_early() && release.release.yanked().is_none());
    let known: Vec<_> = lasting.map(JudgedRelease::known).collect();
    verdicts.put_releases(package, &known);
    Ok(ReleasesAnswer {
        package: package.to_owned(),
        targets,
        judged,
        left_out,
    })
}

/// The releases that pip would think of, and what is left out.
fn counted(
    listing: Listing,
    arguments: &ReleasesArguments,
    targets: Worlds,
) -> (Vec<Release>, Vec<String>) {
    let Listing {
        mut releases,
        left_out: unasked,
    } = listing;
    // Where nothing else can be installed, pip takes what is early.
    let lasting = releases.iter().filter(|release| !release.is_early());
    let settled = lasting.fold(Worlds::NONE, |all, release| all | release.installs());
    let mut left_out = Vec::new();
    let mut leave_out = |what: &str, keep: &dyn Fn(&Release) -> bool| {
        let before = releases.len();
        releases.retain(|release| keep(release));
        left_out.extend(so_many(before - releases.len(), what));
    };
    if !arguments.pre {
        leave_out("pre-release (`--pre` includes them)", &|release| {
            !release.is_early() || (release.installs() - settled).overlaps(targets)
        });
    }
    if !arguments.yanked {
        leave_out("yanked release (`--yanked` includes them)", &|release| {
            release.yanked().is_none()
        });
    }
    leave_out("release for none of the targets", &|release| {
        release.installs().overlaps(targets)
    });
    let older = releases.len().saturating_sub(arguments.limit.get());
    releases.truncate(arguments.limit.get());
    left_out.extend(so_many(older, "older release (`--limit`)"));
    left_out.extend(unasked);
    (releases, left_out)
}

/// How many there are of something that is called a release; nothing if there are none.
pub(super) fn so_many(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!(
            "{count} {}",
            what.replacen("release", "releases", 1)
        )),
    }
}

/// The worlds to look at: those of the options, else of the project here.
fn targets(arguments: &ReleasesArguments, streams: &Streams) -> Result<Worlds, String> {
    let rules = RuleArguments {
        target_platforms: arguments.target_platforms.clone(),
        target_python: arguments.target_python.clone(),
        ..RuleArguments::default()
    };
    let discovery = settings_layer::discovery(
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
