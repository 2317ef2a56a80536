//! What happens before a place, along the calls that lead to it.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::facts::spawns::SpawnKind;
use crate::limits::reached;
use crate::model::Model;
use crate::model::children::records::Spawn;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::FunctionUse;
use crate::model::link::other_modules::{is_outside, same_module};
use crate::model::value::FunctionId;
use crate::world::Worlds;

/// How many calls are followed at most, those to callers and those to callees together.
const MAX_CALLS_FOLLOWED: usize = 512;

/// What happens before a place.
pub(crate) struct EarlierEvents {
    /// The place, and the calls that lead to it: what stands above them in the same body comes before.
    frames: Vec<(Option<FunctionId>, usize)>,
    /// Functions that are called before, each with the first statement of the document that leads there.
    called: HashMap<FunctionId, Range<usize>>,
}

impl Model {
    /// What happens before this byte of a function's body, or of the top level.
    pub(crate) fn past(&self, owner: Option<FunctionId>, at: usize) -> EarlierEvents {
        let mut past = EarlierEvents {
            frames: vec![(owner, at)],
            called: HashMap::new(),
        };
        let mut next = 0;
        let mut due: Vec<(FunctionId, Range<usize>)> = Vec::new();
        while let Some((owner, _)) = past.frames.get(next).copied() {
            next += 1;
            let Some(owner) = owner else { continue };
            for usage in self.uses_of(owner) {
                // `Runner(settings).run()` makes the runner before.
                let made = self.calls_in(usage.owner);
                let made = made.filter(|other| self.constructs_for(other, usage));
                for id in made.filter_map(FunctionUse::function) {
                    if due.len() < MAX_CALLS_FOLLOWED {
                        due.push((id, usage.statement.clone()));
                    }
                }
                let known = past.frames.iter().any(|(frame, at)| {
                    *frame == usage.owner && same_module(*at, usage.statement.start)
                });
                if !known && past.frames.len() < MAX_CALLS_FOLLOWED {
                    past.frames.push((usage.owner, usage.statement.start));
                }
            }
        }
        for (owner, at) in &past.frames {
            for usage in self.calls_in(*owner) {
                if let Some(id) = usage.function()
                    && due.len() < MAX_CALLS_FOLLOWED
                    && is_above(&usage.statement, *at)
                {
                    due.push((id, usage.statement.clone()));
                }
            }
        }
        while let Some((id, place)) = due.pop() {
            if past.called.len() >= MAX_CALLS_FOLLOWED {
                reached("calls before a child starts");
                break;
            }
            if past.called.contains_key(&id) {
                continue;
            }
            for usage in self.calls_in(Some(id)) {
                if let Some(further) = usage.function() {
                    let place = match is_outside(&place) {
                        true => usage.statement.clone(),
                        false => place.clone(),
                    };
                    due.push((further, place));
                }
            }
            past.called.insert(id, place);
        }
        past
    }

    /// Where children start that a call starts or gives work to: the function, and the byte in it.
    pub(crate) fn started_at(&self, spawn: &Spawn, worlds: Worlds) -> (Option<FunctionId>, usize) {
        let here = (spawn.owner, spawn.range.start);
        let found = match spawn.role.kind {
            // The workers of a pool start with it.
            SpawnKind::Task => {
                let pool = spawn.subject.single(worlds);
                let mut spawns = pool
                    .and_then(|pool| self.made_at(pool))
                    .into_iter()
                    .flat_map(|place| self.spawns_at(place));
                spawns.find(|other| other.role.kind == SpawnKind::Pool)
            }
            SpawnKind::Process => self.starts_of(&spawn.range, worlds).next(),
            _ => None,
        };
        found.map_or(here, |found| (found.owner, found.range.start))
    }

    /// Whether a function may run while any process imports the module.
    pub(crate) fn runs_unguarded(&self, id: FunctionId) -> bool {
        let mut uses = self.function_uses.of(id);
        !self.unguarded[id.0 as usize].is_empty()
            || uses.any(|usage| usage.owner.is_none() && usage.call && usage.guard != Guard::Main)
    }

