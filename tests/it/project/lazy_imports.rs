//! Moving an import that fails into the functions that use it: where that is offered.

use crate::cli::Project;

/// Whether it is offered for the import of `spaces` in a module with this text.
fn is_offered(name: &str, text: &str) -> bool {
    let project = Project::new(&[
        (name, text),
        (".venv/pyvenv.cfg", ""),
        (
            ".venv/lib/python3.12/site-packages/spaces/__init__.py",
            "import fcntl\nfrom . import zero\ndef GPU(f): return f\n",
        ),
        (
            ".venv/lib/python3.12/site-packages/spaces/zero.py",
            "x = 1\n",
        ),
    ]);
    let (_, text, _) = project.run("check --output-format json");
    assert!(text.contains("failing-import"), "{text}");
    text.contains("where it is used")
}

#[test]
fn functions_can_import_what_they_need_themselves() {
    for text in [
        "import spaces\ndef f(): return spaces.GPU\n",
        "import spaces as s\nasync def f():\n    'why'\n    yield s.GPU\n",
        "import os, spaces\ndef f():\n    return spaces.GPU\nos.getcwd()\n",
        "from spaces import (\n    GPU,\n)\nclass A:\n    def f(self): return lambda: GPU\n",
        "import spaces.zero\ndef f(): return spaces.zero.x\n",
        "import spaces\ndef f(): return spaces\nif __name__ == '__main__':\n    f()\n",
        "import spaces\ndef f(): return spaces\ndef main(): f()\nif __name__ == '__main__':\n    main()\n",
        "import spaces\ndef f(): return spaces\ndef g(): f\ng()\n",
    ] {
        assert!(is_offered("app.py", text), "{text}");
    }
}

#[test]
fn a_module_that_needs_it_itself_keeps_it() {
    for text in [
        "import spaces\n",
        "import spaces\n@spaces.GPU\ndef f(): return spaces\n",
        "import spaces\ndef f(x=spaces.GPU): return spaces\n",
        "import spaces\nclass A:\n    x = spaces.GPU\n    def f(self): return spaces\n",
        "import spaces\nx = lambda: spaces\n",
        "import spaces\ndef f(): return spaces\nf()\n",
        "import spaces\ndef f(): return spaces\ndef g(): f()\ng()\n",
        "import spaces\nclass A:\n    def __init__(self): self.x = spaces\na = A()\n",
        "import spaces\ndef f(g): return spaces\n@f\ndef g(): ...\n",
        "import spaces\ndef f(): return spaces\n__all__ = ['spaces']\n",
        "import spaces\ndef f(x: spaces.GPU): return spaces\n",
        "import spaces\ndef f():\n    global spaces\n    spaces = 1\n",
        "import spaces\nspaces = None\ndef f(): return spaces\n",
        "import spaces.zero\ndef f(): return spaces.zero.x\ndef g(): return spaces\n",
        "if True:\n    import spaces\ndef f(): return spaces\n",
        "import spaces; x = 1\ndef f(): return spaces\n",
        "from spaces import *\ndef f(): return GPU\n",
    ] {
        assert!(!is_offered("app.py", text), "{text}");
    }
    let many: String = (0..6)
        .map(|n| format!("def f{n}(): return spaces\n"))
        .collect();
    assert!(!is_offered("app.py", &format!("import spaces\n{many}")));
}
