//! Import statements: what they bind, and where they fail.

use std::sync::Arc;

use crate::facts::{self, Fact, Failure};
use crate::model::eval::attributes::imported;
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::document_imports::ImportedThing;
use crate::model::summary::uses::Site;
use crate::model::surroundings::{ImportFailure, Summary};
use crate::model::value::exception::Exception;
use crate::model::value::library_names::named;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{ImportFrom, ImportItem, ImportedName, Name, Span};
use crate::syntax::{absolute, with_packages};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// `import a.b as c`
    pub(in crate::model) fn import(&mut self, item: &ImportItem) {
        let module = &item.module;
        let reach = self.reach;
        self.note_word(module);
        self.note_imported(|| ImportedThing::Module(Name::clone(module)));
        let first: Name = module.split('.').next().unwrap_or_default().into();
        let target = item.alias.as_ref().unwrap_or(&first);
        let bound = if item.alias.is_some() { module } else { &first };
        if self.passes_over(module) {
            return self.bind(target, &Partition::UNKNOWN);
        }
        let substituted = self.substituted(module);
        let mut failed = Worlds::NONE;
        if self.surroundings.module(module).is_some() {
            self.note_import(module);
            failed = self.failing_import(module, item.span);
        } else {
            for fact in module_facts(module) {
                self.mention(item.module_span, fact);
                for (worlds, exception) in failures(fact) {
                    let site = Site::Import {
                        item: item.clone(),
                        fact,
                    };
                    let worlds = worlds - failed - substituted;
                    self.fail(exception, worlds, site, item.span);
                }
                failed |= reach - fact.available - substituted;
            }
        }
        let mut value = Partition::always(Value::Module(Name::clone(bound)));
        value.set(substituted, &Partition::UNKNOWN);
        self.bind_import(target, failed, &value);
    }

    /// `from a import b as c`
    pub(in crate::model) fn import_from(&mut self, import: &Arc<ImportFrom>) {
        if &*import.module == "__future__" {
            if self.owner.is_none() {
                let mut names = import.names.iter();
                self.lazy_annotations |= names.any(|name| &*name.name == "annotations");
            }
            return;
        }
        self.note_word(&import.module);
        import
            .names
            .iter()
            .for_each(|name| self.note_word(&name.name));
        let package = self.surroundings.package();
        let module = absolute(import.level as usize, &import.module, package);
        self.note_imported_names(import, module.as_deref());
        let Some(module) = module.filter(|module| !self.passes_over(module)) else {
            for name in &import.names {
                self.bind_imported(name, Worlds::NONE, &Partition::UNKNOWN);
            }
            if import.star {
                self.star("");
            }
            return;
        };
        if let Some(summary) = self.surroundings.module(&module) {
            self.note_import(&module);
            let failed = self.failing_import(&module, import.module_span);
            for name in &import.names {
                self.name_of(&module, &summary, name, failed);
            }
            if import.star {
                self.star_of(&module, &summary);
            }
            return;
        }
        if import.level > 0 {
            // The package around the document is not ready yet; the modules in it may be.
            let nothing = Summary::default();
            for name in &import.names {
                self.name_of(&module, &nothing, name, Worlds::NONE);
            }
            return;
        }
        let substituted = self.substituted(&module);
        let mut failed = Worlds::NONE;
        for fact in module_facts(&module) {
            self.mention(import.module_span, fact);
            let earlier = failed;
            failed |= self.reach - fact.available - substituted;
            for (worlds, exception) in failures(fact) {
                let worlds = worlds - earlier - substituted;
                let site = Site::ImportFrom {
                    statement: Arc::clone(import),
                    name: None,
                    fact,
                };
                self.fail(exception, worlds, site, import.module_span);
            }
        }
        for name in &import.names {
            let submodule = format!("{module}.{}", name.name);
            if self.surroundings.module(&submodule).is_some() {
                self.name_of(&module, &Summary::default(), name, failed);
            } else {
                self.imported_name(import, &module, name, (failed, substituted));
            }
        }
        if import.star {
            self.star(&module);
            if !substituted.is_empty() {
                self.star("");
            }
        }
    }

    /// Notes what is imported from a module.
    pub(in crate::model) fn note_import_from(&mut self, import: &ImportFrom) {
        if self.importing.is_some() {
            let package = self.surroundings.package();
            let module = absolute(import.level as usize, &import.module, package);
            self.note_imported_names(import, module.as_deref());
        }
    }

    fn note_imported_names(&mut self, import: &ImportFrom, module: Option<&str>) {
        if self.importing.is_none() {
            return;
        }
        let Some(module) = module.map(Name::from) else {
            return;
        };
        for name in &import.names {
            let bound = name.alias.as_ref().unwrap_or(&name.name);
            self.import_names.insert(Name::clone(bound));
            self.note_imported(|| ImportedThing::Name {
                module: Name::clone(&module),
                name: Name::clone(&name.name),
                bound: Name::clone(bound),
            });
        }
        if import.star {
            self.note_imported(|| ImportedThing::Star(module));
        }
    }

    /// A name out of a module with a summary: what the module says it is, or a module in it.
    fn name_of(
        &mut self,
        module: &str,
        summary: &Summary,
        name: &ImportedName,
        mut failed: Worlds,
    ) {
        let dotted = format!("{module}.{}", name.name);
        if facts::is_known_elsewhere(&dotted) {
            return self.bind_imported(name, failed, &named(&dotted));
        }
        let own = imported(&module.into(), &name.name);
        if self.owner.is_none() {
            let bound = name.alias.as_ref().unwrap_or(&name.name);
            let taken = (module.into(), Name::clone(&name.name));
            self.outside.taken.insert(Name::clone(bound), taken);
        }
        let mut value = match summary.names.get(&*name.name) {
            Some(known) => known.clone(),
            None => own.clone(),
        };
        if self.is_known_by_its_body(&value) {
            value = own;
        }
        let missing = match summary.names.contains_key(&*name.name) {
            true => value.worlds(self.reach, |value| *value == Value::Unbound),
            false => self.reach,
        };
        let submodule = format!("{module}.{}", name.name);
        if missing.is_empty() {
        } else if self.surroundings.module(&submodule).is_some() {
            failed |= self.failing_import(&submodule, name.name_span);
            value.set(missing, &Partition::always(Value::Module(submodule.into())));
        } else if summary.names.contains_key(&*name.name) {
            let missing = missing - failed;
            let failure = ImportFailure {
                worlds: missing,
                exception: Exception::Import.name().to_owned(),
                reason: format!("`{module}` has no `{}` there", name.name),
                chain: Vec::new(),
                own: false,
                absent: None,
            };
            let site = Site::FailingImport {
                failure,
                module: submodule,
            };
            self.fail(Exception::Import, missing, site, name.span);
            failed |= missing;
        }
        self.bind_imported(name, failed, &value);
    }

    /// Whether it is a function of which the summary says nothing: what it returns is known with all else that it does.
    pub(super) fn is_known_by_its_body(&self, value: &Partition) -> bool {
        let returned =
            |value: &Value| matches!(value, Value::Returns(value) if **value == Partition::UNKNOWN);
        value.single(self.reach).is_some_and(returned)
    }

    fn imported_name(
        &mut self,
        import: &Arc<ImportFrom>,
        module: &str,
        name: &ImportedName,
        (mut failed, substituted): (Worlds, Worlds),
    ) {
        let dotted = format!("{module}.{}", name.name);
        if let Some(fact) = facts::fact(&dotted).filter(|_| !self.patched.contains(&dotted)) {
            self.mention(name.name_span, fact);
            let span = name.span;
            let site = Site::ImportFrom {
                statement: Arc::clone(import),
                name: Some(name.clone()),
                fact,
            };
            if facts::is_module(&dotted) {
                for (worlds, exception) in failures(fact) {
                    let worlds = worlds - failed - substituted;
                    self.fail(exception, worlds, site.clone(), span);
                }
                failed |= self.reach - fact.available - substituted;
            } else {
                let missing = self.reach - fact.exists() - failed - substituted;
                self.fail(Exception::Import, missing, site.clone(), span);
                failed |= missing;
                for (worlds, exception) in failures_on_access(fact) {
                    let worlds = (worlds & self.reach) - failed - substituted;
                    self.fail(exception, worlds, site.clone(), span);
                    failed |= worlds;
                }
            }
        }
        let mut value = named(&dotted);
        value.set(substituted, &Partition::UNKNOWN);
        self.bind_imported(name, failed, &value);
    }

    fn bind_imported(&mut self, name: &ImportedName, failed: Worlds, value: &Partition) {
        let target = name.alias.as_ref().unwrap_or(&name.name);
        self.bind_import(target, failed, value);
    }

    /// Binds a name to what was imported; where that failed and nothing caught it, its uses are
    /// not reported again.
    fn bind_import(&mut self, target: &Name, failed: Worlds, value: &Partition) {
        let mut value = value.clone();
        value.set(failed, &Partition::always(Value::Poisoned));
        self.bind(target, &value);
    }

    /// Whether what a function imports is not looked at: it is only looked through for what it
    /// returns, and whoever imports the module does not wait for that.
    fn passes_over(&self, module: &str) -> bool {
        let top = module.split('.').next().unwrap_or(module);
        self.only_called && self.quiet > 0 && !facts::is_module(top)
    }

    pub(super) fn star(&mut self, module: &str) {
        if self.owner.is_some() {
            self.journal.give_up();
        }
        if let Some(scope) = self.scopes.first_mut() {
            scope.stars.push(module.into());
        }
    }

    /// The worlds in which Python has no such module and something brings it that is installed, or that is
    /// imported here as well.
    pub(in crate::model) fn substituted(&self, module: &str) -> Worlds {
        let brought = match self.is_brought(module) {
            true => Worlds::ALL,
            false => self.surroundings.substituted(module),
        };
        brought - importable(module)
    }

    /// Reports that importing a module of the project or of its environment fails.
    fn failing_import(&mut self, module: &str, span: Span) -> Worlds {
        let mut failed = Worlds::NONE;
        let mut prefix = String::new();
        for part in module.split('.') {
            if !prefix.is_empty() {
                prefix.push('.');
            }
            prefix.push_str(part);
            let Some(summary) = self.surroundings.module(&prefix) else {
                continue;
            };
            for failure in &summary.failures {
                let worlds = (failure.worlds & self.reach) - failed;
                let site = Site::FailingImport {
                    failure: failure.clone(),
                    module: prefix.clone(),
                };
                self.fail(Exception::named(&failure.exception), worlds, site, span);
                failed |= worlds;
            }
        }
        failed
    }
}

