//! A call that hands values to a child: `Process(target=work, args=(…))`, `submit(work, …)`, `partial(work, …)`.

use super::document_node::DocumentNode;
use super::global_as_argument::keyword;
use super::scopes::binding;
use crate::rules::Context;
use crate::text::Edit;

/// The children that are no comments.
pub(super) fn children(node: DocumentNode<'_>) -> Vec<DocumentNode<'_>> {
    let all = node.node.named_children().filter(|child| !child.is_extra());
    all.map(|child| node.with(child)).collect()
}

/// What is handed to a child, and who takes it there.
pub(super) struct Handed<'a> {
    /// The function that the child calls.
    pub(super) worker: DocumentNode<'a>,
    /// What is handed over: values, or the pairs of a dictionary.
    pub(super) all: Vec<DocumentNode<'a>>,
    pub(super) form: HandedForm<'a>,
}

/// How it is written.
#[derive(Clone, Copy)]
pub(super) enum HandedForm<'a> {
    /// `args=(…)`
    Tuple(DocumentNode<'a>),
    /// `kwargs={…}`
    Dictionary(DocumentNode<'a>),
    /// `submit(worker, …)`
    Call,
    /// `partial(worker, …)`, which is called with more.
    Partial,
}

impl<'a> Handed<'a> {
    /// `Process(target=worker, args=(place,))`, `pool.apply(worker, (place,))`, `executor.submit(worker, place)`, or
    /// `launch(worker, place)` of the module
    pub(super) fn of(context: &Context<'a>, place: DocumentNode<'a>) -> Option<Self> {
        let around = place.parent()?;
        let (arguments, form) = match around.node.kind() {
            "argument_list" => (around, HandedForm::Call),
            "tuple" | "list" => {
                let user = around.parent()?;
                let form = HandedForm::Tuple(around);
                match user.node.kind() {
                    "keyword_argument" => (user.parent()?, form),
                    _ => (user, form),
                }
            }
            "pair" => {
                let dictionary = around.parent()?;
                let user = dictionary.parent()?;
                (user.parent()?, HandedForm::Dictionary(dictionary))
            }
            _ => return None,
        };
        let call = arguments
            .parent()
            .filter(|call| call.node.kind() == "call")?;
        let called = call.with(call.node.child_by_field_name("function")?);
        let function = context.text(called.range()).rsplit('.').next()?;
        let own = children(arguments);
        let value = |name: &str| keyword(context, arguments, name);
        let (worker, all) = match (function, form) {
            ("Process", HandedForm::Tuple(tuple))
                if value("args") == Some(tuple) && value("kwargs").is_none() =>
            {
                (value("target")?, children(tuple))
            }
            ("Process", HandedForm::Dictionary(dictionary))
                if value("kwargs") == Some(dictionary) =>
            {
                (value("target")?, children(dictionary))
            }
            ("apply" | "apply_async", HandedForm::Tuple(tuple)) if own.get(1) == Some(&tuple) => {
                (*own.first()?, children(tuple))
            }
            ("submit", HandedForm::Call) => (*own.first()?, own.get(1..)?.to_vec()),
            (_, HandedForm::Call) if is_launcher(context, called) => {
                (*own.first()?, own.get(1..)?.to_vec())
            }
            _ => return None,
        };
        let is_plain = |one: &DocumentNode<'_>| match form {
            HandedForm::Dictionary(_) => {
                let key = one.node.child_by_field_name("key");
                key.is_some_and(|key| key.kind() == "string")
            }
            _ => one.node.kind() != "keyword_argument" && !one.node.kind().contains("splat"),
        };
        all.iter()
            .all(is_plain)
            .then_some(Self { worker, all, form })
    }

    /// The parameters of the new function, and the arguments of the worker in it.
    pub(super) fn signature(
        &self,
        context: &Context<'_>,
        place: DocumentNode<'_>,
        made: &Made,
        names: &mut ParameterNames,
    ) -> (String, String) {
        if let HandedForm::Dictionary(_) = self.form {
            let key = place.parent().and_then(|pair| {
                let key = pair.with(pair.node.child_by_field_name("key")?);
                Some(context.text(key.range()).trim_matches(['"', '\'']))
            });
            let mut parameters = vec!["*args".to_owned()];
            parameters.extend(made.parameters.iter().cloned());
            parameters.push("**kwargs".to_owned());
            let key = key.unwrap_or_default();
            return (
                parameters.join(", "),
                format!("*args, {key}={}, **kwargs", made.expression),
            );
        }
        let (mut parameters, mut passed) = (Vec::new(), Vec::new());
        for other in &self.all {
            if other.range() == place.range() {
                parameters.extend(made.parameters.iter().cloned());
                passed.push(made.expression.clone());
            } else {
                let name = names.add(context.text(other.range()));
                parameters.push(name.clone());
                passed.push(name);
            }
        }
        if let HandedForm::Partial = self.form {
            for more in ["*args", "**kwargs"] {
                parameters.push(more.to_owned());
                passed.push(more.to_owned());
            }
        }
        (parameters.join(", "), passed.join(", "))
    }

    /// The values instead of what is made from them.
    pub(super) fn replaced(
        &self,
        context: &Context<'_>,
        place: DocumentNode<'_>,
        made: &Made,
    ) -> Option<Edit> {
        let quote = context.style().quote;
        let written: Vec<String> = self
            .all
            .iter()
            .flat_map(|argument| {
                let is_it = argument.range().start <= place.range().start
                    && place.range().end <= argument.range().end;
                match (is_it, self.form) {
                    (false, _) => vec![context.text(argument.range()).to_owned()],
                    (true, HandedForm::Dictionary(_)) => {
                        let pairs = made.parameters.iter().zip(&made.values);
                        pairs
                            .map(|(name, value)| format!("{quote}{name}{quote}: {value}"))
                            .collect()
                    }
                    (true, _) => made.values.clone(),
                }
            })
            .collect();
        if written.iter().any(|value| value.contains('#')) {
            return None;
        }
        let all = written.join(", ");
        Some(match (self.form, &written[..]) {
            (HandedForm::Tuple(tuple), [only]) => Edit {
                range: tuple.range(),
                content: format!("({only},)"),
            },
            (HandedForm::Tuple(tuple), _) => Edit {
                range: tuple.range(),
                content: format!("({all})"),
            },
            (HandedForm::Dictionary(dictionary), _) => Edit {
                range: dictionary.range(),
                content: format!("{{{all}}}"),
            },
            (HandedForm::Call | HandedForm::Partial, _) => Edit {
                range: self.worker.range().end..self.all.last()?.range().end,
                content: written.iter().map(|value| format!(", {value}")).collect(),
            },
        })
    }
}

