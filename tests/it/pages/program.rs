//! Whether real Python does what a page says of its programs.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use spawnsafe::facts::StartMethod;

use super::Problem;
use super::note::Noted;
use super::page::{Block, Language, Page};

/// Programs of pages take a second; those that hang would wait forever.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Python runs this before any program, its children too; the variable is gone for those.
///
/// It sets what is the start method when the program sets none, so the program still can.
const SITE: &str = "
import os
_method = os.environ.pop('PAGE_START_METHOD', None)
if _method:
    from multiprocessing import context
    context._default_context._default_context = context._concrete_contexts[_method]
";

/// The interpreter that runs the programs: `PAGE_PYTHON`, or `python3`.
fn python() -> OsString {
    std::env::var_os("PAGE_PYTHON").unwrap_or("python3".into())
}

/// The minor version of the interpreter.
fn minor() -> u32 {
    let mut command = Command::new(python());
    command.args(["-c", "import sys; print(sys.version_info[1])"]);
    let output = command.output().expect("an interpreter");
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().expect("a number")
}

/// One run: a program under a start method.
struct Run<'a> {
    page: usize,
    block: &'a Block,
    /// The program, then the modules that it may import.
    files: Vec<(&'a str, String)>,
    method: StartMethod,
    expected: bool,
}

/// Runs every program of the pages and gives the problems of each page.
pub(super) fn run(pages: &[Page], patience: Duration) -> Vec<Vec<Problem>> {
    let minor = minor();
    let all = pages.iter().enumerate();
    let runs = Mutex::new(all.flat_map(|page| runs(page, minor)).collect::<Vec<_>>());
    let problems = Mutex::new(pages.iter().map(|_| Vec::new()).collect::<Vec<_>>());
    // Programs mostly wait.
    let threads = 2 * thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let next = runs.lock().expect("no panic").pop();
                    let Some(run) = next else { break };
                    if let Some(problem) = run.problem(patience) {
                        problems.lock().expect("no panic")[run.page].push(problem);
                    }
                }
            });
        }
    });
    problems.into_inner().expect("no panic")
}

fn runs((index, page): (usize, &Page), minor: u32) -> Vec<Run<'_>> {
    let python = page
        .blocks
        .iter()
        .filter(|block| block.language == Language::Python);
    let code = |block: &Block| Noted::read(page.content(block), block.line).stripped();
    let mut runs = Vec::new();
    for (place, block) in python.clone().enumerate() {
        let Some(fails) = &block.options.fails else {
            continue;
        };
        let before = python.clone().take(place);
        let modules = before.filter(|other| other.section == block.section);
        let modules =
            modules.filter_map(|other| Some((other.options.file.as_deref()?, code(other))));
        let name = block.options.file.as_deref().unwrap_or("main.py");
        let files: Vec<_> = [(name, code(block))].into_iter().chain(modules).collect();
        runs.extend(StartMethod::ALL.map(|method| {
            Run {
                page: index,
                block,
                files: files.clone(),
                method,
                expected: fails
                    .iter()
                    .any(|(other, minors)| *other == method && minors.contains(&minor)),
            }
        }));
    }
    runs
}

impl Run<'_> {
    fn problem(&self, patience: Duration) -> Option<Problem> {
        let method = self.method.name();
        let message = match self.fails(patience) {
            Ok(failure) if failure.is_some() == self.expected => return None,
            Ok(Some(failure)) => format!("under {method} this must not fail; it does:\n{failure}"),
            Ok(None) => format!("under {method} this must fail; it does not"),
            Err(error) => format!("this cannot be run with {}: {error}", python().display()),
        };
        Some(Problem::new(self.block.line, message))
    }

    /// How the program fails, if it does.
    fn fails(&self, patience: Duration) -> io::Result<Option<String>> {
        let place = tempfile::tempdir()?;
        let root = place.path();
        fs::create_dir(root.join("site"))?;
        fs::write(root.join("site/sitecustomize.py"), SITE)?;
        for (name, code) in &self.files {
            let path = root.join("project").join(name);
            fs::create_dir_all(path.parent().unwrap_or(root))?;
            fs::write(path, code)?;
        }
        let said = root.join("said");
        let status = self.start(root, &File::create(&said)?, patience)?;
        // Children are killed with the program, so that nothing is written any more.
        let said = String::from_utf8_lossy(&fs::read(said)?).into_owned();
        Ok(match status {
            None => Some(format!("it hangs\n{said}")),
            Some(status) if !status.success() => Some(format!("{status}\n{said}")),
            Some(_) if said.contains("Traceback") => Some(format!("a child fails\n{said}")),
            Some(_) => None,
        })
    }

    /// Runs the program; nothing if it hangs.
    fn start(
        &self,
        root: &Path,
        said: &File,
        patience: Duration,
    ) -> io::Result<Option<ExitStatus>> {
        let mut command = Command::new(python());
        let program = self.files[0].0;
        match program.strip_suffix("/__main__.py") {
            Some(package) => command.args(["-m", &package.replace('/', ".")]),
            // A kernel has no file to import again either.
            None if program.ends_with(".ipynb") => {
                command.args(["-c", &format!("exec(open({program:?}).read())")])
            }
            None => command.arg(program),
        };
        command
            .current_dir(root.join("project"))
            .env("PYTHONPATH", root.join("site"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PAGE_START_METHOD", self.method.name())
            .stdin(std::process::Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said.try_clone()?);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let start = Instant::now();
        let status = loop {
            match child.try_wait()? {
                Some(status) => break Some(status),
                None if start.elapsed() > patience => break None,
                None => thread::sleep(Duration::from_millis(20)),
            }
        };
        // Workers of a program that hangs or dies live on, and may start others.
        #[cfg(unix)]
        Command::new("kill")
            .args(["-KILL", "--", &format!("-{}", child.id())])
            .stderr(std::process::Stdio::null())
            .status()?;
        if status.is_none() {
            child.kill()?;
            child.wait()?;
        }
        Ok(status)
    }
}
