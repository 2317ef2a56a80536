//! Modules that scripts in many directories import: evaluated once, and again when they change.

use spawnsafe::model::surroundings::Surroundings;
use spawnsafe::project::{Discovery, Projects, Variables};
use spawnsafe::work_counts;

use crate::cli::Project;

/// How many modules are evaluated for what a script says of one that it imports.
fn evaluated(project: &Project, projects: &Projects, script: &str) -> usize {
    let path = project.path(script);
    let settings = Discovery::new().settings_of(&path).expect("settings");
    let around = projects.surroundings_for(&path, &settings);
    work_counts::take();
    let summary = around.module("pkg.lock").expect("the module is there");
    assert!(!summary.failures.is_empty(), "{script}");
    work_counts::take().links
}

#[test]
fn a_module_that_scripts_share_is_evaluated_once() {
    let project = Project::new(&[
        ("pyproject.toml", "[tool.spawnsafe]\n"),
        ("lib/pkg/__init__.py", ""),
        ("lib/pkg/lock.py", "import fcntl\n"),
        ("scripts/one/a.py", "import pkg.lock\n"),
        ("scripts/two/b.py", "import pkg.lock\n"),
        ("scripts/three/c.py", "import pkg.lock\n"),
    ]);
    let projects = Projects::new(Variables::default()).with_cache(None);
    assert_eq!(evaluated(&project, &projects, "scripts/one/a.py"), 1);
    assert_eq!(evaluated(&project, &projects, "scripts/two/b.py"), 0);

    project.write("lib/pkg/lock.py", "import fcntl\nfcntl.flock\n");
    assert_eq!(evaluated(&project, &projects, "scripts/three/c.py"), 1);
}
