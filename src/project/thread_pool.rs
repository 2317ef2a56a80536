//! Work on many things at once, on threads of its own.
//!
//! Whoever asks for a module may be a worker of a pool and hold a lock. Such a worker must not take
//! up other work of its pool while it waits, for that might ask for the same lock.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Deeply nested code needs a deep stack; only the part that is used costs memory.
const STACK_BYTES: usize = 64 << 20;
/// More threads than this do not help with reading files.
const MAX_THREADS: usize = 16;

/// The results of `work` for each item, in the same order; `None` where it panicked.
pub(super) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<Option<R>> {
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let run = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(result)) = (items.get(at), results.get(at)) else {
                return;
            };
            let done = catch_unwind(AssertUnwindSafe(|| work(item))).ok();
            *result.lock().unwrap_or_else(PoisonError::into_inner) = done;
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(MAX_THREADS).min(items.len()) {
            let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
            if thread.spawn_scoped(scope, run).is_err() {
                // The other threads, or this one, do it.
                break;
            }
        }
    });
    run();
    results
        .into_iter()
        .map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}
