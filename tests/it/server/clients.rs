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

/// Every kind of message that the server sends is one of the protocol's meta model, without a key that
/// it does not know.
#[test]
fn what_the_server_says_is_in_the_meta_model() {
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let directory = tempfile::tempdir().expect("a directory");
    super::tour::record(directory.path());
    let validate = |directory: &Path| {
        let python = environment(&clients.join("requirements.txt"));
        let mut validate = Command::new(python);
        validate.arg(clients.join("validate.py")).arg(directory);
        validate
    };
    run(&mut validate(directory.path()));
    // A key that the protocol does not know is seen.
    let record = fs::read_dir(directory.path()).expect("a directory").next();
    let record = record.expect("a record").expect("an entry").path();
    let text = fs::read_to_string(&record).expect("a record");
    let spoilt = text.replace("\"severity\":", "\"gravity\":1,\"severity\":");
    assert_ne!(text, spoilt);
    fs::write(&record, spoilt).expect("a record");
    let output = validate(directory.path()).output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("gravity: unknown"));
    assert_eq!(output.status.code(), Some(1));
}

/// A Python with these packages, made once and kept below the target directory.
fn environment(requirements: &Path) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients");
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    let python = directory.join(bin).join("python");
    let wanted = fs::read_to_string(requirements).expect("the list of packages");
    // Tests run at the same time; one of them makes it.
    let lock = fs::File::create(directory.with_extension("lock")).expect("a file to lock");
    lock.lock().expect("the lock");
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
