//! Whether what other modules of the project or its environment bring may be found.

use super::TextSearch;
use super::chains::{Use, uses};
use super::imports::ImportText;
use crate::model::surroundings::{ChildNames, Summary, Surroundings};
use crate::model::value::{Partition, Value};
use crate::syntax::{absolute, with_packages};
use crate::world::Worlds;

/// The imports of a text, and the modules that they lead to.
pub(super) struct ImportedModules<'s> {
    search: &'s TextSearch<'s>,
    surroundings: &'s dyn Surroundings,
}

impl<'s> ImportedModules<'s> {
    pub(super) fn new(search: &'s TextSearch<'s>, surroundings: &'s dyn Surroundings) -> Self {
        Self {
            search,
            surroundings,
        }
    }

    pub(super) fn may_be_found(&self) -> bool {
        self.search.imports.iter().any(|import| self.by(import))
    }

    fn by(&self, import: &ImportText) -> bool {
        let Some(module) = &import.module else {
            return import.names.iter().any(|(module, alias)| {
                let top = module.split('.').next().unwrap_or(module);
                let (name, bound) = match alias {
                    Some(alias) => (&**alias, &**module),
                    None => (top, top),
                };
                self.fails(module)
                    || self.starts_children(name, bound, module)
                    || self.is_used(name, bound)
            });
        };
        let module = absolute(import.level, module, self.surroundings.package());
        let Some(module) = module.filter(|module| !module.is_empty()) else {
            return false;
        };
        let summary = self.surroundings.module(&module);
        let children = self.surroundings.evaluated_child_names(&module);
        if self.fails(&module) || import.is_star && self.any_occurs(&children) {
            return true;
        }
        if import.is_star
            && summary
                .as_ref()
                .is_some_and(|summary| self.any_name(summary))
        {
            return true;
        }
        import.names.iter().any(|(name, alias)| {
            let value = summary.as_ref().and_then(|summary| summary.names.get(name));
            let bound = alias.as_ref().unwrap_or(name);
            if children.has(name) || value.is_some_and(|value| self.speaks_as(bound, value)) {
                return true;
            }
            let inside = format!("{module}.{name}");
            let summary = self.surroundings.module(&inside);
            summary.map_or(children.has_module(name), |summary| {
                has_failures(&summary)
                    || self.starts_children(bound, &inside, &inside)
                    || self.is_used(bound, &inside)
            })
        })
    }

    /// Whether importing the module, or a package around it, fails somewhere.
    fn fails(&self, module: &str) -> bool {
        with_packages(module).any(|name| {
            let summary = self.surroundings.module(name);
            summary.is_some_and(|summary| has_failures(&summary))
        })
    }

    /// Whether the text may use a name of the module, or of a package around it, that leads to child processes. A name
    /// is bound to the module, or to such a package.
    fn starts_children(&self, name: &str, bound: &str, module: &str) -> bool {
        let occurs = |name: &str| self.any_occurs(&self.surroundings.evaluated_child_names(name));
        with_packages(module).any(occurs)
            && uses(self.search.text, name, &self.search.apart).any(|found| match found {
                Use::Binding | Use::Raised => false,
                Use::Chain { parts, .. } => self.leads_to_children(bound, &parts),
            })
    }

    /// Whether this chain of attributes of a module leads to child processes.
    fn leads_to_children(&self, module: &str, chain: &[&str]) -> bool {
        let mut module = module.to_owned();
        for part in chain {
            let children = self.surroundings.evaluated_child_names(&module);
            if children.has(part) {
                return true;
            }
            let is_module = children.has_module(part);
            module = format!("{module}.{part}");
            if self.surroundings.module(&module).is_none() {
                return is_module;
            }
        }
        // The module itself is handed on, with all that is in it.
        self.any_occurs(&self.surroundings.evaluated_child_names(&module))
    }

    fn any_occurs(&self, names: &ChildNames) -> bool {
        let modules = names.modules.iter().map(|name| name.trim_end_matches('.'));
        let mut all = names.names.iter().map(|name| &**name).chain(modules);
        names.all || all.any(|name| self.search.words.has(name))
    }

