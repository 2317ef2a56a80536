//! Start methods that the environment or the command line may choose: what they are if nobody does.

use crate::facts::StartMethod;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::user_options::NAMESPACE;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Block, Expr, ExprKind, Name, StmtKind};
use crate::world::Worlds;

/// Calls that ask the environment.
const ENVIRONMENT: &[&str] = &["os.environ.get", "os.getenv"];

/// The call that gives what the command line says.
pub(in crate::model) const PARSED: &str = "argparse.ArgumentParser.parse_args";

impl Evaluator<'_> {
    /// What the environment gives for a name of a start method: known if nobody has set it.
    pub(in crate::model) fn asked_for_method(
        &mut self,
        call: &Expr,
        name: &str,
        worlds: Worlds,
        arguments: &CallArguments,
    ) -> Option<Value> {
        if !ENVIRONMENT.contains(&name) {
            return None;
        }
        let (_, default) = arguments.positional(1)?;
        let Value::Str(method) = default.single(worlds)? else {
            return None;
        };
        StartMethod::named(method)?;
        Some(self.make_with(call, name, &arguments.all, Vec::new(), false))
    }

    /// The start method that a value stands for as long as nobody asks for another one, in the environment or on the
    /// command line.
    pub(in crate::model) fn default_method(&self, value: &Value, within: Worlds) -> Option<Name> {
        let text = |value: &Partition| match value.single(within) {
            Some(Value::Str(text)) => Some(Name::clone(text)),
            _ => None,
        };
        match value {
            Value::Made(id, class) if ENVIRONMENT.contains(&&**class) => {
                text(&self.spawning.makes[id.0 as usize].arguments.get(1)?.1)
            }
            Value::Symbol(option) => {
                let option = named_option(option)?;
                let function = self.function_of(self.owner?);
                default_of_option(&function.body, option)
            }
            _ => None,
        }
    }

    /// A start method that nobody need ask for: it fails unless somebody asks for another one.
    pub(in crate::model) fn start_method_by_default(
        &mut self,
        call: &Expr,
        argument: &Expr,
        (function, default): (&'static str, &str),
        worlds: Worlds,
    ) {
        let Some(method) = StartMethod::named(default) else {
            return;
        };
        let site = Site::StartMethod {
            call: call.clone(),
            argument: argument.clone(),
            function,
            method: Ok(method),
        };
        let reach = self.reach;
        let doubt = std::mem::replace(&mut self.doubt, Worlds::ALL);
        let missing = worlds - method.available();
        self.fail(Exception::Value, missing, site, call.span);
        (self.doubt, self.reach) = (doubt, reach);
    }
}

/// The option that an attribute of what the command line gives stands for.
fn named_option(symbol: &str) -> Option<&str> {
    let mut owners = [NAMESPACE, PARSED].into_iter();
    owners.find_map(|owner| symbol.strip_prefix(owner)?.strip_prefix('.'))
}

/// The text that an option of the command line is without being asked for: `add_argument("--start-method",
/// default="fork")`.
fn default_of_option(body: &Block, option: &str) -> Option<Name> {
    let mut found = None;
    each_statement(body, false, &mut |statement| {
        let StmtKind::Expr(call) = &statement.kind else {
            return;
        };
        let ExprKind::Call {
            function,
            arguments,
        } = &call.kind
        else {
            return;
        };
        let adds =
            matches!(&function.kind, ExprKind::Attribute { name, .. } if &**name == "add_argument");
        let keyword = |wanted: &str| {
            arguments
                .iter()
                .find_map(|argument| match (&argument.kind, &argument.value.kind) {
                    (ArgumentKind::Keyword(name), ExprKind::Str(text)) if **name == *wanted => {
                        Some(text)
                    }
                    _ => None,
                })
        };
        let is_it = |argument: &Argument| match &argument.value.kind {
            ExprKind::Str(text) => {
                let long = text.strip_prefix("--");
                long.is_some_and(|long| long.replace('-', "_") == option)
            }
            _ => false,
        };
        let named = match keyword("dest") {
            Some(name) => **name == *option,
            None => arguments.iter().any(is_it),
        };
        if adds && named {
            found = keyword("default").cloned();
        }
    });
    found
}
