//! What importing a release does, in which worlds.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::native_build::is_compiled;
use crate::facts::{self, Failure};
use crate::model::surroundings::ImportFailure;
use crate::project::conditional::supply_of_release;
use crate::project::import_names::import_names;
use crate::project::package_name::normalised;
use crate::project::{Archive, Cancellation, Modules, Storage};
use crate::world::Worlds;

/// What is imported as more modules than this is not looked at.
const MAX_RELEASE_MODULES: usize = 1000;
/// No release is looked at for longer.
const VERDICT_TIMEOUT: Duration = Duration::from_secs(60);

/// In which worlds the import of a release fails.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The modules that were looked at.
    pub modules: Vec<String>,
    /// What fails, and where to look; empty when the import works everywhere.
    pub failures: Vec<FailureCause>,
    /// Whether it has to be compiled first, so that nobody knows whether the rest works.
    pub is_compiled: bool,
}

/// Why an import fails in some worlds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureCause {
    /// The worlds, in the notation.
    pub worlds: String,
    /// The module that was imported.
    pub module: String,
    /// What is raised.
    pub exception: String,
    /// The file to blame.
    pub path: String,
    /// The line in it; 0 if it is not known.
    pub line: usize,
    /// What is wrong there: "imports `ForkProcess`, which exists on Unix only".
    pub message: String,
}

impl Verdict {
    /// The worlds in which the import fails.
    pub fn fails(&self) -> Worlds {
        let worlds = self.failures.iter().map(FailureCause::worlds);
        worlds.fold(Worlds::NONE, |all, worlds| all | worlds)
    }

    /// Adds what is known of a package beside its own code: that it cannot be built on Windows, say.
    pub fn add_known(&mut self, package: &str) {
        let Some(fact) = facts::distribution(&normalised(package)) else {
            return;
        };
        let (path, message) = fact.source.split_once(' ').unwrap_or(("", fact.source));
        self.failures.push(FailureCause {
            worlds: (!fact.available).to_string(),
            module: fact.name.to_owned(),
            exception: match fact.failure {
                Failure::Raises(exception) => exception.to_owned(),
                _ => "ModuleNotFoundError".to_owned(),
            },
            path: path.to_owned(),
            line: 0,
            message: message.to_owned(),
        });
    }

    /// Whether it can have come from [`judge`].
    pub(super) fn is_sound(&self) -> bool {
        self.failures
            .iter()
            .all(|blame| Worlds::from_str(&blame.worlds).is_ok())
    }
}

impl FailureCause {
    /// The worlds in which it fails.
    pub fn worlds(&self) -> Worlds {
        Worlds::from_str(&self.worlds).unwrap_or(Worlds::NONE)
    }

    /// Whether both say the same, in whichever worlds.
    pub fn is_same(&self, other: &Self) -> bool {
        let told = |blame: &Self| Self {
            worlds: String::new(),
            ..blame.clone()
        };
        told(self) == told(other)
    }

    fn of(module: &str, failure: &ImportFailure) -> Option<Self> {
        let hop = failure.chain.last()?;
        let message = match failure.reason.is_empty() {
            true => hop.does.clone(),
            false => format!("{}, which {}", hop.does, failure.reason),
        };
        Some(Self {
            worlds: failure.worlds.to_string(),
            module: module.to_owned(),
            exception: failure.exception.clone(),
            path: hop.shown.clone(),
            line: hop.start.0,
            message,
        })
    }
}

/// Reads the modules of a package in an archive, for so long at most.
pub fn judge(package: &str, archive: Archive, time: Duration) -> Result<Verdict, String> {
    let root = ["src", "lib", ""]
        .into_iter()
        .map(PathBuf::from)
        .find(|root| {
            root.as_os_str().is_empty()
                || archive.is_directory(root) && !archive.is_file(&root.join("__init__.py"))
        })
        .unwrap_or_default();
    let names = {
        let files = archive
            .files()
            .filter_map(|(path, _)| path.strip_prefix(&root).ok());
        import_names(package, files)
    };
    if names.len() > MAX_RELEASE_MODULES {
        return Err(format!(
            "it has more than {MAX_RELEASE_MODULES} modules of its own to import"
        ));
    }
    let supply = supply_of_release(&archive);
    let mut verdict = Verdict {
        is_compiled: is_compiled(&archive),
        ..Verdict::default()
    };
    let modules = Modules::new(Arc::new(archive), vec![root], false, None).supplied(supply);
    let (stop, start) = (Cancellation::default(), Instant::now());
    let is_late = || start.elapsed() > time.min(VERDICT_TIMEOUT);
    modules.prepare_within(&names, &stop, time.min(VERDICT_TIMEOUT));
    stop.stop();
    for name in names {
        let summary = modules.module_until(&name, &stop);
        if summary.is_none() && is_late() {
            return Err("it takes too long to analyze".to_owned());
        }
        if let Some(summary) = summary {
            let blames = summary
                .failures
                .iter()
                .filter_map(|failure| FailureCause::of(&name, failure));
            verdict.failures.extend(blames);
        }
        verdict.modules.push(name);
    }
    // What was not looked at may fail anywhere.
    if let Some(path) = modules.unread().first() {
        let path = path.display();
        return Err(format!("{path} is too long to analyze, or not text"));
    }
    Ok(verdict)
}
