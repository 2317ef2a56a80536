//! An editor shows what the command line says, also where it depends on the files around a document.

use serde_json::Value;

use super::super::cli::Project;
use super::client::Client;
use super::fixture::pushed;
use super::packages::{greeted, uri};

/// What the command line and the server find in a file, each as its lines and rules.
fn both(project: &Project, name: &str) -> (Vec<String>, Vec<String>) {
    let mut client = greeted(project.root(), &pushed(), Value::Null);
    let (told, shown) = in_session(&mut client, project, name);
    client.silent_about("textDocument/publishDiagnostics");
    (told, shown)
}

/// The same in a session that goes on.
fn in_session(client: &mut Client, project: &Project, name: &str) -> (Vec<String>, Vec<String>) {
    let (_, out, _) = project.run(&format!("check --no-cache --output-format json {name}"));
    let told: Vec<Value> = serde_json::from_str(&out).expect("JSON");
    let told = told.iter().map(|finding| {
        let line = &finding["range"]["start"]["line"];
        let rule = finding["rule"].as_str().unwrap_or_default();
        format!("{line} {rule}")
    });
    let uri = uri(project.root(), name);
    client.open(&uri, &project.read(name));
    let told: Vec<String> = told.collect();
    let list = client.published_count(&uri, told.len());
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

/// Files of which each finding, or its absence, follows from another file.
const AROUND: [(&str, &str); 26] = [
    (
        "pyproject.toml",
        "[project]\nname = \"around\"\nversion = \"1\"\ndependencies = [\"requests\", \"windows-curses; sys_platform == 'win32'\"]\n\n[tool.spawnsafe]\ntarget-platforms = [\"linux\", \"macos\", \"windows\"]\ntarget-python = \">=3.9\"\n\n[tool.spawnsafe.rules]\nuntested-platform = \"warn\"\n",
    ),
    (
        "flags.py",
        "import sys\n\nWINDOWS = sys.platform == \"win32\"\n",
    ),
    (
        "by_value.py",
        "import os\nfrom flags import WINDOWS\n\nif WINDOWS:\n    os.getuid()\n",
    ),
    ("pkg/__init__.py", ""),
    (
        "pkg/base.py",
        "import sys\n\nON_UNIX = sys.platform != \"win32\"\n",
    ),
    (
        "pkg/by_relative.py",
        "import os\nfrom .base import ON_UNIX\n\nif not ON_UNIX:\n    os.getgid()\n",
    ),
    (
        "by_attribute.py",
        "import os\nimport pkg.base\n\nif not pkg.base.ON_UNIX:\n    os.getegid()\n",
    ),
    (
        "workers.py",
        "import multiprocessing\nimport threading\n\n\nclass Worker:\n    def __init__(self):\n        self.lock = threading.Lock()\n\n    def run(self):\n        pass\n\n\ndef start(target):\n    multiprocessing.get_context(\"spawn\").Process(target=target).start()\n",
    ),
    (
        "by_class.py",
        "from multiprocessing import get_context\nfrom workers import Worker\n\nif __name__ == \"__main__\":\n    get_context(\"spawn\").Process(target=Worker().run).start()\n",
    ),
    (
        "by_function.py",
        "from workers import start\n\nif __name__ == \"__main__\":\n    start(lambda: 1)\n",
    ),
    (
        "only_unix.py",
        "import fcntl\nimport os\n\n\ndef helper():\n    os.fork()\n",
    ),
    (
        "uses.py",
        "import os\n\n\ndef guarded():\n    os.fork()\n\n\ndef other():\n    os.getuid()\n",
    ),
    (
        "main.py",
        "import sys\nimport uses\n\nif sys.platform != \"win32\":\n    import only_unix\n\n    only_unix.helper()\n    uses.guarded()\nuses.other()\n",
    ),
    (
        "frozen.spec",
        "a = Analysis([\"frozen.py\"])\nexe = EXE(a)\n",
    ),
    (
        "frozen.py",
        "from multiprocessing import Process\n\n\ndef work():\n    pass\n\n\nif __name__ == \"__main__\":\n    Process(target=work).start()\n",
    ),
    (
        "tests/conftest.py",
        "import sys\nimport pytest\n\n\n@pytest.fixture\ndef unix():\n    if sys.platform == \"win32\":\n        pytest.skip(\"unix\")\n",
    ),
    (
        "tests/test_forking.py",
        "import os\n\n\ndef test_fork(unix):\n    os.fork()\n\n\ndef test_other():\n    os.getuid()\n",
    ),
    (
        "patches.py",
        "import os\nimport sys\n\nif sys.platform == \"win32\":\n    os.fchmod = lambda fd, mode: None\n",
    ),
    (
        "by_patch.py",
        "import os\n\n\ndef f():\n    os.fchmod(1, 2)\n    os.fork()\n",
    ),
    (
        "run_patched.py",
        "import patches\nimport by_patch\n\nby_patch.f()\n",
    ),
    ("by_installed.py", "import dep\n"),
    ("by_requirement.py", "import curses\nimport fcntl\n"),
    (
        "by_dependency.py",
        "import os\n\ntry:\n    import requests\nexcept ImportError:\n    os.getuid()\nos.fork()\n",
    ),
    (
        "pkg/__main__.py",
        "from multiprocessing import Process\n\n\ndef work():\n    pass\n\n\nif __name__ == \"__main__\":\n    Process(target=work).start()\n",
    ),
    (
        ".github/workflows/ci.yml",
        "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n",
    ),
    (
        "setup.py",
        "from setuptools import setup\n\nsetup(\n    name=\"around\",\n    classifiers=[\"Operating System :: Microsoft :: Windows\"],\n)\n",
    ),
];

#[test]
fn all_that_lies_around_a_document_counts() {
    let project = Project::new(&AROUND);
    project.write(".venv/pyvenv.cfg", "version = 3.12\n");
    project.write(
        ".venv/lib/python3.12/site-packages/dep/__init__.py",
        "import fcntl\n",
    );
    let mut client = greeted(project.root(), &pushed(), Value::Null);
    for (name, lines) in [
        ("by_value.py", &["5 unavailable-attribute"][..]),
        ("pkg/by_relative.py", &["5 unavailable-attribute"]),
        ("by_attribute.py", &["5 unavailable-attribute"]),
        ("by_class.py", &["5 unpicklable-worker"]),
        ("by_function.py", &["4 unpicklable-worker"]),
        ("only_unix.py", &[]),
        ("uses.py", &["9 unavailable-attribute"]),
        ("frozen.py", &["9 missing-freeze-support"]),
        ("tests/test_forking.py", &["9 unavailable-attribute"]),
        ("by_patch.py", &["6 unavailable-attribute"]),
        ("by_installed.py", &["1 failing-import"]),
        ("by_requirement.py", &["2 unavailable-import"]),
        ("by_dependency.py", &["7 unavailable-attribute"]),
        ("pkg/__main__.py", &["9 unimportable-worker"]),
        ("setup.py", &["5 untested-platform"]),
    ] {
        let (told, shown) = in_session(&mut client, &project, name);
        assert_eq!(told, lines, "{name}");
        assert_eq!(shown, told, "{name}");
    }
    client.silent_about("textDocument/publishDiagnostics");
}
