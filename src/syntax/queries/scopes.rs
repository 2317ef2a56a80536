//! Which scope a place belongs to: the innermost function, class, lambda or comprehension around it.

use std::cmp::Reverse;
use std::ops::Range;

/// The range of a function, class, lambda or comprehension; `None` for the module.
pub type Scope = Option<Range<usize>>;

/// A part of the text that belongs to another scope than the text around it.
#[derive(Debug)]
pub(super) struct ScopeRegion {
    /// The part.
    pub(super) range: Range<usize>,
    /// Where it belongs.
    pub(super) belongs: RegionScope,
}

/// The scope of a region.
#[derive(Debug)]
pub(super) enum RegionScope {
    /// To this function, class or lambda.
    Inside(Range<usize>),
    /// To this comprehension, in which `:=` binds for the scope around.
    Comprehension(Range<usize>),
    /// To the scope around the one that it stands in.
    Outside,
}

impl RegionScope {
    /// Of regions with the same range, the one with the lower number is around the other.
    fn order(&self) -> u8 {
        match self {
            Self::Outside => 0,
            Self::Inside(_) => 1,
            Self::Comprehension(_) => 2,
        }
    }
}

/// The scope of a place, and the one that `:=` binds for there.
#[derive(Clone, Debug, Default)]
pub(super) struct Scopes {
    pub(super) own: Scope,
    pub(super) walrus: Scope,
}

/// The regions of a chunk, in the order of the text, the outer before the inner.
#[derive(Debug, Default)]
pub(super) struct Regions(Vec<ScopeRegion>);

impl Regions {
    pub(super) fn new(mut regions: Vec<ScopeRegion>) -> Self {
        regions.sort_by_key(|region| {
            let range = &region.range;
            (range.start, Reverse(range.end), region.belongs.order())
        });
        Self(regions)
    }

    /// A look-up of places in ascending order.
    pub(super) fn sweep(&self) -> ScopeCursor<'_> {
        ScopeCursor {
            rest: &self.0,
            open: Vec::new(),
        }
    }
}

/// A look-up of places in ascending order.
pub(super) struct ScopeCursor<'a> {
    rest: &'a [ScopeRegion],
    open: Vec<(&'a ScopeRegion, Scopes)>,
}

impl ScopeCursor<'_> {
    /// The scopes of a place that is not before the last one.
    pub(super) fn at(&mut self, byte: usize) -> Scopes {
        while let Some((region, rest)) = self.rest.split_first()
            && region.range.start <= byte
        {
            self.rest = rest;
            self.leave(region.range.start);
            let scopes = self.inside(region);
            self.open.push((region, scopes));
        }
        self.leave(byte);
        self.innermost(0)
    }

    fn leave(&mut self, byte: usize) {
        while self
            .open
            .last()
            .is_some_and(|(region, _)| region.range.end <= byte)
        {
            self.open.pop();
        }
    }

    /// The scopes of the innermost open region but so many.
    fn innermost(&self, but: usize) -> Scopes {
        let open = self.open.iter().rev().nth(but);
        open.map_or_else(Scopes::default, |(_, scopes)| scopes.clone())
    }

    fn inside(&self, region: &ScopeRegion) -> Scopes {
        match &region.belongs {
            RegionScope::Inside(scope) => Scopes {
                own: Some(scope.clone()),
                walrus: Some(scope.clone()),
            },
            RegionScope::Comprehension(scope) => Scopes {
                own: Some(scope.clone()),
                walrus: self.innermost(0).walrus,
            },
            RegionScope::Outside => self.innermost(1),
        }
    }
}
