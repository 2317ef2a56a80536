//! Modules that import each other in a long chain: where each of them runs is found out from the one before it.

use spawnsafe::model::surroundings::Surroundings;
use spawnsafe::project::{Discovery, Projects, Variables};
use spawnsafe::work_counts;

use crate::cli::Project;

/// How many modules are passed to find out of each in a chain of so many where it runs.
fn passed(count: usize) -> usize {
    let name = |number: usize| format!("pkg/m{number}.py");
    let text = |number: usize| match number + 1 == count {
        true => "def go():\n    pass\n".to_owned(),
        false => format!("from pkg.m{} import go\n", number + 1),
    };
    let mut files = vec![
        ("pyproject.toml".to_owned(), "[tool.spawnsafe]\n".to_owned()),
        ("pkg/__init__.py".to_owned(), String::new()),
        (
            "main.py".to_owned(),
            "from pkg.m0 import go\ngo()\n".to_owned(),
        ),
    ];
    files.extend((0..count).map(|number| (name(number), text(number))));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let project = Project::new(&files);
    let projects = Projects::new(Variables::default()).with_cache(None);
    work_counts::take();
    for number in 0..count {
        let path = project.path(&name(number));
        let settings = Discovery::new().settings_of(&path).expect("settings");
        let around = projects.surroundings_for(&path, &settings);
        assert!(!around.imported_in().is_empty(), "{number}");
    }
    work_counts::take().passed
}

#[test]
fn who_runs_a_chain_of_modules_is_found_out_in_its_length() {
    let (small, large) = (passed(40), passed(160));
    assert!(
        small > 0 && large < 5 * small,
        "{small} and {large} modules"
    );
}
