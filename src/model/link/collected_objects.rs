//! Objects in a list that a method of the class fills, each of which goes to a child: `self.stages.append(stage)`.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use foldhash::HashMap;

use crate::limits::reached;
use crate::model::children::records::{HandedValue, Spawn};
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::other_modules::is_outside;
use crate::model::objects::attribute_values::Held;
use crate::model::objects::events::{ObjectAction, ObjectEvent};
use crate::model::summary::calls::Call;
use crate::model::summary::given_arguments::{Given, argument};
use crate::model::value::{ClassId, FunctionId, ITEM, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::world::Worlds;

/// How many of the things that are put into one collection are looked at.
const MAX_COLLECTED_OBJECTS: usize = 16;

/// How many of the places that put something into collections of one name are looked at.
const MAX_COLLECTING_PLACES: usize = 256;

/// What puts something into collections, by the name of the attribute.
type Collecting<'e> = OnceCell<HashMap<&'e str, Vec<&'e ObjectEvent>>>;

/// Something that is put into a collection, and the argument that it is where a call passes it.
struct Collected {
    value: Value,
    passed: Option<HandedValue>,
}

impl Evaluator<'_> {
    /// What a turn of a loop over an expression with this value starts with: also where methods fill a list of `self`.
    pub(in crate::model) fn item_of_iterable(
        &mut self,
        iterable: &Expr,
        value: &Partition,
    ) -> Partition {
        let reach = self.reach;
        let item = self.item_of(value, reach);
        let minds = self.outside.minds_children || self.outside.alone;
        let ExprKind::Attribute { object, name } = &iterable.kind else {
            return item;
        };
        if item != Partition::UNKNOWN || !minds || !matches!(object.kind, ExprKind::Name(_)) {
            return item;
        }
        match self.aside(object).single(reach) {
            Some(this @ Value::Object(_, None)) => {
                let list = Value::Member(Arc::new((this.clone(), Name::clone(name))));
                Partition::always(Value::Member(Arc::new((list, ITEM.into()))))
            }
            _ => item,
        }
    }

    /// The children to which what is in such lists goes, one for each thing.
    pub(super) fn with_collected(&self, calls: &HashMap<FunctionId, Vec<Rc<Call>>>) -> Vec<Spawn> {
        let mut found = Vec::new();
        let collecting = Collecting::new();
        for spawn in self.spawning.spawns.iter().chain(&self.outside.spawns) {
            let worker = spawn.worker.iter().map(|handed| (handed, true));
            let given = spawn.given.iter().map(|handed| (handed, false));
            for (handed, is_worker) in worker.chain(given) {
                for handed in self.collected_in(handed, spawn.worlds, (calls, &collecting)) {
                    let (worker, given) = match is_worker {
                        true => (Some(handed), Vec::new()),
                        false => (None, vec![handed]),
                    };
                    found.push(Spawn {
                        worker,
                        given,
                        through: vec![spawn.range.clone()],
                        ..spawn.clone()
                    });
                }
            }
        }
        found
    }

    /// What is handed over where it is an item of such a list, or a method of one.
    fn collected_in<'e>(
        &'e self,
        handed: &HandedValue,
        worlds: Worlds,
        (calls, collecting): (&HashMap<FunctionId, Vec<Rc<Call>>>, &Collecting<'e>),
    ) -> Vec<HandedValue> {
        let Some(value) = handed.value.single(worlds) else {
            return Vec::new();
        };
        let (list, method) = match (item_of_list(value), value) {
            (Some(list), _) => (list, None),
            (None, Value::Member(member)) => match item_of_list(&member.0) {
                Some(list) => (list, Some(&member.1)),
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let outside = is_outside(&handed.range);
        let collecting = collecting.get_or_init(|| self.collecting());
        let events = collecting.get(&**list.1).map_or(&[][..], Vec::as_slice);
        let collected = self.collected(list.0, worlds, (calls, events)).into_iter();
        let handed = collected.filter_map(|collected| {
            if outside {
                let passed = collected.passed.filter(|passed| !is_outside(&passed.range));
                return Some(HandedValue {
                    value: Partition::always(collected.value),
                    ..passed?
                });
            }
            let Some(method) = method else {
                return Some(HandedValue {
                    value: Partition::always(collected.value),
                    ..handed.clone()
                });
            };
            let Value::Object(class, _) = &collected.value else {
                return None;
            };
            let found = self.classes[class.0 as usize].attributes.get(method)?;
            Some(HandedValue {
                value: found.clone(),
                bound: Some(Partition::always(collected.value)),
                ..handed.clone()
            })
        });
        handed.collect()
    }

    fn collecting(&self) -> HashMap<&str, Vec<&ObjectEvent>> {
        let mut found: HashMap<&str, Vec<&ObjectEvent>> = HashMap::default();
        for event in &self.events {
            if let ObjectAction::Set(set, _) = &event.action
                && let Some((name, _)) = set.split_once('[')
            {
                found.entry(name).or_default().push(event);
            }
        }
        found
    }

    /// What is put into the list that objects of a class hold.
    fn collected(
        &self,
        class: ClassId,
        worlds: Worlds,
        (calls, events): (&HashMap<FunctionId, Vec<Rc<Call>>>, &[&ObjectEvent]),
    ) -> Vec<Collected> {
        let mut found = Vec::new();
        if events.len() > MAX_COLLECTING_PLACES {
            reached("places that put something into a list");
        }
        for event in events.iter().take(MAX_COLLECTING_PLACES) {
            let related = event.class == class
                || self.extends(class, event.class)
                || self.extends(event.class, class);
            if let (ObjectAction::Set(_, held), true) = (&event.action, related) {
                self.put_in(event, held, worlds, calls, &mut found);
            }
            if found.len() >= MAX_COLLECTED_OBJECTS {
                reached("objects in a list that goes to children");
                break;
            }
        }
        found
    }

    fn put_in(
        &self,
        event: &ObjectEvent,
        held: &Held,
        worlds: Worlds,
        calls: &HashMap<FunctionId, Vec<Rc<Call>>>,
        found: &mut Vec<Collected>,
    ) {
        let parameter = match held {
            Held::Value(value) => match value.single(worlds) {
                Some(Value::Parameter(id, at)) => Some((*id, *at)),
                Some(value @ (Value::Object(..) | Value::Made(..) | Value::Function(_))) => {
                    let value = value.clone();
                    found.push(Collected {
                        value,
                        passed: None,
                    });
                    return;
                }
                _ => None,
            },
            Held::Parameter(name) => event.owner.and_then(|owner| {
                let mut parameters = self.functions[owner.0 as usize].function.parameters.iter();
                let at = parameters.position(|parameter| parameter.name == *name)?;
                Some((owner, u16::try_from(at).ok()?))
            }),
            Held::Or(..) => None,
        };
        let Some((function, at)) = parameter else {
            return;
        };
        let info = &self.functions[function.0 as usize];
        let calls = calls.get(&function).map_or(&[][..], Vec::as_slice);
        for call in calls.iter().take(MAX_COLLECTED_OBJECTS) {
            let given = argument(info, at, call.filled, (&call.passed, worlds));
            if let Some(Given::Argument(passed)) = given
                && let Some(value) = passed.value.single(worlds)
            {
                found.push(Collected {
                    value: value.clone(),
                    passed: Some(passed.clone()),
                });
            }
        }
    }
}

/// The list out of which something comes, by the class of the object that holds it.
fn item_of_list(value: &Value) -> Option<(ClassId, &Name)> {
    let Value::Member(item) = value else {
        return None;
    };
    match &item.0 {
        Value::Member(list) if *item.1 == *ITEM => match &list.0 {
            Value::Object(class, None) => Some((*class, &list.1)),
            _ => None,
        },
        _ => None,
    }
}
