//! What a document imports and where it uses that: for those who ask where a module runs.

use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::platform_option::PlatformOption;
use crate::model::link::call_sites::Used;
use crate::model::value::{Partition, Value};
use crate::syntax::absolute;
use crate::syntax::ast::{Argument, ArgumentKind, ExprKind, Name};
use crate::world::Worlds;

/// Something that another module is needed for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ImportedThing {
    /// A module: `import a.b`, `import_module("a.b")`.
    Module(Name),
    /// A name out of a module, and what it is bound to.
    Name {
        module: Name,
        name: Name,
        bound: Name,
    },
    /// Every name of a module.
    Star(Name),
    /// A module whose name starts like this.
    Prefix(Name),
    /// A module of some package whose name in it starts like this: `import_module("._" + name, package)`.
    Beside(Name),
    /// A string that reads like the name of a module.
    Text(Name),
    /// A use of a name that was imported.
    Use(Name),
    /// A use of a name of a module.
    Member(Name, Name),
    /// A use of whatever has this name in some object; `name=`: a call that passes something by this name.
    Attribute(Name),
}

impl ImportedThing {
    /// The module that is imported, if one is.
    fn module(&self) -> Option<&Name> {
        match self {
            Self::Module(module) | Self::Name { module, .. } | Self::Star(module) => Some(module),
            _ => None,
        }
    }
}

/// What is asked for of who passes something by this name.
pub(in crate::model) fn passed_name(name: &str) -> Name {
    format!("{name}=").into()
}

impl Evaluator<'_> {
    /// Notes something imported, or a use of it, if somebody asks for that.
    pub(in crate::model) fn note_imported(&mut self, what: impl FnOnce() -> ImportedThing) {
        if self.importing.is_some() && self.quiet == 0 {
            let what = what();
            let wanted = what
                .module()
                .is_some_and(|name| self.unclear.asks_for(name));
            self.note_use(Used::Imported(what), self.reach, false);
            if let Some(usage) = self.function_uses.last_mut() {
                usage.wanted = wanted.then(PlatformOption::default);
            }
        }
    }

    /// Notes that something is used that an object has by this name.
    pub(in crate::model) fn note_attribute_elsewhere(&mut self, owner: &Partition, name: &Name) {
        let of_library = |value: &Value| matches!(value, Value::Module(_) | Value::Symbol(_));
        if self.importing.is_some() && !owner.single(self.reach).is_some_and(of_library) {
            self.note_imported(|| ImportedThing::Attribute(Name::clone(name)));
        }
    }

    /// Notes what a call passes by name, where that is not certain to be nothing.
    pub(in crate::model) fn note_passed_by_name(&mut self, arguments: &CallArguments) {
        if self.importing.is_none() || self.quiet > 0 {
            return;
        }
        let reach = self.reach;
        for (argument, value) in &arguments.all {
            if let ArgumentKind::Keyword(name) = &argument.kind {
                self.reach = value.worlds(reach, |value| value.truth() != Some(false));
                if !self.reach.is_empty() {
                    self.note_imported(|| ImportedThing::Attribute(passed_name(name)));
                }
            }
        }
        self.reach = reach;
    }

    /// Notes a string that may be the name of a module.
    pub(in crate::model) fn note_text(&mut self, text: &Name) {
        let is_script = text.ends_with(".py");
        let is_inside =
            |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':') || is_script && c == '/';
        if self.importing.is_some() && text.contains('.') && text.chars().all(is_inside) {
            self.note_imported(|| ImportedThing::Text(Name::clone(text)));
        }
    }

    /// Notes what `import_module` is given; the module, if it is one of the project.
    pub(in crate::model) fn note_import_module(
        &mut self,
        worlds: Worlds,
        name: &Value,
        arguments: &CallArguments,
    ) -> Partition {
        if self.importing.is_none() || self.quiet > 0 {
            return Partition::UNKNOWN;
        }
        let named = arguments.get(1, "package").map(|(package, _)| package);
        if let Value::Str(text) | Value::Prefix(text) = name
            && let Some(rest) = text.strip_prefix('.')
            && named.is_some_and(|package| !is_known_package(package))
        {
            let what = ImportedThing::Beside(rest.trim_start_matches('.').into());
            self.note_use(Used::Imported(what), worlds & self.reach, false);
            return Partition::UNKNOWN;
        }
        let package = named.and_then(|package| match &package.value.kind {
            ExprKind::Str(package) => Some(&**package),
            _ => None,
        });
        let package = package.or_else(|| self.surroundings.package());
        let resolved = |text: &str| {
            let level = text.chars().take_while(|c| *c == '.').count();
            absolute(level, &text[level..], package)
        };
        let (what, value) = match name {
            Value::Str(text) => match resolved(text) {
                Some(module) => {
                    let module = Name::from(module);
                    let value = Partition::always(Value::Module(Name::clone(&module)));
                    (ImportedThing::Module(module), value)
                }
                None => return Partition::UNKNOWN,
            },
            Value::Prefix(text) => match resolved(text) {
                // `"." + name` is a module of the package.
                Some(module) if text.ends_with('.') && !module.ends_with('.') => (
                    ImportedThing::Prefix(format!("{module}.").into()),
                    Partition::UNKNOWN,
                ),
                Some(module) => (ImportedThing::Prefix(module.into()), Partition::UNKNOWN),
                None => return Partition::UNKNOWN,
            },
            _ => return Partition::UNKNOWN,
        };
        self.note_use(Used::Imported(what), worlds & self.reach, false);
        value
    }
}

/// Whether it is known what relative names start from: the package of the document, `__name__`, or one that is named.
fn is_known_package(package: &Argument) -> bool {
    matches!(&package.value.kind, ExprKind::Name(name) if matches!(&**name, "__name__" | "__package__"))
        || matches!(package.value.kind, ExprKind::Str(_))
}