/// Whether it is a function of the module that takes a function and what that is called with: `def launch(work, *args)`.
fn is_launcher(context: &Context<'_>, called: DocumentNode<'_>) -> bool {
    let name = context.text(called.range());
    let bound = binding(context, name, called).filter(|_| called.node.kind() == "identifier");
    let definition = bound.and_then(|bound| bound.place.parent());
    let parameters = definition.and_then(|definition| {
        let parameters = definition.node.child_by_field_name("parameters")?;
        Some(children(definition.with(parameters)))
    });
    parameters.is_some_and(|parameters| {
        let kinds: Vec<&str> = parameters.iter().map(|one| one.node.kind()).collect();
        let is_rest = |one: &DocumentNode<'_>| context.text(one.range()).starts_with('*');
        matches!(kinds[..], ["identifier" | "typed_parameter", ..])
            && !is_rest(&parameters[0])
            && parameters.get(1).is_some_and(|second| {
                is_rest(second) && !context.text(second.range()).starts_with("**")
            })
    })
}

/// How the child makes the value.
pub(super) struct Made {
    pub(super) parameters: Vec<String>,
    pub(super) expression: String,
    /// What is sent for the parameters.
    pub(super) values: Vec<String>,
}

/// Names for parameters, each another one.
#[derive(Default)]
pub(super) struct ParameterNames {
    taken: Vec<String>,
}

impl ParameterNames {
    /// A name for this value: its own, if it has one.
    pub(super) fn add(&mut self, value: &str) -> String {
        let last = value.rsplit('.').next().unwrap_or(value);
        let is_special = last.starts_with("__") || matches!(last, "None" | "True" | "False");
        let is_name = is_dotted(value) && !is_special;
        let name = match is_name && !self.taken.iter().any(|taken| taken == last) {
            true => last.to_owned(),
            false => format!("given_{}", self.taken.len() + 1),
        };
        self.taken.push(name.clone());
        name
    }
}

/// Whether it is a name, or names with dots between them.
pub(super) fn is_dotted(name: &str) -> bool {
    let is_name = |part: &str| {
        !part.is_empty()
            && !part.starts_with(|letter: char| letter.is_ascii_digit())
            && part
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    name.split('.').all(is_name)
}
