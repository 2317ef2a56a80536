//! The command line, run as a user runs it.

mod answers;
mod bad_input;
mod closing;
mod fixing;
mod formats;
mod found_files;
mod init;
mod notebooks;
mod scripts;
mod settings;

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A directory with files, and the command run in it.
pub(crate) struct Project {
    directory: TempDir,
}

/// The command, started so that Ctrl-C ends it: a shell that starts these tests in the background has all of them
/// ignore it.
#[cfg(unix)]
pub(crate) fn interruptible(command: &Command) -> Command {
    let code = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])";
    let mut python = Command::new("python3");
    // Without its packages it is ready before the first signal comes.
    python.args(["-I", "-S", "-c", code]);
    python.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => python.env(name, value),
            None => python.env_remove(name),
        };
    }
    if let Some(directory) = command.get_current_dir() {
        python.current_dir(directory);
    }
    python
}

/// What is checked for where nothing else is said, as the last line of a check has it.
pub(crate) const DEFAULT: &str = "(Linux, macOS and Windows, Python 3.11 to 3.15).\n";

/// A file with one finding, whose wording belongs to these tests: `unused-ignore`, mended by a safe fix.
pub(crate) const UNUSED: &str = "import json  # spawnsafe: ignore[unavailable-import]\n";

impl Project {
    pub(crate) fn new<C: AsRef<[u8]>>(files: &[(&str, C)]) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let project = Self { directory };
        for (path, content) in files {
            project.write(path, content);
        }
        project
    }

    pub(crate) fn root(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, content).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("a text")
    }

    /// The command with these arguments, separated by spaces.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_spawnsafe"));
        command
            .current_dir(self.root())
            .args(arguments.split_whitespace())
            // Nobody's own.
            .env("SPAWNSAFE_CACHE_DIR", self.path(".cache"));
        for name in [
            "SPAWNSAFE_OUTPUT_FORMAT",
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "FORCE_COLOR",
            "VIRTUAL_ENV",
            "CONDA_PREFIX",
            "UV_PROJECT_ENVIRONMENT",
        ] {
            command.env_remove(name);
        }
        command
    }

    /// The exit code, standard output and standard error.
    pub(crate) fn run(&self, arguments: &str) -> (i32, String, String) {
        let output = self.command(arguments).output().expect("an end");
        (
            output.status.code().expect("an exit code"),
            String::from_utf8(output.stdout).expect("utf-8"),
            String::from_utf8(output.stderr).expect("utf-8"),
        )
    }

    /// What a check prints, in its shortest format.
    pub(crate) fn check(&self, arguments: &str) -> String {
        self.run(&format!("check --output-format concise {arguments}"))
            .1
    }
}
