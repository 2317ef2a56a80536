//! The places that use functions and classes of the document.

use std::ops::Range;
use std::sync::Arc;

use crate::model::eval::bound_names::{each_expression, each_part, each_statement};
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::is_private;
use crate::model::eval::guards::Guard;
use crate::model::eval::platform_option::PlatformOption;
use crate::model::eval::undecided_guards::Undecided;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::link::document_imports::ImportedThing;
use crate::model::value::exception::Caught;
use crate::model::value::shift::{Shift, Shiftable, shiftable};
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, Name, Stmt, StmtKind};
use crate::world::Worlds;

/// A place that uses a function or class.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct FunctionUse {
    pub(in crate::model) used: Used,
    /// The function in whose body it stands.
    pub(in crate::model) owner: Option<FunctionId>,
    pub(in crate::model) worlds: Worlds,
    /// Those of them in which this place is certain to be reached.
    pub(in crate::model) certain: Worlds,
    /// It is called there, while the module is imported if `owner` is.
    pub(in crate::model) call: bool,
    /// What is caught around it.
    pub(in crate::model) caught: Caught,
    /// What pickle raises is caught around it.
    pub(in crate::model) catches_pickling: bool,
    /// How many `try` are around it.
    pub(in crate::model) depth: usize,
    pub(in crate::model) guard: Guard,
    /// The conditions around it that were not decided.
    pub(in crate::model) unclear: Undecided,
    /// What a user decides about it.
    pub(in crate::model) wanted: Option<PlatformOption>,
    /// It is called by another name than its own: out of a table, as a parameter.
    pub(in crate::model) dynamic: bool,
    /// It is one of several that may be called there.
    pub(in crate::model) perhaps: bool,
    /// It is only mentioned, and calls of what that gives are seen.
    pub(in crate::model) carried: bool,
    /// It is a base of this class, and counts where that is used; or it is an attribute of an object of this class.
    pub(in crate::model) through: Option<ClassId>,
    /// The bytes of the statement that it stands in.
    pub(in crate::model) statement: Range<usize>,
}

impl FunctionUse {
    /// Whether it is certain to be a call of just this function.
    pub(in crate::model) fn runs_it(&self) -> bool {
        self.call && !self.perhaps && matches!(self.used, Used::Function(_))
    }

    /// Whether it leads to the same as another one, wherever in the body both stand.
    pub(in crate::model) fn leads_alike(&self, other: &Self) -> bool {
        let there = Self {
            depth: self.depth,
            statement: self.statement.clone(),
            ..other.clone()
        };
        *self == there
    }

    /// The same use, if something is called by another name than its own, and perhaps only.
    fn by_another_name(mut self, dynamic: bool, perhaps: bool) -> Self {
        self.dynamic = dynamic;
        self.perhaps = perhaps;
        if perhaps {
            self.certain = Worlds::NONE;
        }
        self
    }

    /// The same use of another function.
    pub(in crate::model) fn of_function(mut self, id: FunctionId) -> Self {
        self.used = Used::Function(id);
        self
    }
}

/// What is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::model) enum Used {
    Function(FunctionId),
    Class(ClassId),
    /// Any method of this name.
    Attribute(Name),
    /// Something of another module.
    Imported(ImportedThing),
    /// What a function is given as its parameter at this place, or an item of that.
    Parameter(FunctionId, u16),
    /// Something that a function is given as its parameter at this place.
    Handed(FunctionId, u16, Box<Used>),
    /// The lambda with these bytes.
    Lambda(Range<usize>),
}

impl Used {
    /// Where it stands among the functions and classes.
    pub(in crate::model) fn place(&self) -> u32 {
        match self {
            Self::Function(id) => id.0,
            Self::Class(id) => id.0,
            _ => u32::MAX,
        }
    }
}

shiftable!(FunctionUse {
    moves used, owner, wanted, through, statement;
    keeps worlds, certain, call, caught, catches_pickling, depth, guard, unclear, dynamic, perhaps, carried
});

impl Shiftable for Used {
    fn shift(&mut self, shift: &Shift) {
        match self {
            Self::Function(id) | Self::Parameter(id, _) => id.shift(shift),
            Self::Class(id) => id.shift(shift),
            Self::Handed(id, _, used) => {
                id.shift(shift);
                used.shift(shift);
            }
            Self::Lambda(range) => range.shift(shift),
            Self::Attribute(_) | Self::Imported(_) => {}
        }
    }
}

