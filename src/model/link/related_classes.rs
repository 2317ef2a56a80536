//! Classes of which one object may be both.

use foldhash::HashMap;

use crate::model::eval::classes::ClassInfo;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::value::ClassId;

/// The classes of a document by what they extend, for whoever asks about many of them.
pub(super) struct RelatedClasses<'c> {
    classes: &'c [ClassInfo],
    families: Option<Families>,
    known: HashMap<(ClassId, ClassId), bool>,
}

struct Families {
    /// Each class and all above it in the document.
    above: Vec<Vec<ClassId>>,
    /// Each class and all below it.
    below: Vec<Vec<usize>>,
}

impl<'c> RelatedClasses<'c> {
    pub(super) fn of(classes: &'c [ClassInfo]) -> Self {
        Self {
            classes,
            families: None,
            known: HashMap::default(),
        }
    }

    /// Whether an object of one class may be one of the other: one extends the other, or something extends both.
    pub(super) fn are_related(&mut self, one: ClassId, other: ClassId) -> bool {
        let Self {
            classes,
            families,
            known,
        } = self;
        let find = || {
            let families = families.get_or_insert_with(|| Families::of(classes));
            let mut below = families.below[one.0 as usize].iter();
            below.any(|class| families.above[*class].contains(&other))
        };
        one == other || *known.entry((one, other)).or_insert_with(find)
    }
}

impl Families {
    fn of(classes: &[ClassInfo]) -> Self {
        let all = (0..classes.len()).map(ClassId::at);
        let above: Vec<Vec<ClassId>> = all.map(|class| lineage(classes, class)).collect();
        let mut below = vec![Vec::new(); classes.len()];
        for (at, above) in above.iter().enumerate() {
            for class in above {
                below[class.0 as usize].push(at);
            }
        }
        Self { above, below }
    }
}

/// A class and all above it in the document.
fn lineage(classes: &[ClassInfo], class: ClassId) -> Vec<ClassId> {
    let mut found = vec![class];
    let mut at = 0;
    while let Some(class) = found.get(at) {
        for base in &classes[class.0 as usize].bases {
            if found.len() < MAX_ANCESTORS && !found.contains(base) {
                found.push(*base);
            }
        }
        at += 1;
    }
    found
}
