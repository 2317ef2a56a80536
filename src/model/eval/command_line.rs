//! Options of the command line that only some platforms have: what asks for them elsewhere gets nothing.

use crate::model::children::default_methods::PARSED;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::user_options::NAMESPACE;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind, Name};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Notes the option that a call adds to a parser, whatever it belongs to: `parser.add_argument("--fork")`; and what
    /// `set_defaults` sets.
    pub(in crate::model) fn note_option(&mut self, function: &Expr, arguments: &CallArguments) {
        let ExprKind::Attribute { name, .. } = &function.kind else {
            return;
        };
        match &**name {
            "add_argument" | "add_option" => {
                let all = arguments.all.iter().map(|(argument, _)| argument);
                if let Some(option) = option_of(all) {
                    self.note_offered(option, self.reach);
                }
            }
            "set_defaults" => {
                for (argument, value) in &arguments.all {
                    let ArgumentKind::Keyword(option) = &argument.kind else {
                        continue;
                    };
                    let set = value.worlds(self.reach, |value| value.truth() != Some(false));
                    if !set.is_empty() {
                        self.note_offered(Name::clone(option), set);
                    }
                }
            }
            _ => {}
        }
    }

    fn note_offered(&mut self, option: Name, worlds: Worlds) {
        let offered = (option, worlds);
        if !self.options.offered.contains(&offered) {
            self.options.offered.push(offered);
        }
    }

    /// What an option of what was parsed is where no parser has it; `None` where that is nowhere.
    pub(in crate::model) fn option_value(&self, owner: &Value, option: &Name) -> Option<Partition> {
        let (Value::Instance(class) | Value::Symbol(class) | Value::Made(_, class)) = owner else {
            return None;
        };
        if !matches!(&**class, NAMESPACE | PARSED) {
            return None;
        }
        let offered = self.options.offered.iter();
        let offered = offered.filter(|(name, _)| name == option);
        let offered = offered.map(|(_, worlds)| *worlds);
        let offered = offered.reduce(|all, worlds| all | worlds)?;
        let missing = self.reach - offered;
        if missing.is_empty() {
            return None;
        }
        let mut value = Partition::UNKNOWN;
        value.set(missing, &Partition::always(Value::None));
        Some(value)
    }
}

/// The attribute that an option is found under: what `dest` says, or the first long name.
fn option_of<'a>(arguments: impl Iterator<Item = &'a Argument>) -> Option<Name> {
    let mut long = None;
    let mut short = None;
    for argument in arguments {
        let ExprKind::Str(text) = &argument.value.kind else {
            continue;
        };
        match &argument.kind {
            ArgumentKind::Keyword(keyword) if &**keyword == "dest" => {
                return Some(Name::clone(text));
            }
            ArgumentKind::Positional if text.starts_with("--") => {
                long = long.or_else(|| text.strip_prefix("--"));
            }
            ArgumentKind::Positional => {
                short = short.or_else(|| Some(text.trim_start_matches('-')));
            }
            _ => {}
        }
    }
    long.or(short).map(|name| name.replace('-', "_").into())
}
