//! The uses of a document's functions, by where they stand and by what they use.

use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::link::grouped_lists::Index;
use crate::model::value::FunctionId;

/// Every use, in the order of evaluation.
#[derive(Debug)]
pub(in crate::model) struct FunctionUses {
    all: Vec<FunctionUse>,
    /// By the function in whose body they stand, the top level last.
    by_owner: Index,
    /// By the function that is used; what is no function is last.
    by_function: Index,
    functions: usize,
}

impl FunctionUses {
    /// Those of a document with so many functions.
    pub(in crate::model) fn new(all: Vec<FunctionUse>, functions: usize) -> Self {
        let at = |id: Option<FunctionId>| id.map_or(functions, |id| id.0 as usize);
        let by_owner = Index::of(functions + 1, all.iter().map(|usage| at(usage.owner)));
        let by_function = Index::of(functions + 1, all.iter().map(|usage| at(usage.function())));
        Self {
            all,
            by_owner,
            by_function,
            functions,
        }
    }

    /// Those in a function's body, or at the top level.
    pub(in crate::model) fn inside(
        &self,
        owner: Option<FunctionId>,
    ) -> impl Iterator<Item = &FunctionUse> {
        let key = owner.map_or(self.functions, |owner| owner.0 as usize);
        let numbers = self.by_owner.at(key).iter();
        numbers.map(|number| &self.all[*number as usize])
    }

    /// Those of a function.
    pub(in crate::model) fn of(&self, id: FunctionId) -> impl Iterator<Item = &FunctionUse> {
        let numbers = self.by_function.at(id.0 as usize).iter();
        numbers.map(|number| &self.all[*number as usize])
    }
}

impl FunctionUse {
    /// The function that is used, if it is one.
    pub(in crate::model) fn function(&self) -> Option<FunctionId> {
        match self.used {
            Used::Function(id) => Some(id),
            _ => None,
        }
    }
}
