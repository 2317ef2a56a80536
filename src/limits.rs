//! Limits that were reached: what lies beyond one is unknown, and nothing is reported about it; here it is counted, so
//! that somebody can say so.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

static REACHED: Mutex<BTreeMap<&'static str, usize>> = Mutex::new(BTreeMap::new());

/// Notes that a limit was reached, by what there was too much of.
pub(crate) fn reached(limit: &'static str) {
    let mut reached = REACHED.lock().unwrap_or_else(PoisonError::into_inner);
    *reached.entry(limit).or_default() += 1;
}

/// Whether a limit was reached since the last time that somebody took them.
pub(crate) fn is_reached(limit: &str) -> bool {
    let reached = REACHED.lock().unwrap_or_else(PoisonError::into_inner);
    reached.contains_key(limit)
}

/// The limits that were reached since the last time that somebody asked, and how often.
pub fn take() -> BTreeMap<&'static str, usize> {
    let mut reached = REACHED.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut reached)
}
