//! Uses behind an option that every call of the function leaves off: `serve(handle_signals=False)`.

use foldhash::{HashMap, HashSet};

use crate::limits::reached;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::is_private;
use crate::model::link::call_sites::Used;
use crate::model::summary::calls::Call;
use crate::model::summary::uses::Use;
use crate::model::value::FunctionId;
use crate::syntax::ast::Name;

/// A function that is called more often is called for many reasons.
const MAX_CALLS_TO_DECLINE: usize = 32;

impl Evaluator<'_> {
    /// Drops the uses that no call of the function around them comes to.
    pub(super) fn drop_declined(&mut self) {
        let asks = |usage: &Use| usage.owner.filter(|_| !usage.conditions.is_empty());
        let asked: HashSet<FunctionId> = self.uses.iter().filter_map(asks).collect();
        if asked.is_empty() {
            return;
        }
        let calls = std::mem::take(&mut self.spawning.calls);
        let known = self.known_calls(&asked, &calls);
        let mut uses = std::mem::take(&mut self.uses);
        uses.retain(|usage| {
            let Some(owner) = asks(usage).filter(|owner| known.contains_key(owner)) else {
                return true;
            };
            let comes = known[&owner].iter().any(|call| {
                let within = usage.worlds & call.worlds;
                let left = self.conditions_in(&usage.conditions, call, within);
                left.is_some() || within.is_empty()
            });
            if !comes {
                // Other modules may call it otherwise.
                let name = Name::clone(&self.functions[owner.0 as usize].function.name);
                self.options.declined.push(name);
            }
            comes
        });
        self.uses = uses;
        self.spawning.calls = calls;
    }

    /// The calls of these functions, of those that nothing else leads to.
    fn known_calls<'c>(
        &self,
        asked: &HashSet<FunctionId>,
        calls: &'c [Call],
    ) -> HashMap<FunctionId, Vec<&'c Call>> {
        let mut known: HashMap<FunctionId, Vec<&Call>> = HashMap::default();
        for call in calls.iter().filter(|call| asked.contains(&call.callee)) {
            known.entry(call.callee).or_default().push(call);
        }
        let mut sites: HashMap<FunctionId, Option<usize>> = HashMap::default();
        for usage in &self.function_uses {
            let Used::Function(id) = usage.used else {
                continue;
            };
            if asked.contains(&id) && !usage.worlds.is_empty() {
                let site = sites.entry(id).or_insert(Some(0));
                *site = site.filter(|_| usage.runs_it()).map(|sites| sites + 1);
            }
        }
        let elsewhere = self.used_elsewhere.iter();
        let elsewhere: HashSet<&Name> = elsewhere.map(|(name, _)| name).collect();
        known.retain(|id, calls| {
            let info = &self.functions[id.0 as usize];
            let is_open = info.class.is_some() && !is_private(&info.function.name);
            let name = &info.function.name;
            let is_used = elsewhere.contains(name) || self.exported.contains(name);
            let is_offered = info.open || is_open || is_used;
            let all = sites.get(id).copied().flatten() == Some(calls.len());
            if calls.len() > MAX_CALLS_TO_DECLINE {
                reached("calls that leave an option off");
                return false;
            }
            !is_offered && all
        });
        known
    }
}
