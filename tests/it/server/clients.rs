//! Clients that others wrote, where they install fast; the others are in tests/clients/README.md.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// pytest-lsp plays editors with the capabilities that it has recorded of them.
#[test]
fn editors_as_pytest_lsp_recorded_them() {
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let python = environment(&clients.join("requirements.txt"));
    let mut pytest = Command::new(python);
    pytest
        .args([
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "test_editors.py",
        ])
        .current_dir(&clients)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("SPAWNSAFE", env!("CARGO_BIN_EXE_spawnsafe"));
    run(&mut pytest);
}

/// A Python with these packages, made once and kept below the target directory.
fn environment(requirements: &Path) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients");
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    let python = directory.join(bin).join("python");
    let wanted = fs::read_to_string(requirements).expect("the list of packages");
    let installed = directory.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|have| have == wanted) {
        return python;
    }
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&directory));
    run(Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ])
        .arg(requirements));
    fs::write(&installed, wanted).expect("a note of what is installed");
    python
}

fn run(command: &mut Command) {
    let output = command.output().expect("python3 is installed");
    assert!(
        output.status.success(),
        "{command:?}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
