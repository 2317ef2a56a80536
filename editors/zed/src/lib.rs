//! Tells Zed how to start the spawnsafe language server and hands it the user's settings.

use zed_extension_api::serde_json::Value;
use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Spawnsafe;

impl zed::Extension for Spawnsafe {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let (path, args, env) = match binary {
            Some(binary) => (binary.path, binary.arguments, binary.env),
            None => (None, None, None),
        };
        let command = path.or_else(|| worktree.which("spawnsafe")).ok_or(
            "spawnsafe is not on PATH. Install it (uv tool install spawnsafe) or set lsp.spawnsafe.binary.path.",
        )?;
        Ok(Command {
            command,
            args: args.unwrap_or_else(|| vec!["server".into()]),
            env: env.map_or_else(|| worktree.shell_env(), |env| env.into_iter().collect()),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.settings)
    }
}

zed::register_extension!(Spawnsafe);
