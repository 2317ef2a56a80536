//! What a project offers to its users: modules to import, and commands.

use super::FailingOffer;
use crate::model::surroundings::ImportFailure;
use crate::world::Worlds;

/// Something that a project offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfferedModule {
    /// The module that has to be imported.
    pub(crate) module: String,
    /// The command that does so; `None`: the user does.
    command: Option<String>,
}

impl OfferedModule {
    /// A module to import.
    pub(crate) fn import(module: String) -> Self {
        Self {
            module,
            command: None,
        }
    }

    /// A command with the entry point `module:function`.
    pub(crate) fn command(name: &str, entry: &str) -> Self {
        let module = entry.split([':', '[']).next().unwrap_or(entry);
        Self {
            module: module.trim().to_owned(),
            command: Some(name.to_owned()),
        }
    }

    /// A command in a line `name = module:function`.
    pub(crate) fn in_line(line: &str) -> Option<Self> {
        let (name, entry) = line.split_once('=')?;
        Some(Self::command(name.trim(), entry))
    }

    /// That it fails in these worlds; nothing where no place says why.
    pub(crate) fn failing(&self, failure: &ImportFailure, worlds: Worlds) -> Option<FailingOffer> {
        // A command that says in words of its own where it does not work claims nothing else.
        let says_why = !failure.chain.is_empty();
        let says_why = says_why && !(self.command.is_some() && failure.is_deliberate());
        (says_why && !worlds.is_empty()).then(|| FailingOffer {
            what: match &self.command {
                Some(command) => format!("the command `{command}`"),
                None => format!("`import {}`", self.module),
            },
            failure: failure.clone(),
            worlds,
        })
    }
}
