//! The search before parsing: what it passes over, and that it passes over nothing that is found.

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use spawnsafe::check::check;
use spawnsafe::config::Config;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::search::may_find;
use spawnsafe::syntax::Document;

/// Files that need no parse.
const SILENT: &[&str] = &[
    "",
    "import os\nprint(os.getcwd())\n",
    "import os\n# os.fork()\n\"\"\"Calls os.fork().\"\"\"\nx = 'os.fork'\n",
    "def f(fork):\n    return self.os.fork\n",
    "import json as j\nj.dumps({}, indent=1)\n",
    "from os.path import join\nimport sys\nprint(join('a', sys.argv[0]))\n",
    "os = 3\nisinstance(os, int)\n",
    "with open('a', 'r') as f:\n    f.read()\n",
    "import warnings\nwith warnings.catch_warnings(record=True):\n    f(action='ignore')\n",
    "from datetime import datetime\nprint(datetime.now())\n",
    "import importlib, os\nimportlib.import_module('json')\n",
    "import importlib\nimportlib.import_module('json')\nx.fork(), 'os'\n",
    "import re\nre.compile('(a)'), re.compile(f'({x})')\n",
    "text.replace('a', 'b')\nx.find(count=3)\n",
    "lib.is_integer(x)\n",
    "with pytest.raises(AttributeError, match='a'):\n    x.name\n",
];

/// Pieces of programs, of which some name what some world lacks, in many ways.
const PIECES: &[&str] = &[
    "import os\n",
    "import os as o\n",
    "import os, sys\n",
    "import os; import signal\n",
    "from os import (  # a comment\n    fork,\n    getcwd as g)\n",
    "from os import *\n",
    "from . import os\n",
    "import multiprocessing as mp\n",
    "from multiprocessing import Process, get_context\n",
    "import concurrent.futures\n",
    "from concurrent import futures\n",
    "import asyncio\n",
    "import signal, \\\n    socket\n",
    "if x: import fcntl\n",
    "try:\n    import pwd\nexcept ImportError:\n    pwd = None\n",
    "os.fork()\n",
    "o . fork()\n",
    "(os\n    # a comment\n    .fork)()\n",
    "os.\\\n    getuid()\n",
    "x = os\n",
    "x.fork()\n",
    "getattr(os, 'fork')\n",
    "getattr(os, name)()\n",
    "f'{os.getuid()} {os}'\n",
    "f'''{os.fork()\n}'''\n",
    "'os.fork'\n",
    "# os.fork()\n",
    "\"\"\"import os\nos.fork()\n\"\"\"\n",
    "'unclosed\n",
    "signal.SIGALRM\n",
    "signal.signal(signal.SIGKILL, f)\n",
    "loop = asyncio.get_event_loop()\n",
    "loop.add_signal_handler(1, f)\n",
    "Process(target=lambda: 1).start()\n",
    "mp.Pool(2).map(lambda x: x, [])\n",
    "mp.get_context('fork')\n",
    "get_context('fork').Process(target=f)\n",
    "with futures.ProcessPoolExecutor() as e:\n    e.submit(lambda: 1)\n",
    "concurrent.futures.ProcessPoolExecutor().submit(lambda: 1)\n",
    "__import__('fcntl').flock(1, 2)\n",
    "'win' in sys.platform\n",
    "def f():\n    global g\n    os.setsid()\n",
    "class P(Process):\n    def run(self): pass\n",
    "except* OSError as e:\n    e.winerror\n",
    "try:\n    f()\nexcept Exception as e:\n    e.add_note('')\n",
    "WindowsError\n",
    "subprocess.Popen([], preexec_fn=f)\n",
    "import subprocess\n",
    "from subprocess import run as r\nr([], **{'preexec_fn': f})\n",
    "x = 1  # spawnsafe: ignore[unavailable-import]\n",
    "if __name__ == '__main__':\n    f()\n",
    "open('a', 'rU')\n",
    "m = 'r' + 'bU'\nopen('a', m)\nopen('b', 'r' + x)\n",
    "x = 'U'\n",
    "from io import open as o\no('a', mode=m)\n",
    "from warnings import catch_warnings as c\nc(record=True, action='ignore')\n",
    "c(  # a comment: )\n    action='ignore')\n",
    "c(g(')'), action='ignore')\nc(**{'action': 1})\n",
    "k = {'action': 'ignore'}\nc(**k)\n",
    "from datetime import datetime as d\n",
    "d.fromisoformat('x'), [d][0]\n",
    "from importlib import import_module\n",
    "import_module('grp').getgrall()\n",
    "import_module(n)\n",
    "n = 'grp'\n",
    "import re\n",
    "re.compile('a(?i)b')\n",
    "re.compile('a(?' + 'i' + ')')\n",
    "re.compile('a(?%s)' % 'i')\n",
    "re.compile(f'a(?{i})')\ni = 'i'\n",
    "'a'.replace('b', 'c', count=1)\n",
    "r = 'a'.replace\nr('b', 'c', count=1)\n",
    "getattr('a', 'replace')('b', 'c', **{'count': 1})\n",
    "(3).is_integer()\n",
    "with raises(AttributeError) as caught:\n    caught.value.name\n",
    "try:\n    f()\nexcept AttributeError as e:\n    e.name\n",
    "}\n",
    "(\n",
];

#[test]
fn passes_over_files_that_name_nothing_of_the_kind() {
    for text in SILENT {
        assert!(
            !may_find(text, &NoSurroundings, &Config::default()),
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn passes_over_nothing_that_is_found(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..9)
    ) {
        let text = pieces.concat();
        let found = check(&Document::new(text.clone()), &NoSurroundings, &Config::default());
        prop_assert!(found.is_empty() || may_find(&text, &NoSurroundings, &Config::default()), "{text}");
    }
}

#[test]
fn reports_the_same_with_and_without_it() {
    let report = |directory: &str, without: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_spawnsafe"));
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
        let cases = cases.join(directory);
        command
            .current_dir(cases)
            .args(["check", "--no-cache", "--output-format", "json", "."]);
        if without {
            command.env("SPAWNSAFE_NO_PREFILTER", "1");
        }
        let output = command.output().expect("a report");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    for directory in ["where_small", "spawn_small", "spawn"] {
        let with = report(directory, false);
        assert!(with.contains("\"rule\"") || with.len() > 100, "{with}");
        assert_eq!(with, report(directory, true), "{directory}");
    }
}