    /// Whether the text uses a name, which is bound to this module, so that something may be found.
    fn is_used(&self, name: &str, module: &str) -> bool {
        if self.surroundings.module(module).is_none() {
            return false;
        }
        uses(self.search.text, name, &self.search.apart).any(|found| match found {
            Use::Binding => false,
            Use::Raised => self.chain(module, &[]),
            Use::Chain { parts, .. } => self.chain(module, &parts),
        })
    }

    fn chain(&self, module: &str, chain: &[&str]) -> bool {
        let mut module = module.to_owned();
        for part in chain {
            let Some(summary) = self.surroundings.loaded(&module) else {
                return false;
            };
            module = match summary.names.get(*part) {
                None => format!("{module}.{part}"),
                Some(value) => match value.single(Worlds::ALL) {
                    Some(Value::Module(name)) if self.surroundings.module(name).is_some() => {
                        name.to_string()
                    }
                    _ => return self.speaks(value),
                },
            };
        }
        // The module itself is handed on, with all of it that has a name here.
        let summary = self.surroundings.loaded(&module);
        summary.is_some_and(|summary| {
            let words = &self.search.words;
            let mut names = summary.names.iter();
            names.any(|(name, value)| words.has_member(name) && self.speaks(value))
        })
    }

    /// Whether anything that a module brings may be found here, its import apart.
    fn any_name(&self, summary: &Summary) -> bool {
        // Whatever else a summary comes to hold has to be thought of here.
        let Summary {
            failures: _,
            names,
            exported: _,
        } = summary;
        names.values().any(|value| self.speaks(value))
    }

    /// Whether a value that this name is bound to here may be found.
    fn speaks_as(&self, name: &str, value: &Partition) -> bool {
        let mut parts = value.parts(Worlds::ALL);
        parts.any(|(worlds, value)| match value {
            Value::Module(module) if self.surroundings.module(module).is_some() => {
                self.fails(module)
                    || self.starts_children(name, module, module)
                    || self.is_used(name, module)
            }
            _ => self.value_speaks(value, worlds),
        })
    }

    /// Whether a value that comes from elsewhere may be found here.
    fn speaks(&self, value: &Partition) -> bool {
        let mut parts = value.parts(Worlds::ALL);
        parts.any(|(worlds, value)| self.value_speaks(value, worlds))
    }

    fn value_speaks(&self, value: &Value, worlds: Worlds) -> bool {
        match value {
            Value::Unknown
            | Value::Poisoned
            | Value::None
            | Value::Falsy
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Bytes(_)
            | Value::Prefix(_)
            | Value::Version(_)
            | Value::Never
            | Value::Skip
            | Value::ModuleName => false,
            // `"win" in PLATFORM`
            Value::Str(text) => {
                text.starts_with("win") && self.search.words.has("win")
                    || self.search.telling.is_piece(text)
            }
            Value::Module(name)
            | Value::Symbol(name)
            | Value::Instance(name)
            | Value::Perhaps(name) => {
                let telling = self.search.telling;
                self.surroundings.module(name).is_some()
                    || telling.is_enough_in(&telling.place(name), &self.search.words, worlds)
            }
            Value::Returns(value) => self.speaks(value),
            Value::Items(items) => items.iter().any(|item| self.value_speaks(item, worlds)),
            Value::Dict(entries) => entries
                .iter()
                .any(|(key, value)| self.value_speaks(key, worlds) || self.speaks(value)),
            Value::Method(method) => self.value_speaks(&method.0, worlds),
            Value::Each(item) => self.value_speaks(item, worlds),
            Value::Imported(named) => self
                .surroundings
                .evaluated_child_names(&named.0)
                .has(&named.1),
            Value::Unbound
            | Value::Context(_)
            | Value::ContextMember(..)
            | Value::Function(_)
            | Value::Class(_)
            | Value::Any(_)
            | Value::Object(..)
            | Value::Made(..)
            | Value::Parameter(..)
            | Value::Member(_) => true,
        }
    }
}

/// Whether importing a module fails somewhere; if it is one of the project, its own file has the finding.
fn has_failures(summary: &Summary) -> bool {
    summary.failures.iter().any(|failure| !failure.own)
}
