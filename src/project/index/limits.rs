//! How long an index may take, and how much may come from it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The limits of one run, shared by all its requests.
#[derive(Debug)]
pub struct Limits {
    seconds: u64,
    until: Instant,
    megabytes: u64,
    /// How many bytes may still be downloaded.
    left: AtomicU64,
}

impl Limits {
    /// This many seconds from now, and this many megabytes.
    pub fn new(seconds: u64, megabytes: u64) -> Self {
        Self {
            seconds,
            // A time that cannot be added up never comes.
            until: Instant::now() + Duration::from_secs(seconds.min(1 << 30)),
            megabytes,
            left: AtomicU64::new(megabytes.saturating_mul(1 << 20)),
        }
    }

    /// How much time is left; else why nothing more is asked.
    pub fn time(&self) -> Result<Duration, String> {
        let left = self.until.saturating_duration_since(Instant::now());
        match left.is_zero() {
            true => Err(format!(
                "not done within {} seconds (`--timeout`)",
                self.seconds
            )),
            false => Ok(left),
        }
    }

    /// Whether so much may still come; else why not.
    pub(super) fn allow(&self, bytes: u64) -> Result<(), String> {
        match bytes > self.left.load(Ordering::Relaxed) {
            true => Err(self.too_much()),
            false => Ok(()),
        }
    }

    /// Counts what has come.
    pub(super) fn count(&self, bytes: usize) -> Result<(), String> {
        let subtract = |left: u64| left.checked_sub(bytes as u64);
        let counted = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, subtract);
        counted.map(drop).map_err(|_| self.too_much())
    }

    fn too_much(&self) -> String {
        let megabytes = self.megabytes;
        format!("more than {megabytes} MB to download (`--max-download`)")
    }
}