impl Evaluator<'_> {
    /// Notes that an expression that stands for a function or class is used here; `own`: by that name.
    pub(in crate::model) fn note_function_use(&mut self, value: &Partition, call: bool, own: &str) {
        self.note_function_use_in(value, self.reach, call, own);
    }

    /// The same, for the functions that it is in these worlds; where nothing comes here, they run in none.
    fn note_function_use_in(&mut self, value: &Partition, within: Worlds, call: bool, own: &str) {
        if self.quiet > 0 || self.not_used && !call {
            return;
        }
        let mut used: Vec<(Worlds, Used, bool)> = Vec::new();
        for (worlds, value) in value.parts(within) {
            let several = matches!(value, Value::Any(_));
            let found = self.used_by(value, call);
            used.extend(
                found
                    .into_iter()
                    .map(|callable| (worlds, callable, several)),
            );
        }
        for (worlds, used, several) in used {
            let worlds = worlds & self.reach;
            let is_own = match &used {
                Used::Function(id) => *self.function_of(*id).name == *own,
                Used::Class(id) => *self.classes[id.0 as usize].class.name == *own,
                _ => false,
            };
            if let (Used::Class(class), true) = (&used, call)
                && let Some(id) = self.initialiser(*class)
            {
                let usage = self.function_use(Used::Function(id), worlds, true);
                self.add_use(usage.by_another_name(!is_own, several));
            }
            let carried = self.callables.now && !call;
            let usage = self.function_use(used, worlds, call);
            let usage = usage.by_another_name(call && !is_own, several);
            self.add_use(FunctionUse { carried, ..usage });
        }
    }

    /// Notes that a method of this name may be used here.
    pub(in crate::model) fn note_attribute_use(
        &mut self,
        name: &Name,
        owner: &Partition,
        call: bool,
    ) {
        if self.quiet == 0 && is_private(name) {
            let usage = self.function_use(Used::Attribute(Arc::clone(name)), self.reach, call);
            let carried = self.callables.now && !call;
            let through = self.class_with(owner, name);
            self.function_uses.push(FunctionUse {
                carried,
                through,
                ..usage
            });
        }
    }

    /// The class of an object, if it or one above it has a method of this name.
    fn class_with(&self, owner: &Partition, name: &Name) -> Option<ClassId> {
        let Some(Value::Object(class, _)) = owner.single(self.reach) else {
            return None;
        };
        let mut next = Some(*class);
        for _ in 0..MAX_ANCESTORS {
            let info = &self.classes[next?.0 as usize];
            if let Some(found) = info.attributes.get(name) {
                let is_method = matches!(found.single(self.reach), Some(Value::Function(_)));
                return is_method.then_some(*class);
            }
            next = info.bases.first().copied();
        }
        None
    }

    /// Notes what statements use that run in no world: that is a use all the same.
    pub(in crate::model) fn note_unreached(&mut self, block: &[Stmt]) {
        if self.quiet > 0 || self.for_type_checkers {
            return;
        }
        each_statement(block, true, &mut |statement| {
            match &statement.kind {
                StmtKind::Import(items) => {
                    let modules = items.iter().map(|item| Name::clone(&item.module));
                    modules.for_each(|module| self.note_imported(|| ImportedThing::Module(module)));
                }
                StmtKind::ImportFrom(import) => self.note_import_from(import),
                _ => {}
            }
            each_expression(statement, &mut |expr| self.note_names(expr));
        });
    }

    /// The same of what stands in an expression.
    pub(in crate::model) fn note_unreached_part(&mut self, part: &Expr) {
        if self.quiet == 0 && !self.for_type_checkers {
            self.note_names(part);
        }
    }

    fn note_names(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Name(name) => {
                let value = self.look_up(name);
                self.note_function_use_in(&value, Worlds::ALL, false, name);
                if self.import_names.contains(name) {
                    self.note_imported(|| ImportedThing::Use(Name::clone(name)));
                }
            }
            ExprKind::Attribute { name, .. } => {
                self.note_attribute_use(name, &Partition::UNKNOWN, false);
                self.note_attribute_elsewhere(&Partition::UNKNOWN, name);
            }
            _ => {}
        }
        each_part(expr, &mut |part| self.note_names(part));
    }

    pub(in crate::model) fn note_use(&mut self, used: Used, worlds: Worlds, call: bool) {
        let usage = self.function_use(used, worlds, call);
        self.add_use(usage);
    }

    /// Nobody calls what was named there where an argument fails, and a handler goes on.
    pub(in crate::model) fn keep_to_reach(&mut self, called: Range<usize>) {
        let reach = self.reach;
        for usage in self.function_uses.get_mut(called).unwrap_or_default() {
            usage.worlds &= reach;
            usage.certain &= reach;
        }
    }

    fn add_use(&mut self, usage: FunctionUse) {
        if usage.call
            && let Used::Function(id) = usage.used
        {
            self.called_functions.note(id);
        }
        self.function_uses.push(usage);
    }

    /// A use at this place.
    pub(in crate::model) fn function_use(
        &mut self,
        used: Used,
        worlds: Worlds,
        call: bool,
    ) -> FunctionUse {
        FunctionUse {
            used,
            owner: self.owner,
            worlds: worlds - self.unclear.doubtful(),
            certain: self.certain(worlds) - self.unclear.doubtful(),
            call: call && (self.owner.is_some() || !self.called),
            caught: Caught::default(),
            catches_pickling: self.catches_pickling(),
            depth: self.tries.len(),
            guard: self.guarded_by(),
            unclear: self.unclear.clone(),
            wanted: self.unclear.wanted(None, &mut self.answers),
            dynamic: false,
            perhaps: false,
            carried: false,
            through: None,
            statement: self.statement.at(self.base),
        }
    }

    /// Notes that the innermost `try`, whose body starts at this use, catches something for good.
    pub(in crate::model) fn note_caught(&mut self, first: usize, last: usize, caught: Caught) {
        self.note_handled(first, last, caught, |_| true);
    }

    /// The same for what is imported in its body, and for calls by another name.
    pub(in crate::model) fn note_caught_imports(
        &mut self,
        first: usize,
        last: usize,
        caught: Caught,
    ) {
        let counts = |usage: &FunctionUse| {
            usage.dynamic || matches!(usage.used, Used::Imported(_) | Used::Handed(..))
        };
        self.note_handled(first, last, caught, counts);
    }

    fn note_handled(
        &mut self,
        first: usize,
        last: usize,
        caught: Caught,
        counts: impl Fn(&FunctionUse) -> bool,
    ) {
        let outside = self.tries.len();
        let inside = self.function_uses.get_mut(first..last).unwrap_or_default();
        // A lambda's body runs elsewhere, with nothing around it.
        for usage in inside.iter_mut().filter(|usage| usage.depth > outside) {
            if counts(usage) {
                usage.caught = usage.caught.and(caught);
            }
        }
    }
}
