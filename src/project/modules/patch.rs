//! How an installed module would have to change: shown to people, never written.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use similar::TextDiff;

use super::{Modules, without_failures_around, without_failures_through};
use crate::check::check;
use crate::config::Config;
use crate::finding::{Finding, Severity};
use crate::fix::fix_all;
use crate::model::surroundings::{ImportFailure, Summary, Surroundings};
use crate::project::stop::Stop;
use crate::syntax::Document;
use crate::text::{Encoding, Text};

/// Where a statement fails: the file, the line and the column.
pub(super) type Blamed = (PathBuf, (usize, usize));

impl Modules {
    /// The change that the module to blame needs, as a unified diff; nothing where no fix is
    /// known, or where it is the user's own.
    pub(in crate::project) fn patch(
        &self,
        failure: &ImportFailure,
        stop: &Stop,
    ) -> Option<Arc<str>> {
        if failure.own {
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

    fn made(&self, (path, start): &Blamed, stop: &Stop) -> Option<String> {
        let roots = self.roots.iter().filter(|root| path.starts_with(root));
        let root = roots.max_by_key(|root| root.as_os_str().len())?;
        let shown = path.strip_prefix(root).ok()?.to_string_lossy();
        let shown = shown.replace('\\', "/");
        let inside = Inside::of(self, path, &shown, stop);
        let document = Document::new(self.storage.text(path)?);
        let config = Config {
            targets: self.worlds,
            ..Config::default()
        };
        let check = |document: &Document| check(document, &inside, &config);
        let is_blamed = |one: &Finding| point(document.text(), one.range.start) == *start;
        if !check(&document).iter().any(is_blamed) {
            return None;
        }
        // Everything that fails while it is imported: the next one would be met right after this one.
        let at_import = |one: &Finding| one.severity == Severity::Error;
        let fixed = fix_all(&document, |one, _| at_import(one), check);
        if fixed.findings.iter().any(at_import) {
            return None;
        }
        let (before, after) = (document.text().as_str(), fixed.document.text().as_str());
        let (old, new) = (format!("a/{shown}"), format!("b/{shown}"));
        let diff = TextDiff::from_lines(before, after);
        Some(diff.unified_diff().header(&old, &new).to_string())
    }
}

fn point(text: &Text, byte: usize) -> (usize, usize) {
    let position = text.position(byte, Encoding::Utf32);
    (position.line as usize + 1, position.column as usize + 1)
}

/// The surroundings of an installed module that is checked itself.
struct Inside<'m> {
    modules: &'m Modules,
    file: &'m Path,
    name: String,
    package: String,
    stop: &'m Stop,
}

impl<'m> Inside<'m> {
    fn of(modules: &'m Modules, file: &'m Path, shown: &str, stop: &'m Stop) -> Self {
        let parts = Path::new(shown).with_extension("");
        let parts = parts.iter().map(|part| part.to_string_lossy());
        let dotted = parts.collect::<Vec<_>>().join(".");
        let (name, package) = match dotted.strip_suffix(".__init__") {
            Some(package) => (package, package),
            None => (
                &*dotted,
                dotted.rsplit_once('.').map_or("", |(above, _)| above),
            ),
        };
        Self {
            modules,
            file,
            name: name.to_owned(),
            package: package.to_owned(),
            stop,
        }
    }
}

impl Surroundings for Inside<'_> {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        if name == self.name {
            return None;
        }
        let summary = self.modules.module_until(name, self.stop)?;
        let summary = without_failures_around(summary, name, &self.name);
        Some(without_failures_through(summary, self.file))
    }

    fn package(&self) -> Option<&str> {
        (!self.package.is_empty()).then_some(&self.package)
    }

    fn cancelled(&self) -> bool {
        self.stop.is_stopped()
    }
}
