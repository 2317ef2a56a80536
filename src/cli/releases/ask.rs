//! Asking for many releases at once, within limits of bytes and time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use super::Judged;
use crate::project::index::{Client, Release, Verdict, Verdicts, judge, unpack};
use crate::world::Worlds;

/// So many downloads at once.
const AT_ONCE: usize = 4;

/// Deeply nested code needs a deep stack; only the part that is used costs memory.
const STACK: usize = 64 << 20;

/// What it takes to ask for a release.
pub(super) struct Ask<'a> {
    pub(super) client: &'a Client,
    pub(super) verdicts: &'a Verdicts,
    pub(super) package: &'a str,
    pub(super) targets: Worlds,
    /// Shows how far it is.
    pub(super) bar: &'a ProgressBar,
}

impl Ask<'_> {
    /// Looks at every release; the answers are in the same order.
    pub(super) fn all(&self, releases: Vec<Release>) -> Vec<Judged> {
        let bar = self.bar;
        bar.set_length(releases.len() as u64);
        if let Ok(style) = ProgressStyle::with_template("{msg:12} {bar:40} {pos}/{len} releases") {
            bar.set_style(style);
        }
        let next = AtomicUsize::new(0);
        let verdicts: Vec<Mutex<Option<Result<Verdict, String>>>> =
            releases.iter().map(|_| Mutex::default()).collect();
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE.min(releases.len()) {
                let thread = std::thread::Builder::new().stack_size(STACK);
                let started = thread.spawn_scoped(scope, || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(release) = releases.get(at) else {
                            return;
                        };
                        bar.set_message(release.version.to_string());
                        let verdict = self.one(release);
                        *verdicts[at].lock().unwrap_or_else(PoisonError::into_inner) =
                            Some(verdict);
                        bar.inc(1);
                    }
                });
                if started.is_err() {
                    break;
                }
            }
        });
        bar.finish_and_clear();
        releases
            .into_iter()
            .zip(verdicts)
            .map(|(release, verdict)| Judged {
                release,
                verdict: verdict
                    .into_inner()
                    .unwrap_or_else(PoisonError::into_inner)
                    .unwrap_or_else(|| Err("there was no thread left to look at it".to_owned())),
            })
            .collect()
    }

    fn one(&self, release: &Release) -> Result<Verdict, String> {
        let file = release.telling(self.targets).ok_or("it has no files")?;
        let hash = file.sha256.as_deref();
        if let Some(known) = hash.and_then(|hash| self.verdicts.get(hash)) {
            return Ok(known);
        }
        let archive = unpack(&file.name, &self.client.fetch(file)?)?;
        let (package, time) = (self.package, self.client.limits().time()?);
        // Whatever is in it, the other releases are still answered for.
        let verdict = std::panic::catch_unwind(|| judge(package, archive, time))
            .map_err(|_| "spawnsafe itself failed here, please report it".to_owned())??;
        if let Some(hash) = hash {
            self.verdicts.put(hash, &verdict);
        }
        Ok(verdict)
    }
}
