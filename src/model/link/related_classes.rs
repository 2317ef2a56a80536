//! Classes of which one object may be both.

use crate::model::eval::evaluator::Evaluator;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::value::ClassId;

/// Whether an object of one class may be one of the other: one extends the other, or something extends both.
pub(super) fn related(evaluator: &Evaluator<'_>, one: ClassId, other: ClassId) -> bool {
    one == other
        || (0..evaluator.classes.len()).map(ClassId::at).any(|class| {
            let above = lineage(evaluator, class);
            above.contains(&one) && above.contains(&other)
        })
}

/// A class and all above it in the document.
fn lineage(evaluator: &Evaluator<'_>, class: ClassId) -> Vec<ClassId> {
    let mut found = vec![class];
    let mut at = 0;
    while let Some(class) = found.get(at) {
        for base in &evaluator.classes[class.0 as usize].bases {
            if found.len() < MAX_ANCESTORS && !found.contains(base) {
                found.push(*base);
            }
        }
        at += 1;
    }
    found
}
