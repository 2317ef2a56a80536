//! Programs that are made executables, as the settings of the tools name them.

use crate::cli::Project;

const BATCH: &str = "import multiprocessing\n\n\ndef run(items):\n    with multiprocessing.Pool(2) as pool:\n        \
    return pool.map(abs, items)\n";
const MAIN: &str =
    "from batch import run\n\nif __name__ == \"__main__\":\n    print(run([1, -2]))\n";

/// The lines of the rule in a project with these settings, without its message.
fn told(main: &str, settings: &str, text: &str) -> Vec<String> {
    let project = Project::new(&[
        ("app/main.py", main),
        ("app/batch.py", BATCH),
        (settings, text),
    ]);
    let (_, out, _) = project.run("check --output-format concise app");
    let lines = out
        .lines()
        .filter(|line| line.contains("[missing-freeze-support]"));
    lines
        .map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(": "))
        .collect()
}

const EVERYWHERE: &str = "app/main.py:4:5: warning[missing-freeze-support] `freeze_support()` is missing on macOS and Windows, and Linux from 3.14";
const ON_WINDOWS: &str =
    "app/main.py:4:5: warning[missing-freeze-support] `freeze_support()` is missing on Windows";

#[test]
fn the_script_that_a_specification_names_is_an_executable() {
    for (text, expected) in [
        ("a = Analysis(['app/main.py'], pathex=[])\n", true),
        ("a = Analysis(scripts=[r'app\\\\main.py'])\n", true),
        (
            "a = Analysis(['app/other.py'], hiddenimports=['main.py'])\n",
            false,
        ),
        ("# Analysis(['app/main.py'])\n", false),
    ] {
        let told = told(MAIN, "app.spec", text);
        assert_eq!(
            told,
            expected
                .then_some(EVERYWHERE)
                .into_iter()
                .collect::<Vec<_>>(),
            "{text}"
        );
    }
}

#[test]
fn one_that_cx_freeze_makes_needs_the_call_on_windows() {
    for (settings, text) in [
        (
            "pyproject.toml",
            "[tool.cxfreeze]\nexecutables = [{script = \"app/main.py\"}]\n",
        ),
        (
            "pyproject.toml",
            "[[tool.cxfreeze.executables]]\nscript = \"app/main.py\"\n",
        ),
        (
            "setup.py",
            "from cx_Freeze import setup, Executable\n\nsetup(executables=[Executable('app/main.py')])\n",
        ),
    ] {
        assert_eq!(told(MAIN, settings, text), [ON_WINDOWS], "{text}");
    }
}

#[test]
fn a_program_that_calls_it_is_left_alone() {
    let main = MAIN.replace("    print", "    freeze_support()\n    print");
    let main = format!("from multiprocessing import freeze_support\n{main}");
    assert_eq!(
        told(&main, "app.spec", "a = Analysis(['app/main.py'])\n"),
        [""; 0]
    );
}
