//! What a program opens that only Linux has: there is no `/proc` on macOS and Windows, and no `libcuda.so.1`.
//!
//! Nothing is said of it, and nothing of what comes behind it in the function: nobody gets there.

use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::undecided_guards::Unclear;
use crate::model::value::Value;
use crate::model::value::exception::Exception;
use crate::syntax::ast::Expr;
use crate::world::{Platform, Worlds};

/// Where Linux shows its processes and devices.
const DIRECTORIES: &[&str] = &["/proc/", "/sys/"];

impl Evaluator<'_> {
    /// Keeps quiet about what comes behind the opening of a file of Linux, unless what it raises elsewhere is caught.
    pub(super) fn open_linux_file(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        function: &str,
        arguments: &CallArguments,
    ) {
        let is_linux = match function {
            "builtins.open" | "io.open" => is_in_linux_directory(&self.opened(arguments, "file")),
            "os.open" => is_in_linux_directory(&self.opened(arguments, "path")),
            "ctypes.CDLL" | "ctypes.cdll.LoadLibrary" => {
                is_linux_library(&self.opened(arguments, "name"))
            }
            _ => return,
        };
        let elsewhere = Worlds::platform(Platform::Windows) | Worlds::platform(Platform::Macos);
        let missing = worlds & elsewhere & self.reach;
        if !is_linux || self.owner.is_none() || missing.is_empty() {
            return;
        }
        if self.caught_here().contains(Exception::Os) {
            return self.escape(Exception::Os, missing);
        }
        self.unclear.push(Unclear::new(call, missing));
        self.unclear.skips_in(missing);
    }

    /// The path that is opened, as far as it is known from its start on.
    fn opened(&self, arguments: &CallArguments, name: &str) -> String {
        let path = arguments.value(0, name);
        match path.single(self.reach) {
            Some(Value::Str(path) | Value::Prefix(path)) => path.to_string(),
            _ => String::new(),
        }
    }
}

fn is_in_linux_directory(path: &str) -> bool {
    let mut directories = DIRECTORIES.iter();
    directories.any(|directory| path.starts_with(directory))
}

/// `libcuda.so.1`: a library of the system with a version, as only Linux writes it.
fn is_linux_library(name: &str) -> bool {
    let version = name
        .strip_prefix("lib")
        .and_then(|name| name.split_once(".so."));
    version.is_some_and(|(library, version)| {
        !library.contains('/') && version.starts_with(|first: char| first.is_ascii_digit())
    })
}
