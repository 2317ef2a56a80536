//! Where the page of a rule can be read: on the project's site, or as a file if it has none.

use std::collections::HashMap;
use std::fs;
use std::sync::{LazyLock, Mutex, PoisonError};

use tower_lsp::lsp_types::Url;

use crate::project::{Variables, cache_directory, read_text};
use crate::rules::{Rule, rule};

/// No page is longer.
const LONGEST: u64 = 1 << 20;

static KNOWN: LazyLock<Mutex<HashMap<&'static str, Option<Url>>>> = LazyLock::new(Mutex::default);

/// The address of the page of a rule. What is no rule has none.
pub(crate) fn address(code: &str) -> Option<Url> {
    let rule = rule(code)?;
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let address = known
        .entry(rule.code)
        .or_insert_with(|| on_site(rule).or_else(|| in_file(rule)));
    address.clone()
}

fn on_site(rule: &Rule) -> Option<Url> {
    let base = env!("CARGO_PKG_REPOSITORY");
    Url::parse(&format!("{base}/blob/main/src/rules/{}.md", rule.code)).ok()
}

/// The page as a file of the cache, so that the editor can open it.
fn in_file(rule: &Rule) -> Option<Url> {
    let directory = cache_directory(&Variables::of_process())?;
    let directory = directory.join("pages").join(env!("CARGO_PKG_VERSION"));
    let path = directory.join(format!("{}.md", rule.code));
    if read_text(&path, LONGEST).is_ok_and(|page| page == rule.page) {
        return Url::from_file_path(path).ok();
    }
    fs::create_dir_all(&directory).ok()?;
    // Another server may be writing the same page.
    let beside = directory.join(format!(".{}-{}.tmp", rule.code, std::process::id()));
    let written = fs::write(&beside, rule.page).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
        return None;
    }
    Url::from_file_path(path).ok()
}
