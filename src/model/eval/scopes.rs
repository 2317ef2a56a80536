//! Scopes while they are evaluated: what each name is at this moment, and what it was before.

use std::sync::Arc;

use foldhash::{HashMap, HashSet, HashSetExt};

use crate::model::eval::bound_names::Bound;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// What each name of a scope is.
pub(in crate::model) type Environment = HashMap<Name, Partition>;

/// What some names are; `None` where nothing binds them yet.
pub(in crate::model) type Names = HashMap<Name, Option<Partition>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum ScopeKind {
    Module,
    Function,
    Class,
    /// A comprehension or a lambda.
    Expression,
}

#[derive(Clone, Debug)]
pub(in crate::model) struct Scope {
    pub(in crate::model) kind: ScopeKind,
    /// Tells scopes apart that come and go.
    pub(in crate::model) id: u32,
    pub(in crate::model) environment: Environment,
    pub(in crate::model) bound: Arc<Bound>,
    /// Functions defined here, whose bodies run after this scope's.
    pub(in crate::model) pending: Vec<FunctionId>,
    /// Names that stand for an answer to which platform this is.
    pub(in crate::model) answers: HashSet<Name>,
    /// Modules whose names were imported with `*`.
    pub(in crate::model) stars: Vec<Name>,
    /// What each change since the outermost mark has overwritten: a branch costs what it binds.
    overwritten: Vec<(Name, Option<Partition>)>,
    marks: usize,
    /// What every change has overwritten, where somebody wants to go back to any moment.
    history: Option<Vec<(Name, Option<Partition>)>>,
}

/// A moment to which a scope can go back.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Mark(usize);

impl Scope {
    /// A scope in which no name is bound yet.
    pub(in crate::model) fn new(kind: ScopeKind, id: u32, bound: Arc<Bound>) -> Self {
        Self {
            kind,
            id,
            environment: Environment::default(),
            bound,
            pending: Vec::new(),
            answers: HashSet::new(),
            stars: Vec::new(),
            overwritten: Vec::new(),
            marks: 0,
            history: None,
        }
    }

    /// Keeps every change from now on.
    pub(in crate::model) fn keep_history(&mut self) {
        self.history = Some(Vec::new());
    }

    /// How many changes are kept.
    pub(in crate::model) fn age(&self) -> usize {
        self.history.as_ref().map_or(0, Vec::len)
    }

    /// Takes the changes back that came after so many, and gives them.
    pub(in crate::model) fn take_back(&mut self, age: usize) -> Vec<(Name, Option<Partition>)> {
        let history = self.history.as_mut();
        let mut changes = history.map_or_else(Vec::new, |history| history.split_off(age));
        for (name, value) in changes.iter_mut().rev() {
            let value_after = self.replace(name, value.take());
            *value = value_after;
        }
        changes
    }

    /// Makes changes again that were taken back.
    pub(in crate::model) fn make_again(&mut self, changes: Vec<(Name, Option<Partition>)>) {
        for (name, value) in changes {
            let before = self.replace(&name, value);
            self.history
                .iter_mut()
                .for_each(|history| history.push((Name::clone(&name), before.clone())));
        }
    }

    fn replace(&mut self, name: &Name, value: Option<Partition>) -> Option<Partition> {
        match value {
            Some(value) => self.environment.insert(Name::clone(name), value),
            None => self.environment.remove(name),
        }
    }

    /// Makes a name `value` in these worlds.
    pub(in crate::model) fn set(&mut self, name: &Name, worlds: Worlds, value: &Partition) {
        let known = self.environment.get(name);
        let mut now = known.map_or_else(|| Partition::always(Value::Unbound), Clone::clone);
        now.set(worlds, value);
        self.put(name, Some(now));
    }

    /// Makes a name this.
    fn put(&mut self, name: &Name, value: Option<Partition>) {
        let before = self.replace(name, value);
        if let Some(history) = &mut self.history {
            history.push((Name::clone(name), before.clone()));
        }
        if self.marks > 0 {
            self.overwritten.push((Name::clone(name), before));
        }
    }

    /// Marks this moment; what changes from now on can be asked for until `release`.
    pub(in crate::model) fn mark(&mut self) -> Mark {
        self.marks += 1;
        Mark(self.overwritten.len())
    }

