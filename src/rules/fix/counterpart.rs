//! A function that a fix adds to the file: the text is a file of Python in `counterparts/`, written as this file is written.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::top_level::above;
use crate::rules::Context;
use crate::text::Edit;

/// `def _lock(file): …`
pub(super) struct Counterpart {
    name: &'static str,
    text: &'static str,
}

/// What locks a file everywhere.
pub(super) const LOCK: Counterpart = Counterpart {
    name: "_lock",
    text: include_str!("counterparts/lock.py"),
};

/// What asks everywhere whether a process runs.
pub(super) const CHECK_PROCESS: Counterpart = Counterpart {
    name: "_check_process",
    text: include_str!("counterparts/check_process.py"),
};

/// What ends a process with its children everywhere.
pub(super) const KILL_GROUP: Counterpart = Counterpart {
    name: "_kill_group",
    text: include_str!("counterparts/kill_group.py"),
};

/// What sends a signal later everywhere.
pub(super) const ALARM: Counterpart = Counterpart {
    name: "_alarm",
    text: include_str!("counterparts/alarm.py"),
};

/// What handles a signal in an event loop everywhere.
pub(super) const ADD_SIGNAL_HANDLER: Counterpart = Counterpart {
    name: "_add_signal_handler",
    text: include_str!("counterparts/add_signal_handler.py"),
};

/// What calls a function that is made where it is called.
pub(super) const CALL_MADE: Counterpart = Counterpart {
    name: "_call_made",
    text: include_str!("counterparts/call_made.py"),
};

/// What does something before a child's work.
pub(super) const PREPARED: Counterpart = Counterpart {
    name: "_prepared",
    text: include_str!("counterparts/prepared.py"),
};

/// What makes an exception as it was in another process.
pub(super) const RESTORED: Counterpart = Counterpart {
    name: "_restored",
    text: include_str!("counterparts/restored.py"),
};

/// A function that is, or will be, in this file.
pub(super) struct AddedFunction {
    /// What it is called by.
    pub(super) name: &'static str,
    /// The edit that defines it, unless it is there.
    pub(super) edits: Vec<Edit>,
}

impl Counterpart {
    /// What it is called by.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The function, before the top-level statement with the first of these bytes; `None` if its name stands for something
    /// else. `written` changes its text.
    pub(super) fn before(
        &self,
        context: &Context<'_>,
        first: &Range<usize>,
        written: impl Fn(&str) -> String,
    ) -> Option<AddedFunction> {
        let style = context.style();
        let text = written(self.text)
            .replace("    ", style.step(""))
            .replace('\n', style.newline);
        let name = self.name;
        if context.document.text().as_str().contains(&text) {
            return Some(AddedFunction {
                name,
                edits: Vec::new(),
            });
        }
        if !context.names().of_name(name).is_empty() {
            return None;
        }
        let place = DocumentNode::of(context.document, first)?;
        let gap = style.newline.repeat(2);
        Some(AddedFunction {
            name,
            edits: vec![above(context, place, format!("{text}{gap}"))?],
        })
    }
}
