//! Leaving by an exception or an exit: who catches it, and what it says in a module that is imported.

use crate::model::eval::evaluator::{Evaluator, TryFrame};
use crate::model::eval::guards::Guard;
use crate::model::summary::uses::Site;
use crate::model::value::Partition;
use crate::model::value::exception::{Escapes, Exception};
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

/// How much of an exception's text is quoted.
const MAX_QUOTED_CHARS: usize = 80;

impl Evaluator<'_> {
    /// Something failed here, or further in: a handler around this place takes these worlds away.
    pub(in crate::model) fn escape(&mut self, exception: Exception, worlds: Worlds) {
        let Some(frame) = self.catching(exception) else {
            self.escaped.add(exception, self.certain(worlds));
            self.denied.fail(worlds, self.unclear.len());
            return;
        };
        frame.failed.add(exception, worlds);
        self.reach -= worlds;
    }

    /// The innermost `try` around the current place with a handler for this.
    pub(in crate::model) fn catching(&mut self, exception: Exception) -> Option<&mut TryFrame> {
        let frames = self.tries.iter_mut().rev();
        frames
            .into_iter()
            .find(|frame| frame.catches.contains(exception))
    }

    /// `raise exception`, which was evaluated to `value`.
    pub(in crate::model) fn raise(&mut self, exception: Option<&Expr>, value: Option<&Partition>) {
        if value.is_some_and(|value| self.is_skip_exception(value)) {
            self.leave_in(self.reach, false);
            return;
        }
        for (exception, worlds) in self.exceptions(exception).iter() {
            let worlds = worlds & self.reach;
            let unclear = (self.unclear.worlds() | self.doubt).overlaps(worlds);
            if let Some(frame) = self.catching(exception) {
                // A handler around it goes on with them.
                if !unclear {
                    frame.failed.add(exception, worlds);
                }
                self.reach -= worlds;
            }
        }
        if !self.reach.is_empty() {
            self.note_leaving(exception);
            self.leave_in(self.reach, true);
        }
    }

    /// What a `raise` raises in which worlds, as far as it is known.
    fn exceptions(&self, raised_here: Option<&Expr>) -> Escapes {
        let Some(raised_here) = raised_here else {
            let handling = self.handling.as_ref();
            return handling.map_or_else(Escapes::default, |handling| handling.caught.clone());
        };
        match raised(raised_here) {
            // No handler for `Exception` catches these.
            Some(("SystemExit" | "KeyboardInterrupt" | "GeneratorExit", _)) | None => {
                Escapes::default()
            }
            Some((class, _)) => Escapes::only(Exception::named(class), self.reach),
        }
    }

    /// The function, or the module, is left here in these worlds; by an exception or an exit if
    /// `raised`.
    pub(in crate::model) fn leave_in(&mut self, worlds: Worlds, raised: bool) {
        let worlds = worlds & self.reach;
        if raised {
            // A handler that only perhaps raises again may rescue too.
            let mark = self.handling.as_ref().map(|handling| handling.mark);
            let perhaps = mark.map(|mark| self.unclear.worlds_since(mark));
            self.raised |= worlds - perhaps.unwrap_or_default();
        }
        if !raised {
            self.unclear.skips_in(worlds);
        }
        self.reach -= worlds;
    }

    /// Notes a `raise`, in a module that is imported.
    fn note_leaving(&mut self, exception: Option<&Expr>) {
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

    /// Notes an assertion that fails in these worlds, in a module that is imported.
    pub(in crate::model) fn note_assertion(&mut self, worlds: Worlds) {
        if self.surroundings.imported_as().is_some() {
            let text = "asserts what does not hold there".to_owned();
            self.note(Exception::Other, worlds, text);
        }
    }

    /// Notes a call that ends the process, in a module that is imported.
    pub(in crate::model) fn note_exit(&mut self, function: &str, worlds: Worlds) {
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
        self.fail(exception, worlds, Site::Leave { text }, span);
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
    // The message of somebody else's code is no command to a terminal.
    let mut shown = line.chars().filter(|character| !character.is_control());
    let mut short: String = shown.by_ref().take(MAX_QUOTED_CHARS).collect();
    if shown.next().is_some() {
        short.push('…');
    }
    short.replace('"', "'")
}
