//! Evaluation of attributes: what stands behind a dot.

use std::sync::Arc;

use crate::facts;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::library_members::NUMBER;
use crate::model::link::document_imports::ImportedThing;
use crate::model::value::library_names::minors;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, Name};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// The value of an attribute; a finding where its module does not have it.
    pub(super) fn attribute(&mut self, expr: &Expr, owner: &Partition, name: &Name) -> Partition {
        let mut result = Partition::UNKNOWN;
        for (worlds, owner) in owner
            .parts(self.reach)
            .map(|(w, v)| (w, v.clone()))
            .collect::<Vec<_>>()
        {
            let value = self.attribute_of(expr, worlds, &owner, name);
            result.set(worlds, &value);
        }
        result
    }

    pub(super) fn attribute_of(
        &mut self,
        expr: &Expr,
        worlds: Worlds,
        owner: &Value,
        name: &Name,
    ) -> Partition {
        if let Some(made) = self.interpreter_object(expr, owner, name) {
            return Partition::always(made);
        }
        if &**name == "name"
            && matches!(owner, Value::Made(_, class) | Value::Instance(class) if &**class == TEMPORARY_FILE)
        {
            return match self.stays_open(owner) {
                true => Partition::always(Value::Instance(OPEN_FILE_NAME.into())),
                false => Partition::UNKNOWN,
            };
        }
        if let Some(value) = self.option_value(owner, name) {
            return value;
        }
        match owner {
            Value::Poisoned | Value::Unbound => Partition::always(Value::Poisoned),
            Value::Module(module) => {
                self.note_imported(|| {
                    ImportedThing::Member(Name::clone(module), Name::clone(name))
                });
                let submodule = format!("{module}.{name}");
                if let Some(summary) = self.surroundings.loaded(module)
                    && !facts::is_known_elsewhere(&submodule)
                {
                    return match summary.names.get(&**name) {
                        Some(value) => value.clone(),
                        None if self.surroundings.loaded(&submodule).is_some() => {
                            Partition::always(Value::Module(submodule.into()))
                        }
                        None => imported(module, name),
                    };
                }
                self.reach_name(expr, worlds, &submodule)
            }
            Value::Symbol(symbol) => {
                let dotted = format!("{symbol}.{name}");
                self.reach_name(expr, worlds, &dotted)
            }
            Value::Instance(class) if **class == *NUMBER => {
                self.reach_method_of_number(expr, worlds, name)
            }
            Value::Instance(class) | Value::Made(_, class) => {
                if let Some(known) = self.member_of_made(expr, owner, name) {
                    return Partition::always(known);
                }
                let dotted = format!("{class}.{name}");
                self.reach_name(expr, worlds, &dotted)
            }
            Value::Context(method) | Value::ContextMember(method, _) => match owner {
                Value::Context(_) => {
                    Partition::always(Value::ContextMember(*method, Name::clone(name)))
                }
                _ => Partition::UNKNOWN,
            },
            Value::Version(None) => match &**name {
                "major" => Partition::always(Value::Int(3)),
                "minor" => minors(worlds),
                _ => Partition::UNKNOWN,
            },
            Value::Imported(_) => {
                let known = self.known(Partition::always(owner.clone()));
                match known.single(worlds) {
                    Some(Value::Imported(_)) | None => Partition::UNKNOWN,
                    Some(known) => self.attribute_of(expr, worlds, &known.clone(), name),
                }
            }
            Value::Perhaps(class) => {
                let class = Arc::clone(class);
                let known = self.attribute_of_told(expr, worlds, &class, name);
                known.unwrap_or(Partition::UNKNOWN)
            }
            Value::Parameter(..) | Value::Member(_) => {
                let known = self.attribute_of_annotated(expr, worlds, owner, name);
                known.unwrap_or_else(|| {
                    let member = (owner.clone(), Name::clone(name));
                    Partition::always(Value::Member(Arc::new(member)))
                })
            }
            Value::Class(class) if self.is_local_enum_member(*class, name) => {
                Partition::always(Value::Object(*class, None))
            }
            Value::Class(class) | Value::Object(class, _) => match self.inherited(*class, name) {
                Some(dotted) => self.reach_name(expr, worlds, &dotted),
                None => self.member(*class, name, worlds),
            },
            Value::Str(_) | Value::Prefix(_) => {
                self.reach_name(expr, worlds, &format!("builtins.str.{name}"));
                Partition::always(Value::Method(Arc::new((owner.clone(), Name::clone(name)))))
            }
            Value::Int(_) => self.reach_method_of_number(expr, worlds, name),
            Value::Dict(_) | Value::Items(_) | Value::Bytes(_) => {
                match owner {
                    Value::Dict(_) if self.is_called => {
                        self.reach_name(expr, worlds, &format!("builtins.dict.{name}"));
                    }
                    Value::Bytes(_) => {
                        self.reach_name(expr, worlds, &format!("builtins.bytes.{name}"));
                    }
                    _ => {}
                }
                Partition::always(Value::Method(Arc::new((owner.clone(), Name::clone(name)))))
            }
            _ => Partition::UNKNOWN,
        }
    }
}

/// What makes a temporary file with a name.
const TEMPORARY_FILE: &str = "tempfile.NamedTemporaryFile";
/// What stands for the name of a temporary file that is open for as long as there is one.
const OPEN_FILE_NAME: &str = "tempfile.NamedTemporaryFile.name";

impl Evaluator<'_> {
    /// Whether something is a temporary file that is gone once it is closed.
    fn stays_open(&self, file: &Value) -> bool {
        let Value::Made(id, _) = file else {
            return false;
        };
        let keeps = |(argument, value): &(Argument, Partition)| {
            let is_deleted = value.single(self.reach) == Some(&Value::Bool(true));
            match &argument.kind {
                ArgumentKind::Keyword(name) => name.starts_with("delete") && !is_deleted,
                ArgumentKind::DoubleStar | ArgumentKind::Star => true,
                ArgumentKind::Positional => false,
            }
        };
        let make = self.spawning.makes.get(id.0 as usize);
        make.is_some_and(|make| !make.arguments.iter().any(keeps))
    }
}

/// A name of another module, for whoever needs to know what it stands for there.
pub(in crate::model) fn imported(module: &Name, name: &Name) -> Partition {
    Partition::always(Value::Imported(Arc::new((
        Name::clone(module),
        Name::clone(name),
    ))))
}
