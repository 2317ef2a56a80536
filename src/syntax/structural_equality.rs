//! Trees that say the same are equal, wherever they stand: no place takes part in the comparison.

use std::sync::Arc;

use super::ast::{
    Argument, Class, Expr, ExprNode, Function, Handler, ImportFrom, ImportItem, ImportedName, Stmt,
    StmtKind,
};

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address() || **self == **other
    }
}

/// Compares all fields but those named behind `without`.
macro_rules! alike {
    ($type:ident { $($field:ident),* } without $($place:ident),*) => {
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                let Self { $($field,)* $($place: _,)* } = self;
                $(*$field == other.$field)&&*
            }
        }
    };
}

alike!(ExprNode { kind } without span);
alike!(Stmt { kind } without span);
alike!(Argument { kind, value } without span);
alike!(ImportItem { module, alias } without span, module_span);
alike!(ImportedName { name, alias } without span, name_span);
alike!(ImportFrom { level, module, names, star } without module_span);
alike!(Class { name, decorators, arguments, body } without name_span);
alike!(Function { name, lazy, decorators, parameters, returns, body } without name_span);

impl Function {
    /// Whether all but the body says the same: what others see of it without running it.
    pub(crate) fn has_head_of(&self, other: &Self) -> bool {
        let Self {
            name,
            lazy,
            decorators,
            parameters,
            returns,
            name_span: _,
            body: _,
        } = self;
        *name == other.name
            && *lazy == other.lazy
            && *decorators == other.decorators
            && *parameters == other.parameters
            && *returns == other.returns
    }
}

impl Class {
    /// Whether all but the body says the same.
    pub(crate) fn has_head_of(&self, other: &Self) -> bool {
        let Self {
            name,
            decorators,
            arguments,
            name_span: _,
            body: _,
        } = self;
        *name == other.name && *decorators == other.decorators && *arguments == other.arguments
    }
}

/// The only function outside of functions that differs in two blocks, in its body alone; as it was and as it is.
#[derive(Debug, Default)]
pub(crate) struct Difference<'t> {
    /// The function; nothing where the blocks are alike.
    pub(crate) function: Option<(&'t Arc<Function>, &'t Arc<Function>)>,
}

/// How two blocks differ; `None` where it is not in the body of one function.
pub(crate) fn difference<'t>(old: &'t [Stmt], new: &'t [Stmt]) -> Option<Difference<'t>> {
    let mut found = Difference::default();
    compare(old, new, &mut found).then_some(found)
}

fn compare<'t>(old: &'t [Stmt], new: &'t [Stmt], found: &mut Difference<'t>) -> bool {
    old.len() == new.len()
        && old
            .iter()
            .zip(new)
            .all(|(old, new)| inside(old, new, found) || old == new)
}

/// Whether two statements that hold others are alike, or differ only in the body of one function in them.
fn inside<'t>(old: &'t Stmt, new: &'t Stmt, found: &mut Difference<'t>) -> bool {
    match (&old.kind, &new.kind) {
        (StmtKind::Function(old), StmtKind::Function(new)) => {
            if Arc::ptr_eq(old, new) || old == new {
                return true;
            }
            let only = found.function.is_none() && old.has_head_of(new);
            found.function.get_or_insert((old, new));
            only
        }
        (StmtKind::Class(old), StmtKind::Class(new)) => {
            old.has_head_of(new) && compare(&old.body, &new.body, found)
        }
        (
            StmtKind::If {
                branches: old,
                otherwise: old_rest,
            },
            StmtKind::If {
                branches: new,
                otherwise: new_rest,
            },
        ) => {
            let mut pairs = old.iter().zip(new);
            old.len() == new.len()
                && pairs.all(|((old, then), (new, now))| old == new && compare(then, now, found))
                && compare(old_rest, new_rest, found)
        }
        (StmtKind::Try(old), StmtKind::Try(new)) => {
            let alike = |old: &Handler, new: &Handler| {
                old.classes == new.classes && old.bare == new.bare && old.name == new.name
            };
            let mut pairs = old.handlers.iter().zip(&new.handlers);
            old.handlers.len() == new.handlers.len()
                && compare(&old.body, &new.body, found)
                && pairs.all(|(old, new)| alike(old, new) && compare(&old.body, &new.body, found))
                && compare(&old.otherwise, &new.otherwise, found)
                && compare(&old.finally, &new.finally, found)
        }
        _ => false,
    }
}
