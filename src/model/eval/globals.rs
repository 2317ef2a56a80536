//! Names of the module that functions read, and who gives them their values.

use std::ops::Range;

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::eval::scopes::ScopeKind;
use crate::model::value::shifted::shiftable;
use crate::model::value::{FunctionId, Partition};
use crate::syntax::ast::{Name, Span};

/// A place that reads, sets or changes a name of the module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GlobalUse {
    pub(crate) name: Name,
    pub(crate) kind: Access,
    /// The function whose body it is in; `None` at the top level.
    pub(crate) owner: Option<FunctionId>,
    pub(crate) guard: Guard,
    /// The bytes of the name, or of the statement that binds it.
    pub(crate) range: Range<usize>,
    /// What it is set to.
    pub(crate) value: Partition,
}

/// What is done with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Set,
    /// What it stands for is changed in place.
    Change,
}

impl Evaluator<'_> {
    /// Notes that a function's body, or the main block, reads a name, if it is one of the module.
    pub(in crate::model) fn note_read(&mut self, name: &Name, span: Span) {
        let matters = self.owner.is_some() || self.guarded_by() == Guard::Main;
        if self.quiet == 0 && matters && self.is_global(name) {
            self.note_global(name, Access::Read, span, &Partition::UNKNOWN);
        }
    }

    /// Notes that a name is bound here, if it is one of the module.
    pub(in crate::model) fn note_set(&mut self, name: &Name, value: &Partition) {
        if self.quiet == 0 && self.is_global(name) {
            let span = self.statement;
            self.note_global(name, Access::Set, span, value);
        }
    }

    /// Notes that what a name stands for is changed here.
    pub(in crate::model) fn note_change(&mut self, name: &Name, span: Span) {
        if self.quiet == 0 && self.is_global(name) {
            self.note_global(name, Access::Change, span, &Partition::UNKNOWN);
        }
    }

    fn note_global(&mut self, name: &Name, kind: Access, span: Span, value: &Partition) {
        let noted = GlobalUse {
            name: Name::clone(name),
            kind,
            owner: self.owner,
            guard: self.guarded_by(),
            range: span.at(self.base),
            value: value.clone(),
        };
        self.spawning.globals.push(noted);
    }

    /// Whether the name means one of the module here.
    fn is_global(&self, name: &Name) -> bool {
        let last = self.scopes.len().saturating_sub(1);
        for (at, scope) in self.scopes.iter().enumerate().skip(1).rev() {
            if scope.bound.globals.contains(name) {
                return true;
            }
            let sees = scope.kind != ScopeKind::Class || at == last;
            if sees && (scope.bound.names.contains(name) || scope.environment.contains_key(name)) {
                return false;
            }
        }
        let module = self.scopes.first();
        self.rebound.has(name) || module.is_some_and(|module| module.bound.names.contains(name))
    }
}

shiftable!(GlobalUse { moves owner, range, value; keeps name, kind, guard });
