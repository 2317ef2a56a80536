//! Asking for many releases at once, within limits of bytes and time.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Judged, ReleasesArguments};
use crate::cli::streams::Streams;
use crate::project::index::{Client, Release, Verdict, Verdicts, judge, unpack};

/// So many downloads at once.
const AT_ONCE: usize = 4;
/// No file may be larger.
const LARGEST: u64 = 128 << 20;

/// What it takes to ask for a release.
pub(super) struct Ask<'a> {
    client: &'a Client,
    verdicts: &'a Verdicts,
    package: &'a str,
    /// How many bytes may still come.
    left: AtomicU64,
    limit: u64,
    until: Instant,
    timeout: u64,
}

impl<'a> Ask<'a> {
    pub(super) fn new(
        client: &'a Client,
        verdicts: &'a Verdicts,
        package: &'a str,
        arguments: &ReleasesArguments,
    ) -> Self {
        Self {
            client,
            verdicts,
            package,
            left: AtomicU64::new(arguments.max_download.saturating_mul(1 << 20)),
            limit: arguments.max_download,
            // A time that cannot be added up never comes.
            until: Instant::now() + Duration::from_secs(arguments.timeout.min(1 << 30)),
            timeout: arguments.timeout,
        }
    }

    /// Looks at every release; the answers are in the same order.
    pub(super) fn all(&self, releases: Vec<Release>, streams: &Streams) -> Vec<Judged> {
        let bar = match streams.is_quiet() {
            true => ProgressBar::hidden(),
            // It shows nothing where standard error is no terminal.
            false => ProgressBar::new(releases.len() as u64),
        };
        if let Ok(style) = ProgressStyle::with_template("{msg:12} {bar:40} {pos}/{len} releases") {
            bar.set_style(style);
        }
        let next = AtomicUsize::new(0);
        let verdicts: Vec<Mutex<Option<Result<Verdict, String>>>> =
            releases.iter().map(|_| Mutex::default()).collect();
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE.min(releases.len()) {
                scope.spawn(|| {
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
                    .unwrap_or_else(|| Err("spawnsafe itself failed here".to_owned())),
            })
            .collect()
    }

    fn one(&self, release: &Release) -> Result<Verdict, String> {
        let file = release.telling().ok_or("it has no files")?;
        let hash = file.sha256.as_deref();
        if let Some(known) = hash.and_then(|hash| self.verdicts.get(hash)) {
            return Ok(known);
        }
        if Instant::now() > self.until {
            return Err(format!(
                "not looked at within {} seconds (`--timeout`)",
                self.timeout
            ));
        }
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 || file.size.is_some_and(|size| size > left) {
            return Err(format!(
                "more than {} MB to download (`--max-download`)",
                self.limit
            ));
        }
        let fetched = self.client.fetch(file, left.min(LARGEST))?;
        let used = fetched.bytes.len() as u64;
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_sub(used))
            });
        let archive = unpack(&file.name, &fetched.bytes)?;
        let package = self.package;
        // Whatever is in it, the other releases are still answered for.
        let verdict = std::panic::catch_unwind(|| judge(package, archive))
            .map_err(|_| "spawnsafe itself failed here, please report it".to_owned())?;
        if let Some(hash) = hash {
            self.verdicts.put(hash, &verdict);
        }
        Ok(verdict)
    }
}