    /// Forgets a mark; those set after it are forgotten before.
    pub(in crate::model) fn release(&mut self, _mark: Mark) {
        self.marks -= 1;
        if self.marks == 0 {
            self.overwritten.clear();
        }
    }

    /// What the names that changed since a mark were then.
    pub(in crate::model) fn changed_since(&self, mark: Mark) -> Names {
        let mut end = Mark(self.overwritten.len());
        self.changed_between(mark, &mut end)
    }

    /// What the names that changed between a mark and another one were at the former, which becomes
    /// the latter.
    pub(in crate::model) fn changed_between(&self, mark: Mark, end: &mut Mark) -> Names {
        let mut before = Names::default();
        for (name, value) in &self.overwritten[mark.0..end.0] {
            if !before.contains_key(name) {
                before.insert(Name::clone(name), value.clone());
            }
        }
        *end = mark;
        before
    }

    /// Goes back to a mark; what the names were that have changed since then.
    pub(in crate::model) fn rewind(&mut self, mark: Mark) -> Names {
        let mut after = Names::default();
        while self.overwritten.len() > mark.0
            && let Some((name, before)) = self.overwritten.pop()
        {
            let now = self.replace(&name, before);
            if let Some(history) = &mut self.history {
                history.push((Name::clone(&name), now.clone()));
            }
            after.entry(name).or_insert(now);
        }
        after
    }

    /// Makes of each name that changed what `which` makes of its value on this way and on another one,
    /// which led to `others`. `before` are the names that changed on this way, as they were where both
    /// began; those that changed on the other one are added.
    pub(in crate::model) fn merge_with(
        &mut self,
        others: &Names,
        before: &mut Names,
        which: impl Fn(Option<&Partition>, Option<&Partition>) -> Option<Partition>,
    ) {
        for name in others.keys() {
            if !before.contains_key(name) {
                let unchanged = self.environment.get(name).cloned();
                before.insert(Name::clone(name), unchanged);
            }
        }
        for (name, before) in before {
            let other = others.get(name).unwrap_or(before).as_ref();
            let ours = self.environment.get(name);
            if ours != other {
                let both = which(ours, other);
                self.put(name, both);
            }
        }
    }

    /// Makes the names that a block binds unknown in these worlds, if they are bound already.
    pub(in crate::model) fn forget(&mut self, bound: &Bound, worlds: Worlds) {
        for name in &bound.names {
            let known = self.environment.get(name);
            if known.is_some_and(|known| known.single(worlds) != Some(&Value::Unbound)) {
                self.set(name, worlds, &Partition::UNKNOWN);
            }
        }
    }

    /// Makes names also what they were before, in these worlds.
    pub(in crate::model) fn blur_since(&mut self, before: &Names, worlds: Worlds) {
        for (name, before) in before {
            let Some(before) = before else { continue };
            let known = self.environment.get(name);
            if let Some(known) = known.filter(|known| *known != before) {
                let mut blurred = known.clone();
                blurred.blur(worlds, before);
                self.put(name, Some(blurred));
            }
        }
    }
}

/// What a name is after two ways that may both have been taken: `first` in the worlds that came out of
/// the one, `second` in those that came out of the other.
pub(in crate::model) fn merge(
    (first, ours): (Option<&Partition>, Worlds),
    (second, theirs): (Option<&Partition>, Worlds),
) -> Option<Partition> {
    let unbound = Partition::always(Value::Unbound);
    let mut merged = match (first, second) {
        (None, None) => return None,
        (first, _) => first.cloned().unwrap_or_else(|| unbound.clone()),
    };
    match second {
        Some(second) if merged != *second => {
            merged.set(theirs - ours, second);
            merged.blur(ours & theirs, second);
        }
        Some(_) => {}
        None => merged.set(theirs - ours, &unbound),
    }
    Some(merged)
}

impl Evaluator<'_> {
    pub(in crate::model) fn push_scope(&mut self, kind: ScopeKind, bound: Arc<Bound>) {
        self.next_scope += 1;
        self.scopes.push(Scope::new(kind, self.next_scope, bound));
    }

    /// The scope that statements bind names in.
    pub(in crate::model) fn scope(&mut self) -> &mut Scope {
        let at = self
            .scopes
            .iter()
            .rposition(|scope| scope.kind != ScopeKind::Expression)
            .unwrap_or(0);
        &mut self.scopes[at]
    }
}
