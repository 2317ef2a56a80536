//! Which files are checked.

use super::{Project, UNUSED};

/// The files that a check of these arguments looks at.
fn shown(project: &Project, arguments: &str) -> Vec<String> {
    let (_, out, err) = project.run(&format!("check --show-files {arguments}"));
    assert_eq!(err, "", "{arguments}");
    out.lines().map(str::to_owned).collect()
}

#[test]
fn python_files_are_found_by_extension_and_by_first_line() {
    let project = Project::new(&[
        ("a.py", ""),
        ("b.pyi", ""),
        ("c.pyw", ""),
        ("bin/tool", "#!/usr/bin/env python3\n"),
        ("bin/other", "#!/bin/sh\n"),
        ("d.txt", "#!/usr/bin/env python3\n"),
        (".hidden/e.py", ""),
        ("notes", "import fcntl\n"),
    ]);
    let expected = [".hidden/e.py", "a.py", "b.pyi", "bin/tool", "c.pyw"];
    assert_eq!(shown(&project, ""), expected);
}

#[test]
fn a_directory_that_is_named_often_is_looked_at_once() {
    let names: Vec<String> = (0..500).map(|number| format!("m{number}.py")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "")).collect();
    let project = Project::new(&files);
    let started = std::time::Instant::now();
    assert_eq!(shown(&project, &"./ m1.py ".repeat(10_000)).len(), 500);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn what_gitignore_names_is_left_out_without_a_repository_too() {
    let project = Project::new(&[
        (".gitignore", "out/\n*_pb2.py\n"),
        ("a.py", ""),
        ("a_pb2.py", ""),
        ("out/b.py", ""),
        ("sub/.gitignore", "c.py\n"),
        ("sub/c.py", ""),
        ("sub/d.py", ""),
    ]);
    assert_eq!(shown(&project, ""), ["a.py", "sub/d.py"]);
    assert_eq!(shown(&project, "sub"), ["sub/d.py"]);
    let all = ["a.py", "a_pb2.py", "out/b.py", "sub/c.py", "sub/d.py"];
    assert_eq!(shown(&project, "--no-respect-gitignore"), all);
    assert_eq!(shown(&project, "a_pb2.py out"), ["a_pb2.py", "out/b.py"]);
}

#[test]
fn what_is_left_out_does_not_depend_on_where_the_project_lies() {
    for above in [
        "build",
        "dist",
        "venv",
        "node_modules",
        ".tox",
        "site-packages",
    ] {
        let project = Project::new(
            &[
                ("NAME/a.py", ""),
                ("NAME/venv/b.py", ""),
                ("NAME/sub/build/c.py", ""),
                ("NAME/mine/d.py", ""),
                ("NAME/mine/pyproject.toml", ""),
                ("NAME/mine/dist/e.py", ""),
            ]
            .map(|(path, text)| (path.replace("NAME", above), text))
            .each_ref()
            .map(|(path, text)| (path.as_str(), *text)),
        );
        let shown = |directory: &str, arguments: &str| {
            let mut command = project.command(&format!("check --show-files {arguments}"));
            let output = command.current_dir(project.path(directory)).output();
            let out = String::from_utf8(output.expect("an end").stdout).expect("utf-8");
            out.lines().map(str::to_owned).collect::<Vec<String>>()
        };
        let inner = format!("{above}/mine");
        assert_eq!(shown(above, ""), ["a.py", "mine/d.py"], "{above}");
        assert_eq!(shown(above, "."), ["a.py", "mine/d.py"], "{above}");
        assert_eq!(shown(&inner, ""), ["d.py"], "{above}");
        assert_eq!(shown(above, "mine"), ["mine/d.py"], "{above}");
        assert_eq!(shown("", &inner), [format!("{inner}/d.py")], "{above}");
    }
}

#[test]
fn directories_without_code_of_the_project_are_left_out_unless_named() {
    let project = Project::new(&[
        ("a.py", ""),
        (".venv/lib/python3.12/site-packages/x/__init__.py", ""),
        ("node_modules/y/z.py", ""),
        ("build/lib/a.py", ""),
        ("src/__pycache__/a.py", ""),
    ]);
    assert_eq!(shown(&project, ""), ["a.py"]);
    assert_eq!(
        shown(&project, ".venv"),
        [".venv/lib/python3.12/site-packages/x/__init__.py"]
    );
    assert_eq!(shown(&project, "build/lib/a.py"), ["build/lib/a.py"]);
}

#[test]
fn a_project_inside_a_directory_called_build_is_a_project() {
    let project = Project::new(&[
        ("build/dist/p/a.py", UNUSED),
        ("build/dist/p/pyproject.toml", ""),
    ]);
    let mut command = project.command("check --show-files");
    let output = command
        .current_dir(project.path("build/dist/p"))
        .output()
        .expect("an end");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "a.py\n");
}

#[test]
fn exclude_holds_for_walks_and_with_force_for_named_files() {
    let project = Project::new(&[
        ("spawnsafe.toml", "exclude = [\"gen/\", \"*_old.py\"]\n"),
        ("a.py", ""),
        ("a_old.py", ""),
        ("gen/b.py", ""),
        ("sub/gen/c.py", ""),
        (".venv/d.py", ""),
    ]);
    assert_eq!(shown(&project, ""), [".venv/d.py", "a.py"]);
    assert_eq!(
        shown(&project, "a_old.py gen/b.py"),
        ["a_old.py", "gen/b.py"]
    );
    assert_eq!(shown(&project, "gen"), ["gen/b.py"]);
    let (_, out, _) = project.run("check --show-files --force-exclude a.py a_old.py gen/b.py gen");
    assert_eq!(out, "a.py\n");
    assert_eq!(
        shown(&project, "--exclude a.py"),
        [".venv/d.py", "a_old.py", "gen/b.py", "sub/gen/c.py"]
    );
    assert_eq!(shown(&project, "--extend-exclude a.py"), [".venv/d.py"]);
}

#[test]
fn a_file_is_checked_once_however_often_it_is_named() {
    let project = Project::new(&[("a.py", UNUSED), ("sub/b.py", UNUSED)]);
    let arguments = "check --output-format concise -q a.py ./a.py . sub/../a.py sub";
    let (code, out, _) = project.run(arguments);
    assert_eq!(code, 1);
    let paths: Vec<&str> = out
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(paths, ["a.py", "sub/b.py"]);
}

#[test]
fn a_path_outside_the_current_directory_is_shown_whole() {
    let project = Project::new(&[("a.py", UNUSED), ("sub/b.py", "")]);
    let mut command = project.command("check --output-format concise ../a.py");
    let output = command
        .current_dir(project.path("sub"))
        .output()
        .expect("an end");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let expected = format!("{}:1:34: ", project.path("a.py").display());
    assert!(out.starts_with(&expected), "{out}");
}
