//! Directories in one another: each is asked once what it says of those in it.

use std::path::PathBuf;

use spawnsafe::project::Discovery;
use spawnsafe::work_counts;

/// How many directories are asked for the settings of so many in one another.
fn asked(count: usize) -> usize {
    let top = tempfile::tempdir().expect("a directory");
    let mut path = top.path().to_owned();
    let mut directories: Vec<PathBuf> = Vec::new();
    for _ in 0..count {
        path.push("d");
        std::fs::create_dir(&path).expect("a directory");
        directories.push(path.clone());
    }
    let discovery = Discovery::new();
    // What is above is asked once, too.
    discovery.settings(top.path()).expect("settings");
    work_counts::take();
    for directory in &directories {
        discovery.settings(directory).expect("settings");
    }
    work_counts::take().directories
}

#[test]
fn settings_of_nested_directories_are_found_in_their_number() {
    let (small, large) = (asked(40), asked(160));
    assert!(
        small > 0 && large < 5 * small,
        "{small} and {large} directories"
    );
}
