//! Where the page of a rule can be read: on the project's site, or as a file if it has none.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use tower_lsp::lsp_types::Url;

use crate::project::{CacheDirectory, shown_file};
use crate::rules::{Rule, rule};

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
    Url::parse(&rule.address()?).ok()
}

/// The page as a file of the cache, so that the editor can open it.
fn in_file(rule: &Rule) -> Option<Url> {
    let name = format!("{}.md", rule.code);
    let path = shown_file(CacheDirectory::Pages, &name, &rule.documentation())?;
    Url::from_file_path(path).ok()
}
