//! How an installed module would have to change: shown to people, never written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use similar::TextDiff;

use super::cancellation::Cancellation;
use super::file_view::FileView;
use super::module_name::ModuleName;
use super::modules::{FailurePosition, Modules};
use super::questions::Purpose;
use crate::check::{check, check_with_fixes};
use crate::config::Config;
use crate::finding::{Finding, Severity};
use crate::fix::fix_all;
use crate::model::surroundings::ImportFailure;
use crate::syntax::Document;

/// The change that the module to blame needs, as a unified diff; nothing where no fix is
/// known, or where it is the user's own.
pub(super) fn patch(
    modules: &Arc<Modules>,
    failure: &ImportFailure,
    stop: &Cancellation,
) -> Option<Arc<str>> {
    if failure.own || failure.absent.is_some() {
        return None;
    }
    if let Some(base) = modules.base() {
        return patch(base, failure, stop);
    }
    let hop = failure.chain.last()?;
    let place = (PathBuf::from(&hop.path), hop.start);
    modules.known_answers().patch(place, |place| {
        if stop.is_stopped() {
            return (None, false);
        }
        let patch = make_patch(modules, place, stop).map(Arc::from);
        // What was given up may be known the next time.
        (patch, !stop.is_stopped())
    })
}

fn make_patch(
    modules: &Arc<Modules>,
    (path, start): &FailurePosition,
    stop: &Cancellation,
) -> Option<String> {
    let roots = modules.roots().iter().filter(|root| path.starts_with(root));
    let root = roots.max_by_key(|root| root.as_os_str().len())?;
    let shown = path.strip_prefix(root).ok()?.to_string_lossy();
    let shown = shown.replace('\\', "/");
    let around = FileView {
        modules: Arc::clone(modules),
        file: path.clone(),
        module: ModuleName::of_file(Path::new(&shown)),
        stop: stop.clone(),
        purpose: Purpose::Module,
    };
    let document = Document::read_only(modules.text(path)?);
    let config = Config {
        targets: modules.worlds(),
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
