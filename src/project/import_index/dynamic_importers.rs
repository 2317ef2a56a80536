//! Who imports modules whose names it puts together, by what is known of those names.

use foldhash::HashMap;

use crate::model::eval::platform_words::names_a_platform;

/// Files that call `import_module` or the like, by the beginnings of the names that they may put together.
#[derive(Debug, Default)]
pub(super) struct DynamicImporters {
    /// By the package that they are in: they may import whatever begins like it.
    packages: HashMap<String, Vec<usize>>,
    /// By what a string of theirs says, which may be all of a name, or its beginning.
    beginnings: HashMap<String, Vec<usize>>,
    /// By what stands behind the dots in a string: `"._backend_"` begins the last part of a name.
    beside: HashMap<String, Vec<usize>>,
}

impl DynamicImporters {
    pub(super) fn add_package(&mut self, package: Option<&str>, file: usize) {
        if let Some(package) = package.filter(|package| !package.is_empty()) {
            let files = self.packages.entry(package.to_owned()).or_default();
            files.push(file);
        }
    }

    pub(super) fn add_beginning(&mut self, beginning: &str, file: usize) {
        let files = self.beginnings.entry(beginning.to_owned()).or_default();
        files.push(file);
    }

    pub(super) fn add_beside(&mut self, beginning: &str, file: usize) {
        let files = self.beside.entry(beginning.to_owned()).or_default();
        files.push(file);
    }

    /// The files that may import a module, some of them more than once.
    pub(super) fn of_module(&self, module: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for beginning in beginnings(module) {
            found.extend(self.packages.get(beginning).into_iter().flatten());
            // A text of one letter begins too much.
            if beginning.len() > 1 || beginning == module {
                found.extend(self.beginnings.get(beginning).into_iter().flatten());
            }
        }
        if let Some((_, name)) = module.rsplit_once('.') {
            for beginning in beginnings(name) {
                found.extend(self.beside.get(beginning).into_iter().flatten());
            }
            // Any module at all: who puts the name of a platform there knows for what it is.
            if let Some(files) = self.beside.get("").filter(|_| names_a_platform(module)) {
                found.extend(files);
            }
        }
        found
    }
}

/// Every text that a name begins with, the name itself among them.
fn beginnings(name: &str) -> impl Iterator<Item = &str> {
    (1..=name.len()).filter_map(|end| name.get(..end))
}
