//! How an installed module would have to change: shown to people, never written.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use similar::TextDiff;

use super::Modules;
use crate::check::{check, check_with_fixes};
use crate::config::Config;
use crate::finding::{Finding, Severity};
use crate::fix::fix_all;
use crate::model::surroundings::ImportFailure;
use crate::project::cancellation::Cancellation;
use crate::project::file_view::FileView;
use crate::project::module_name::ModuleName;
use crate::project::questions::Purpose;
use crate::syntax::Document;

/// Where a statement fails: the file, the line and the column.
pub(super) type FailurePosition = (PathBuf, (usize, usize));

impl Modules {
    /// The change that the module to blame needs, as a unified diff; nothing where no fix is
    /// known, or where it is the user's own.
    pub(in crate::project) fn patch(
        self: &Arc<Self>,
        failure: &ImportFailure,
        stop: &Cancellation,
    ) -> Option<Arc<str>> {
        if failure.own || failure.absent.is_some() {
            return None;
        }
        if let Some(base) = &self.base {
            return base.patch(failure, stop);
        }
        let hop = failure.chain.last()?;
        let place = (PathBuf::from(&hop.path), hop.start);
        let lock = || self.patches.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&place) {
            return known.clone();
        }
        if stop.is_stopped() {
            return None;
        }
        let patch = self.made(&place, stop).map(Arc::from);
        // What was given up may be known the next time.
        if !stop.is_stopped() {
            lock().insert(place, patch.clone());
        }
        patch
    }

    fn made(
        self: &Arc<Self>,
        (path, start): &FailurePosition,
        stop: &Cancellation,
    ) -> Option<String> {
        let roots = self.roots.iter().filter(|root| path.starts_with(root));
        let root = roots.max_by_key(|root| root.as_os_str().len())?;
        let shown = path.strip_prefix(root).ok()?.to_string_lossy();
        let shown = shown.replace('\\', "/");
        let around = FileView {
            modules: Arc::clone(self),
            file: path.clone(),
            module: ModuleName::of_file(Path::new(&shown)),
            stop: stop.clone(),
            purpose: Purpose::Module,
        };
        let document = Document::read_only(self.text(path)?);
        let config = Config {
            targets: self.worlds,
            ..Config::default()
        };
        let is_blamed =
            |finding: &Finding| document.text().line_and_column(finding.range.start) == *start;
        if !check(&document, &around, &config).iter().any(is_blamed) {
            return None;
        }
        // Everything that fails while it is imported: the next one would be met right after this one.
        let at_import = |finding: &Finding| finding.severity == Severity::Error;
        let mended = |document: &Document| check_with_fixes(document, &around, &config, at_import);
        let fixed = fix_all(&document, |_, _| true, mended);
        if fixed.findings.iter().any(at_import) {
            return None;
        }
        let (before, after) = (document.text().as_str(), fixed.document.text().as_str());
        let (old, new) = (format!("a/{shown}"), format!("b/{shown}"));
        let diff = TextDiff::from_lines(before, after);
        Some(diff.unified_diff().header(&old, &new).to_string())
    }
}
