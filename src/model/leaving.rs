//! A module that refuses to be imported: `raise ImportError`, `sys.exit()`.

use super::evaluate::Evaluator;
use super::exception::Exception;
use super::guards::Guard;
use super::uses::Site;
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

/// So much of an exception's text is quoted.
const QUOTED: usize = 80;

impl<'a> Evaluator<'a> {
    /// Notes a `raise`, in a module that is imported.
    pub(super) fn note_leaving(&mut self, exception: Option<&'a Expr>) {
        if exception
            .and_then(raised)
            .is_some_and(|(class, _)| class == "SystemExit")
        {
            self.note_end(self.reach);
        }
        if self.surroundings.imported_as().is_none() {
            return;
        }
        let Some((class, message)) = exception.and_then(raised) else {
            return self.note(Exception::Other, self.reach, "raises".to_owned());
        };
        let text = match message {
            Some(message) => format!("raises {class} (\"{message}\")"),
            None => format!("raises {class}"),
        };
        self.note(Exception::named(class), self.reach, text);
    }

    /// Notes a call that ends the process, in a module that is imported.
    pub(super) fn note_exit(&mut self, function: &str, worlds: Worlds) {
        if matches!(
            function,
            "sys.exit" | "os._exit" | "builtins.exit" | "builtins.quit"
        ) {
            self.note_end(worlds);
        }
        if self.surroundings.imported_as().is_some() {
            let function = function.strip_prefix("builtins.").unwrap_or(function);
            self.note(Exception::Other, worlds, format!("calls {function}"));
        }
    }

    /// Notes that the module ends here, in every process that runs it.
    fn note_end(&mut self, worlds: Worlds) {
        let plain = self.owner.is_none() && !self.called && self.tries.is_empty();
        let worlds = worlds - self.doubt;
        if plain && self.quiet == 0 && self.guarded_by() == Guard::Absent && !worlds.is_empty() {
            let range = self.statement.at(self.base);
            self.spawning.ends.push((range, worlds));
        }
    }

    fn note(&mut self, exception: Exception, worlds: Worlds, text: String) {
        let (reach, span) = (self.reach, self.statement);
        self.fail(exception, worlds, Site::Leave { text }, span, None);
        // Leaving is the caller's business.
        self.reach = reach;
    }
}

/// The class and the literal message of what is raised.
fn raised(exception: &Expr) -> Option<(&str, Option<String>)> {
    match &exception.kind {
        ExprKind::Name(name) | ExprKind::Attribute { name, .. } => Some((name, None)),
        ExprKind::Call {
            function,
            arguments,
        } => {
            let (class, _) = raised(function)?;
            let message = arguments.first().and_then(|first| match &first.value.kind {
                ExprKind::Str(text) => Some(quoted(text)),
                _ => None,
            });
            Some((class, message))
        }
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(QUOTED).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short.replace('"', "'")
}
