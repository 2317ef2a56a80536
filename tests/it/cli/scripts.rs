//! Scripts with metadata of their own (PEP 723), each a project by itself.

use super::{DEFAULT, Project};

const PROJECT: &str = "[project]\nname = \"x\"\nrequires-python = \">=3.13\"\nclassifiers = [\"Operating System :: POSIX :: Linux\"]\n";
/// New in Python 3.13.
const NEW: &str = "import os\n\nprint(os.process_cpu_count())\n";

fn with_metadata(metadata: &str, code: &str) -> String {
    let lines = metadata.lines().map(|line| match line {
        "" => "#\n".to_owned(),
        line => format!("# {line}\n"),
    });
    let block: String = lines.collect();
    format!("#!/usr/bin/env python3\n# /// script\n{block}# ///\n{code}")
}

#[test]
fn what_a_script_says_of_python_is_what_counts_for_it() {
    let script = with_metadata("requires-python = \">=3.11\"\ndependencies = []", NEW);
    let project = Project::new(&[
        ("pyproject.toml", PROJECT.to_owned()),
        ("module.py", NEW.to_owned()),
        ("script.py", script),
    ]);
    let found = project.check("");
    assert!(
        found.starts_with("script.py:8:7: error[unavailable-attribute]"),
        "{found}"
    );
    assert_eq!(found.lines().count(), 1, "{found}");
    let (_, out, _) = project.run("config target-python --for script.py");
    assert!(out.contains("declared in script.py"), "{out}");
    // Which platforms it is for it cannot say.
    let (_, out, _) = project.run("config target-platforms --for script.py");
    assert!(out.contains("[\"linux\"]"), "{out}");
    // The command line is stronger.
    assert_eq!(project.check("--target-python >=3.13"), "");
}

#[test]
fn a_script_that_names_no_version_is_for_every_supported_one() {
    let project = Project::new(&[
        ("pyproject.toml", PROJECT.to_owned()),
        ("script.py", with_metadata("dependencies = []", NEW)),
    ]);
    let found = project.check("");
    assert!(found.contains("unavailable-attribute"), "{found}");
    // The settings of whoever keeps it are not what a project declares.
    project.write("spawnsafe.toml", "target-python = \">=3.13\"\n");
    assert_eq!(project.check(""), "");
}

#[test]
fn a_script_has_settings_of_its_own() {
    let code = "import fcntl\n";
    let metadata = "dependencies = []\n\n[tool.spawnsafe]\ntarget-platforms = [\"macos\"]";
    let project = Project::new(&[
        (
            "spawnsafe.toml",
            "target-platforms = [\"windows\"]\n".to_owned(),
        ),
        ("script.py", with_metadata(metadata, code)),
        ("module.py", code.to_owned()),
    ]);
    let found = project.check("");
    assert!(found.starts_with("module.py:1:8: "), "{found}");
    assert_eq!(found.lines().count(), 1, "{found}");
    let wrong = "dependencies = []\n[tool.spawnsafe]\ntarget-platfroms = [\"macos\"]";
    project.write("script.py", with_metadata(wrong, code));
    let (code, _, err) = project.run("check");
    assert_eq!(code, 2);
    assert!(
        err.contains("script.py:5:3: unknown setting `target-platfroms`; did you mean"),
        "{err}"
    );
    assert_eq!(
        project.run("check --isolated --target-platforms macos").0,
        0
    );
}

#[test]
fn metadata_of_a_script_that_means_nothing_is_said() {
    let project = Project::new(&[(
        "script.py",
        with_metadata("requires-python = \"3.10 or so\"", "import os\n"),
    )]);
    let (code, _, err) = project.run("check");
    assert_eq!(code, 0);
    assert!(
        err.contains("warning: script.py: `requires-python` is not used: "),
        "{err}"
    );
    project.write(
        "script.py",
        with_metadata("requires-python = ", "import os\n"),
    );
    let (_, _, err) = project.run("check");
    assert!(
        err.contains("warning: script.py: the script's metadata is not used: this is not TOML"),
        "{err}"
    );
}

#[test]
fn only_a_whole_block_is_metadata() {
    let project = Project::new(&[("pyproject.toml", PROJECT)]);
    let metadata = "# requires-python = \">=3.11\"\n";
    for (block, is_script) in [
        (format!("# /// script\n{metadata}# ///\n"), true),
        (
            format!(
                "# /// script\r\n{}# ///\r\n",
                metadata.replace('\n', "\r\n")
            ),
            true,
        ),
        // The last closing line of the comment counts.
        (
            format!("# /// script\n# note = \"\"\"\n# ///\n# \"\"\"\n{metadata}# ///\n"),
            true,
        ),
        (format!("# /// script\n{metadata}"), false),
        (format!("# /// script\n{metadata}\n# ///\n"), false),
        (format!("#/// script\n{metadata}# ///\n"), false),
        (format!("# /// other\n{metadata}# ///\n"), false),
        (
            format!("# /// script\n{metadata}# ///\n\n# /// script\n{metadata}# ///\n"),
            false,
        ),
        (format!("    # /// script\n{metadata}# ///\n"), false),
    ] {
        project.write("script.py", format!("{block}{NEW}"));
        assert_eq!(!project.check("").is_empty(), is_script, "{block}");
    }
}

#[test]
fn what_a_script_requires_is_judged() {
    let metadata = "requires-python = \">=3.11\"\ndependencies = [\n  \"rich\",\n  \"uvloop\",\n]";
    let project = Project::new(&[("script.py", with_metadata(metadata, "import uvloop\n"))]);
    let found = project.check("--select failing-import");
    assert!(
        found.starts_with("script.py:6:6: error[failing-import] `uvloop` does not work"),
        "{found}"
    );
    let (code, _, err) = project.run("check --select failing-import --fix-only --unsafe-fixes");
    assert_eq!(code, 0, "{err}");
    let fixed = project.read("script.py");
    assert!(
        fixed.contains("#   \"uvloop; sys_platform != 'win32'\",\n"),
        "{fixed}"
    );
    let ignored = metadata.replace(
        "\"uvloop\",",
        "\"uvloop\",  # spawnsafe: ignore[failing-import] why",
    );
    project.write("script.py", with_metadata(&ignored, "import uvloop\n"));
    assert_eq!(project.check("--ignore unavailable-import"), "");
}

#[test]
fn metadata_that_cannot_be_used_is_said_to_be() {
    let whole = with_metadata("dependencies = []", "");
    let unclosed = whole.replace("# ///\n", "\n");
    let project = Project::new(&[
        ("a.py", &*unclosed),
        ("b.py", &*format!("{whole}\n{whole}")),
    ]);
    let (code, _, err) = project.run("check");
    assert_eq!(code, 0);
    for said in [
        "warning: a.py: the script's metadata is not used: no line `# ///` closes it\n",
        "warning: b.py: the script's metadata is not used: there is more than one block\n",
    ] {
        assert!(err.contains(said), "{err}");
    }
    project.write("a.py", &whole);
    project.write("b.py", "");
    assert_eq!(
        project.run("check").2,
        format!("No findings in 2 files {DEFAULT}")
    );
}
