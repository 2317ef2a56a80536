//! Where children start, found by the place of the call and by what it starts.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use crate::facts::spawns::SpawnKind;
use crate::model::Model;
use crate::model::children::records::{MadeObject, Spawn};
use crate::world::Worlds;

/// The calls that start children, by place. Numbers count the document's own first, then those of other modules.
#[derive(Debug, Default)]
pub(in crate::model) struct SpawnIndex {
    /// The calls at each place.
    at: HashMap<Range<usize>, Vec<usize>>,
    /// The calls of `start`, by the place where the process is made.
    starts: HashMap<Range<usize>, Vec<usize>>,
}

impl SpawnIndex {
    /// The index of these calls, in this order.
    pub(in crate::model) fn of<'s>(
        spawns: impl Iterator<Item = &'s Spawn>,
        makes: &[MadeObject],
    ) -> Self {
        let (mut at, mut starts) = (HashMap::new(), HashMap::new());
        for (number, spawn) in spawns.enumerate() {
            let here: &mut Vec<usize> = at.entry(spawn.range.clone()).or_default();
            here.push(number);
            if spawn.role.kind != SpawnKind::Start {
                continue;
            }
            for (_, value) in spawn.subject.parts(Worlds::ALL) {
                let make = value.made_by().and_then(|id| makes.get(id.0 as usize));
                if let Some(make) = make {
                    let here: &mut Vec<usize> = starts.entry(make.range.clone()).or_default();
                    here.push(number);
                }
            }
        }
        Self { at, starts }
    }
}

impl Model {
    fn numbered(&self, numbers: Option<&Vec<usize>>) -> impl Iterator<Item = &Spawn> {
        let own = self.spawns.len();
        let numbers = numbers.into_iter().flatten();
        numbers.filter_map(move |number| match number.checked_sub(own) {
            Some(number) => self.outside.get(number),
            None => self.spawns.get(*number),
        })
    }

    /// The calls at this place.
    pub(crate) fn spawns_at(&self, place: &Range<usize>) -> impl Iterator<Item = &Spawn> {
        self.numbered(self.spawn_index.at.get(place))
    }

    /// The calls of `start` of the process that is made at this place, in these worlds.
    pub(in crate::model) fn starts_of(
        &self,
        place: &Range<usize>,
        worlds: Worlds,
    ) -> impl Iterator<Item = &Spawn> {
        let starts = self.numbered(self.spawn_index.starts.get(place));
        starts.filter(move |start| {
            let process = start.subject.single(worlds);
            process.and_then(|process| self.made_at(process)) == Some(place)
        })
    }
}
