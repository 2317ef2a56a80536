//! The index that pip, or uv, asks when no setting names one: read from where the tool says so.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project::{Environment, Variables, bounded_read};

/// Longer modules of pip's are not read.
const MAX_PIP_MODULE_BYTES: u64 = 1 << 20;
/// The module in which pip says it, in its directory of packages.
const MODULE: &str = "pip/_internal/models/index.py";
/// What of an index is a list of packages, to pip.
const LIST: &str = "simple/";
/// The address that was given when the program was built, for machines with neither tool.
const BUILT_IN: Option<&str> = option_env!("SPAWNSAFE_DEFAULT_INDEX");

/// The default of the pip at hand, else of uv, else of this program.
pub(super) fn default_index(variables: &Variables, current: &Path) -> Option<String> {
    of_pip(variables, current)
        .or_else(|| of_uv(variables))
        .or_else(|| BUILT_IN.map(str::to_owned))
}

/// What the pip of the environment here says, else the first one on `PATH`.
fn of_pip(variables: &Variables, current: &Path) -> Option<String> {
    let here = Environment::find(current, None, variables);
    let on_path = directories(variables).flat_map(|directory| {
        let names = ["pip", "pip3", "python", "python3"].into_iter();
        let names = names.flat_map(|name| [name.to_owned(), format!("{name}.exe")]);
        let programs = names.map(move |name| directory.join(name));
        programs.filter(|program| program.is_file())
    });
    let on_path = on_path.flat_map(|program| installations(&program));
    let mut environments = here.into_iter().chain(on_path);
    environments.find_map(|environment| {
        environment
            .site_packages
            .iter()
            .find_map(|path| said_in(path))
    })
}

/// The environments that a program may belong to: where it is, where a link leads, and those that a version
/// manager keeps beside its stand-ins.
fn installations(program: &Path) -> Vec<Environment> {
    let mut found: Vec<Environment> = Environment::at(program).into_iter().collect();
    let real = program.canonicalize().ok();
    found.extend(real.as_deref().and_then(Environment::at));
    let manager = program.parent().and_then(Path::parent);
    let versions = manager.and_then(|manager| std::fs::read_dir(manager.join("versions")).ok());
    let mut versions: Vec<PathBuf> = versions
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    versions.sort();
    found.extend(
        versions
            .iter()
            .rev()
            .filter_map(|path| Environment::at(path)),
    );
    found
}

/// `PyPI = PackageIndex("https://…", …)`
fn said_in(site_packages: &Path) -> Option<String> {
    let text = bounded_read::read_text(&site_packages.join(MODULE), MAX_PIP_MODULE_BYTES).ok()?;
    let (_, arguments) = text.split_once("= PackageIndex(")?;
    let arguments = arguments.trim_start();
    let quote = arguments
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))?;
    let (address, _) = arguments[1..].split_once(quote)?;
    let address = address.trim_end_matches('/');
    (!address.is_empty()).then(|| format!("{address}/{LIST}"))
}

/// What uv says in its help: "(by default: <https://…>)".
fn of_uv(variables: &Variables) -> Option<String> {
    let mut programs = directories(variables)
        .flat_map(|directory| ["uv", "uv.exe"].map(|name| directory.join(name)));
    let program = programs.find(|program| program.is_file())?;
    let output = Command::new(program)
        .args(["pip", "install", "--help", "--color", "never"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let help = String::from_utf8(output.stdout).ok()?;
    let (_, about) = help.split_once("--default-index")?;
    let (_, from) = about.split_once("by default: <")?;
    let (address, _) = from.split_once('>')?;
    Some(address.split_whitespace().collect())
}

/// The directories that programs are looked for in; never the current one.
fn directories(variables: &Variables) -> impl Iterator<Item = PathBuf> {
    let path = variables.get("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = std::env::split_paths(path).collect();
    all.into_iter().filter(|directory| directory.is_absolute())
}
