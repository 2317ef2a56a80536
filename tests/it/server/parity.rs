//! An editor shows what the command line says, also where it depends on the files around a document.

use serde_json::Value;

use super::super::cli::Project;
use super::fixture::pushed;
use super::packages::{greeted, uri};

/// What the command line and the server find in a file, each as its rules and lines.
fn both(project: &Project, name: &str) -> (Vec<String>, Vec<String>) {
    let (_, out, _) = project.run(&format!("check --no-cache --output-format json {name}"));
    let told: Vec<Value> = serde_json::from_str(&out).expect("JSON");
    let told = told.iter().map(|finding| {
        let line = &finding["range"]["start"]["line"];
        let rule = finding["rule"].as_str().unwrap_or_default();
        format!("{line} {rule}")
    });
    let uri = uri(project.root(), name);
    let mut client = greeted(project.root(), &pushed(), Value::Null);
    client.open(&uri, &project.read(name));
    let told: Vec<String> = told.collect();
    let list = client.published_count(&uri, told.len());
    client.silent_about("textDocument/publishDiagnostics");
    let items = list["diagnostics"].as_array().cloned().unwrap_or_default();
    let shown = items.iter().map(|item| {
        let line = item["range"]["start"]["line"].as_u64().unwrap_or_default() + 1;
        let rule = item["code"].as_str().unwrap_or_default();
        format!("{line} {rule}")
    });
    (told, shown.collect())
}

#[test]
fn the_name_of_a_test_module_counts() {
    let skipped = "import imp, os, sys, unittest\n\n\nclass ForkTest(unittest.TestCase):\n    @unittest.skipIf(sys.platform == \"win32\", \"needs fork\")\n    def test_fork(self):\n        self.assertTrue(os.name)\n\n\ndef spare():\n    os.fork()\n";
    let project = Project::new(&[("test_spare.py", skipped), ("tools.py", skipped)]);
    let (told, shown) = both(&project, "test_spare.py");
    assert_eq!(told, ["1 unavailable-import"]);
    assert_eq!(shown, told);
    // Of a module with another name nobody knows what it is for.
    let (told, shown) = both(&project, "tools.py");
    assert_eq!(told, ["1 unavailable-import", "11 unavailable-attribute"]);
    assert_eq!(shown, told);
}

#[test]
fn what_importers_import_before_counts() {
    let project = Project::new(&[
        (
            "library.py",
            "import multiprocessing\n\n\ndef setup():\n    multiprocessing.set_start_method(\"spawn\")\n",
        ),
        (
            "shared.py",
            "import multiprocessing\n\nLOCK = multiprocessing.Lock()\n",
        ),
        (
            "main.py",
            "import shared\nimport library\n\nif __name__ == \"__main__\":\n    library.setup()\n",
        ),
    ]);
    let (told, shown) = both(&project, "library.py");
    assert_eq!(told, ["5 start-method-at-import"]);
    assert_eq!(shown, told);
}
