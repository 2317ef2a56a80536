//! Asking for many releases at once, within limits of bytes and time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use super::release_verdict::{JudgedFile, JudgedRelease};
use crate::project::index::{Client, Release, ReleaseFile, Verdict, Verdicts, judge, unpack};
use crate::world::Worlds;

/// At most this many downloads run at once.
const MAX_CONCURRENT_DOWNLOADS: usize = 4;

/// Deeply nested code needs a deep stack; only the part that is used costs memory.
const STACK_BYTES: usize = 64 << 20;

/// What it takes to ask for a release.
pub(super) struct ReleaseRequest<'a> {
    pub(super) client: &'a Client,
    pub(super) verdicts: &'a Verdicts,
    pub(super) package: &'a str,
    pub(super) targets: Worlds,
    /// Shows how far it is.
    pub(super) bar: &'a ProgressBar,
}

impl ReleaseRequest<'_> {
    /// Looks at every release; the answers are in the same order.
    pub(super) fn all(&self, releases: Vec<Release>) -> Vec<JudgedRelease> {
        let bar = self.bar;
        bar.set_length(releases.len() as u64);
        if let Ok(style) = ProgressStyle::with_template("{msg:12} {wide_bar} {pos}/{len} releases")
        {
            bar.set_style(style);
        }
        let next = AtomicUsize::new(0);
        let found: Vec<Mutex<Vec<JudgedFile>>> =
            releases.iter().map(|_| Mutex::default()).collect();
        std::thread::scope(|scope| {
            for _ in 0..MAX_CONCURRENT_DOWNLOADS.min(releases.len()) {
                let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
                let started = thread.spawn_scoped(scope, || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(release) = releases.get(at) else {
                            return;
                        };
                        bar.set_message(release.version.to_string());
                        let parts = self.one(release);
                        *found[at].lock().unwrap_or_else(PoisonError::into_inner) = parts;
                        bar.inc(1);
                    }
                });
                if started.is_err() {
                    break;
                }
            }
        });
        bar.finish_and_clear();
        let found = found.into_iter().map(Mutex::into_inner);
        let found = found.map(|parts| parts.unwrap_or_else(PoisonError::into_inner));
        releases
            .into_iter()
            .zip(found)
            .map(|(release, mut parts)| {
                if parts.is_empty() {
                    parts.push(JudgedFile {
                        worlds: release.installs(),
                        verdict: Err("no thread could be started to look at it".to_owned()),
                    });
                }
                JudgedRelease { release, parts }
            })
            .collect()
    }

    /// Looks at the files that pip takes.
    fn one(&self, release: &Release) -> Vec<JudgedFile> {
        let chosen = release.chosen(self.targets).into_iter();
        let part = |(worlds, file): (Worlds, &ReleaseFile)| {
            let mut verdict = self.file(file);
            if let Ok(verdict) = &mut verdict
                && !file.is_for_platforms()
            {
                verdict.add_known(self.package);
            }
            JudgedFile { worlds, verdict }
        };
        chosen.map(part).collect()
    }

    fn file(&self, file: &ReleaseFile) -> Result<Verdict, String> {
        let hash = file.sha256.as_deref();
        if let Some(known) = hash.and_then(|hash| self.verdicts.get(hash)) {
            return Ok(known);
        }
        let archive = unpack(&file.name, &self.client.fetch(file)?)?;
        let (package, time) = (self.package, self.client.limits().time()?);
        // Whatever is in it, the other releases are still answered for.
        let verdict = std::panic::catch_unwind(|| judge(package, archive, time))
            .map_err(|_| "internal error in spawnsafe, please report it".to_owned())??;
        if let Some(hash) = hash {
            self.verdicts.put(hash, &verdict);
        }
        Ok(verdict)
    }
}
