//! Which names of a module lead to child processes, as its evaluation says.

use foldhash::{HashMap, HashMapExt};

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
        let names = self.names.iter();
        // What is put into a collection comes out again under its name.
        let stored = self.stored.iter().map(|item| (item.name(), item.value()));
        let places = names.chain(stored).map(|(name, value)| {
            let place = paths.add_place();
            paths.hold(place, value);
            (place, name)
        });
        let places: Vec<(usize, &Name)> = places.collect();
        let led = paths.followed();
        let found = places.into_iter().filter(|(place, _)| led[*place]);
        found.map(|(_, name)| Box::from(&**name)).collect()
    }
}

/// What leads to child processes in a module. Its functions have the first places, its classes the next ones.
struct PathsToChildren<'d> {
    definitions: &'d Definitions,
    leads: LeadsElsewhere<'d>,
    led: Vec<bool>,
    /// What leads wherever each place does.
    users: Vec<Vec<usize>>,
    /// What leads wherever a method of this name does.
    by_method: HashMap<Name, Vec<usize>>,
    /// Places that lead, and whose users are not looked at yet.
    due: Vec<usize>,
}

impl<'d> PathsToChildren<'d> {
    fn new(definitions: &'d Definitions, leads: LeadsElsewhere<'d>) -> Self {
        let places = definitions.functions.len() + definitions.classes.len();
        let mut paths = Self {
            definitions,
            leads,
            led: vec![false; places],
            users: vec![Vec::new(); places],
            by_method: HashMap::new(),
            due: Vec::new(),
        };
        paths.add_functions();
        paths.add_classes();
        paths
    }

    fn add_place(&mut self) -> usize {
        self.led.push(false);
        self.users.push(Vec::new());
        self.led.len() - 1
    }

    fn class_place(&self, class: ClassId) -> usize {
        self.definitions.functions.len() + class.0 as usize
    }

    /// Functions in whose bodies children start, or which hand something to one, and what functions use and give.
    fn add_functions(&mut self) {
        let definitions = self.definitions;
        let spawns = definitions.spawns.iter().chain(&definitions.awaiting);
        for owner in spawns.filter_map(|spawn| spawn.owner) {
            self.lead(owner.0 as usize);
        }
        for call in &definitions.imported_calls {
            if let Some(owner) = call.call.owner {
                self.hold_value(owner.0 as usize, &call.callee);
            }
        }
        for usage in &definitions.uses {
            if let Some(owner) = usage.owner {
                self.use_by(owner.0 as usize, &usage.used);
            }
        }
        for call in &definitions.calls {
            if let Some(owner) = call.owner {
                self.use_by(owner.0 as usize, &Used::Function(call.callee));
            }
        }
        for (place, info) in definitions.functions.iter().enumerate() {
            if let Some(outcome) = &info.outcome {
                self.hold(place, &outcome.value);
            }
        }
    }

    fn add_classes(&mut self) {
        let classes = &self.definitions.classes;
        for (at, info) in classes.iter().enumerate() {
            let place = self.class_place(ClassId::at(at));
            if process_methods(classes, ClassId::at(at)).is_some()
                || info.named_bases.iter().any(|base| is_of_children(base))
            {
                self.lead(place);
            }
            for base in &info.bases {
                self.use_by(place, &Used::Class(*base));
            }
            for method in info.methods() {
                self.use_by(place, &Used::Function(*method));
            }
            for base in &info.imported_bases {
                self.hold_value(place, base);
            }
            for value in info.attributes.values().chain(info.assigned.values()) {
                self.hold(place, value);
            }
        }
    }

    /// Notes that a place leads.
    fn lead(&mut self, place: usize) {
        if !std::mem::replace(&mut self.led[place], true) {
            self.due.push(place);
        }
    }

    /// Whatever leads, once all users of what leads do.
    fn followed(mut self) -> Vec<bool> {
        while let Some(place) = self.due.pop() {
            let mut users = std::mem::take(&mut self.users[place]);
            let function = self.definitions.functions.get(place);
            if let Some(method) = function.filter(|info| info.is_method()) {
                let by_name = self.by_method.remove(&method.function.name);
                users.extend(by_name.into_iter().flatten());
            }
            users.into_iter().for_each(|user| self.lead(user));
        }
        self.led
    }

    /// Notes what a place uses.
    fn use_by(&mut self, user: usize, used: &Used) {
        match used {
            Used::Function(FunctionId(id)) => self.users[*id as usize].push(user),
            Used::Class(class) => {
                let place = self.class_place(*class);
                self.users[place].push(user);
            }
            Used::Attribute(name) => {
                let users = self.by_method.entry(Name::clone(name)).or_default();
                users.push(user);
            }
            Used::Handed(_, _, used) => self.use_by(user, used),
            Used::Imported(_) | Used::Parameter(..) | Used::Lambda(_) => {}
        }
    }

    /// Notes that a place leads wherever this value does, in some world.
    fn hold(&mut self, place: usize, value: &Partition) {
        value.each_value(&mut |value| self.hold_value(place, value));
    }

    fn hold_value(&mut self, place: usize, value: &Value) {
        match value {
            Value::Function(id) => self.use_by(place, &Used::Function(*id)),
            Value::Class(id) | Value::Object(id, _) => self.use_by(place, &Used::Class(*id)),
            Value::Symbol(name)
            | Value::Instance(name)
            | Value::Perhaps(name)
            | Value::Made(_, name)
            | Value::Module(name)
                if is_of_children(name) =>
            {
                self.lead(place);
            }
            Value::Imported(name) if (self.leads)(&name.0, &name.1) => self.lead(place),
            Value::Context(_) | Value::ContextMember(..) => self.lead(place),
            Value::Any(values) | Value::Items(values) => {
                values
                    .iter()
                    .for_each(|value| self.hold_value(place, value));
            }
            Value::Dict(entries) => {
                for (key, value) in entries.iter() {
                    self.hold_value(place, key);
                    self.hold(place, value);
                }
            }
            Value::Method(method) | Value::Member(method) => self.hold_value(place, &method.0),
            Value::Each(item) => self.hold_value(place, item),
            Value::Returns(value) => self.hold(place, value),
            Value::Symbol(_)
            | Value::Instance(_)
            | Value::Perhaps(_)
            | Value::Made(..)
            | Value::Module(_)
            | Value::Imported(_)
            | Value::Unknown
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
            | Value::ModuleName => {}
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
