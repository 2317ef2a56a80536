//! Which names of a module lead to child processes, as its evaluation says.

use foldhash::{HashSet, HashSetExt};

use crate::facts;
use crate::model::link::call_sites::Used;
use crate::model::process_methods;
use crate::model::summary::definitions::Definitions;
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::Name;

/// Whether a name of another module leads to child processes.
type LeadsElsewhere<'l> = &'l dyn Fn(&str, &str) -> bool;

impl Definitions {
    /// The names by which whoever imports the module may come to a child process.
    pub(crate) fn names_to_children(&self, leads: LeadsElsewhere<'_>) -> Vec<Box<str>> {
        let mut paths = PathsToChildren::new(self, leads);
        paths.follow();
        let names = self.names.iter();
        let names = names.filter(|(_, value)| paths.lead_from(value));
        let mut found: Vec<Box<str>> = names.map(|(name, _)| Box::from(&**name)).collect();
        // What is put there comes out again under another name.
        let stored = self.stored.iter();
        let stored = stored.filter(|item| paths.lead_from(item.value()));
        found.extend(stored.map(|item| Box::from(&**item.name())));
        found
    }
}

/// The functions and classes of a module that lead to child processes.
struct PathsToChildren<'d> {
    definitions: &'d Definitions,
    leads: LeadsElsewhere<'d>,
    functions: Vec<bool>,
    classes: Vec<bool>,
    /// The names of methods among them.
    methods: HashSet<Name>,
}

impl<'d> PathsToChildren<'d> {
    /// The functions in whose bodies children start, or which hand something to one or call what does elsewhere.
    fn new(definitions: &'d Definitions, leads: LeadsElsewhere<'d>) -> Self {
        let mut paths = Self {
            definitions,
            leads,
            functions: vec![false; definitions.functions.len()],
            classes: vec![false; definitions.classes.len()],
            methods: HashSet::new(),
        };
        let spawns = definitions.spawns.iter().chain(&definitions.awaiting);
        let calls = definitions.imported_calls.iter();
        let calls = calls.filter(|call| paths.lead_from_value(&call.callee));
        let owners = spawns.map(|spawn| spawn.owner);
        let owners: Vec<_> = owners.chain(calls.map(|call| call.call.owner)).collect();
        for owner in owners.into_iter().flatten() {
            paths.functions[owner.0 as usize] = true;
        }
        paths
    }

    /// Adds whatever leads to those, until nothing is left to add.
    fn follow(&mut self) {
        loop {
            let before = self.count();
            self.follow_functions();
            self.follow_classes();
            if self.count() == before {
                return;
            }
        }
    }

    fn count(&self) -> usize {
        let all = self.functions.iter().chain(&self.classes);
        all.filter(|leads| **leads).count()
    }

    fn follow_functions(&mut self) {
        let uses = self.definitions.uses.iter();
        let uses = uses.filter_map(|usage| Some((usage.owner?, &usage.used)));
        for (owner, used) in uses {
            self.functions[owner.0 as usize] |= self.lead_from_use(used);
        }
        for call in &self.definitions.calls {
            if let Some(owner) = call.owner {
                self.functions[owner.0 as usize] |= self.is_led(call.callee);
            }
        }
        for (at, info) in self.definitions.functions.iter().enumerate() {
            let outcome = info.outcome.as_ref();
            let gives = outcome.is_some_and(|outcome| self.lead_from(&outcome.value));
            self.functions[at] |= gives;
            if self.functions[at] && info.is_method() {
                self.methods.insert(Name::clone(&info.function.name));
            }
        }
    }

    fn is_led(&self, function: FunctionId) -> bool {
        self.functions[function.0 as usize]
    }

    fn follow_classes(&mut self) {
        let classes = &self.definitions.classes;
        for (at, info) in classes.iter().enumerate() {
            let is_led = |base: &ClassId| self.classes[base.0 as usize];
            let mut values = info.attributes.values().chain(info.assigned.values());
            let leads = process_methods(classes, ClassId::at(at)).is_some()
                || info
                    .imported_bases
                    .iter()
                    .any(|base| self.lead_from_value(base))
                || info.bases.iter().any(is_led)
                || info.named_bases.iter().any(|base| is_of_children(base))
                || info.methods().iter().any(|method| self.is_led(*method))
                || values.any(|value| self.lead_from(value));
            self.classes[at] |= leads;
        }
    }

    fn lead_from_use(&self, used: &Used) -> bool {
        match used {
            Used::Function(id) => self.is_led(*id),
            Used::Class(id) => self.classes[id.0 as usize],
            Used::Attribute(name) => self.methods.contains(name),
            Used::Handed(_, _, used) => self.lead_from_use(used),
            Used::Imported(_) | Used::Parameter(..) | Used::Lambda(_) => false,
        }
    }

    /// Whether a value, in some world, leads to child processes.
    fn lead_from(&self, value: &Partition) -> bool {
        let mut leads = false;
        value.each_value(&mut |value| leads = leads || self.lead_from_value(value));
        leads
    }

    fn lead_from_value(&self, value: &Value) -> bool {
        match value {
            Value::Function(id) => self.functions[id.0 as usize],
            Value::Class(id) | Value::Object(id, _) => self.classes[id.0 as usize],
            Value::Symbol(name)
            | Value::Instance(name)
            | Value::Perhaps(name)
            | Value::Made(_, name)
            | Value::Module(name) => is_of_children(name),
            Value::Any(values) => values.iter().any(|value| self.lead_from_value(value)),
            Value::Items(items) => items.iter().any(|item| self.lead_from_value(item)),
            Value::Dict(entries) => entries
                .iter()
                .any(|(key, value)| self.lead_from_value(key) || self.lead_from(value)),
            Value::Method(method) | Value::Member(method) => self.lead_from_value(&method.0),
            Value::Each(item) => self.lead_from_value(item),
            Value::Returns(value) => self.lead_from(value),
            Value::Imported(name) => (self.leads)(&name.0, &name.1),
            Value::Context(_) | Value::ContextMember(..) => true,
            Value::Unknown
            | Value::Unbound
            | Value::Poisoned
            | Value::None
            | Value::Falsy
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Prefix(_)
            | Value::Version(_)
            | Value::Parameter(..)
            | Value::Never
            | Value::Skip
            | Value::ModuleName => false,
        }
    }
}

/// Whether something of a library, or what it has, starts child processes.
fn is_of_children(name: &str) -> bool {
    let is_in_it = |other: &str| {
        let rest = other.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    facts::spawns::is_mirror(name) || facts::spawns::names().any(is_in_it)
}
