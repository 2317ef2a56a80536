//! The words that messages of several rules share.

use crate::facts::{Fact, Test};
use crate::finding::Severity;
use crate::model::uses::Use;

/// Fails at once, or only where a call leads there.
pub(super) fn severity(one: &Use<'_>) -> Severity {
    if one.called {
        Severity::Warning
    } else {
        Severity::Error
    }
}

/// "this raises `ImportError` as soon as the module is imported".
pub(super) fn consequence(one: &Use<'_>) -> String {
    let exception = one.exception.name();
    if one.called {
        format!("a call that reaches this raises {exception}")
    } else {
        format!("this raises {exception} as soon as the module runs")
    }
}

/// What is called, with the argument that matters: "`os.kill` with `signal=0`".
pub(super) fn call(fact: &Fact) -> String {
    match fact.name.split_once('(') {
        Some((function, arguments)) => {
            let arguments = arguments.trim_end_matches(')');
            match fact.when {
                [only] if matches!(only.test, Test::Passed | Test::IsNot) => {
                    format!("`{function}` with `{}`", only.parameter)
                }
                [only] if only.test == Test::Absent => {
                    format!("`{function}` without `{}`", only.parameter)
                }
                _ => format!("`{function}` with `{arguments}`"),
            }
        }
        None => format!("`{}`", fact.name),
    }
}

/// What to do instead: "Use `start_new_session=True`."
pub(super) fn help(fact: &Fact) -> String {
    match fact.alternative {
        Some(alternative) if alternative.starts_with(char::is_uppercase) => alternative.to_owned(),
        Some(alternative) => format!("Use {alternative}."),
        None => "Guard it by the platform, or leave it out.".to_owned(),
    }
}