    /// The functions that a statement of a body calls, and those that they call.
    pub(crate) fn called_within(
        &self,
        owner: Option<FunctionId>,
        statement: &Range<usize>,
    ) -> HashSet<FunctionId> {
        let uses = self.function_uses.inside(owner);
        let uses = uses.filter(|usage| usage.call && usage.statement == *statement);
        let mut due: Vec<FunctionId> = uses.filter_map(FunctionUse::function).collect();
        let mut found = HashSet::new();
        while let Some(id) = due.pop() {
            if found.len() < MAX_CALLS_FOLLOWED && found.insert(id) {
                due.extend(self.calls_in(Some(id)).filter_map(FunctionUse::function));
            }
        }
        found
    }

    /// The functions that the top level calls, its main block too, each with the statement that leads there.
    pub(crate) fn called_from_top(&self) -> HashMap<FunctionId, Range<usize>> {
        let mut found = HashMap::new();
        let top = self.function_uses.inside(None).filter(|usage| usage.call);
        let top = top.filter_map(|usage| Some((usage.function()?, usage.statement.clone())));
        let mut due: Vec<(FunctionId, Range<usize>)> = top.collect();
        while let Some((id, place)) = due.pop() {
            if found.len() >= MAX_CALLS_FOLLOWED {
                reached("calls between the top level and a child");
                break;
            }
            if found.contains_key(&id) {
                continue;
            }
            let further = self.calls_in(Some(id)).filter_map(FunctionUse::function);
            due.extend(further.map(|further| (further, place.clone())));
            found.insert(id, place);
        }
        found
    }

    /// Whether one call makes an object in the statement in which another calls a method: `App().run()`.
    pub(in crate::model) fn constructs_for(
        &self,
        made: &FunctionUse,
        method: &FunctionUse,
    ) -> bool {
        let name = |usage: &FunctionUse| {
            let id = usage.function()?;
            let info = self.function_info(id);
            info.is_method().then_some(&*info.function.name)
        };
        made.statement == method.statement
            && method.call
            && name(made) == Some("__init__")
            && name(method).is_some_and(|name| name != "__init__")
    }

    /// Whether these bytes are at the top level of a module, in no function.
    pub(crate) fn is_at_top(&self, range: &Range<usize>) -> bool {
        let mut functions = self.functions.iter().filter_map(FunctionInfo::body_range);
        !functions.any(|body| body.contains(&range.start))
    }

    /// The places that use a function.
    fn uses_of(&self, id: FunctionId) -> impl Iterator<Item = &FunctionUse> {
        let uses = self.function_uses.of(id).chain(self.importer_uses.of(id));
        uses.filter(move |usage| usage.owner != Some(id))
    }

    /// The calls in the body of a function, or at the top level.
    fn calls_in(&self, owner: Option<FunctionId>) -> impl Iterator<Item = &FunctionUse> {
        let uses = self.function_uses.inside(owner);
        let uses = uses.chain(self.importer_uses.inside(owner));
        uses.filter(|usage| usage.call)
    }
}

impl EarlierEvents {
    /// The bytes of the statement in the document that makes something happen before, if it does:
    /// what stands in the body of this function, or at the top level, at these bytes.
    pub(crate) fn find(
        &self,
        owner: Option<FunctionId>,
        range: &Range<usize>,
    ) -> Option<Range<usize>> {
        let mut frames = self.frames.iter();
        if frames.any(|(frame, at)| *frame == owner && is_above(range, *at)) {
            return Some(range.clone());
        }
        self.called.get(&owner?).cloned()
    }

    /// Whether the way from the top level of a module to the place is known.
    pub(crate) fn starts_at_top(&self) -> bool {
        self.frames.iter().any(|(frame, _)| frame.is_none())
    }
}

/// Whether bytes stand above a byte of the same module.
fn is_above(range: &Range<usize>, at: usize) -> bool {
    range.end <= at && same_module(range.start, at)
}