/// The facts about a module and the packages around it, the outermost first.
pub(in crate::model) fn module_facts(module: &str) -> impl Iterator<Item = &'static Fact> {
    with_packages(module).filter_map(facts::fact)
}

/// The worlds in which a module can be imported.
pub(in crate::model) fn importable(module: &str) -> Worlds {
    module_facts(module).fold(Worlds::ALL, |all, fact| all & fact.available)
}

/// What importing the module raises, and where.
fn failures(fact: &'static Fact) -> impl Iterator<Item = (Worlds, Exception)> {
    fact.failures
        .iter()
        .filter_map(|(worlds, failure)| match failure {
            Failure::Raises(exception) => Some((*worlds, Exception::named(exception))),
            Failure::Missing => Some((*worlds, Exception::ModuleNotFound)),
            Failure::Diverges | Failure::Ignored => None,
        })
}

/// What merely reaching a name raises, since its module imports more then.
pub(in crate::model) fn failures_on_access(
    fact: &'static Fact,
) -> impl Iterator<Item = (Worlds, Exception)> {
    let is_import = |exception: &str| matches!(exception, "ImportError" | "ModuleNotFoundError");
    let on_access = !facts::is_module(fact.name) && fact.when.is_empty();
    let failures = fact.failures.iter().filter(move |_| on_access);
    failures.filter_map(move |(worlds, failure)| match failure {
        Failure::Raises(exception) if is_import(exception) => {
            Some((*worlds, Exception::named(exception)))
        }
        _ => None,
    })
}
