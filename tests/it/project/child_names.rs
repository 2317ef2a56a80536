//! Which names of a project's modules lead to child processes: those that words connect, and that evaluation leaves.

use spawnsafe::config::Config;
use spawnsafe::model::surroundings::Surroundings;
use spawnsafe::project::{Discovery, Projects, Variables};
use spawnsafe::search::may_find;

use crate::cli::Project;

const TOOLS: &str = "\
from multiprocessing import Pool

class Tools:
    def run(self, work):
        with Pool() as pool:
            return pool.map(work, [1])

class Name:
    owner = None
    def show(self):
        return isinstance(self.owner, Tools)

def each(work):
    return Tools().run(work)

def made():
    return Tools()
";

/// Whether a file of a project with [`TOOLS`] and other modules may have findings by what it imports.
fn may_be_found(modules: &[(&str, &str)], text: &str) -> bool {
    let mut files = vec![
        ("pyproject.toml", "[tool.spawnsafe]\n"),
        ("tools.py", TOOLS),
        ("main.py", text),
    ];
    files.extend(modules);
    let project = Project::new(&files);
    let path = project.path("main.py");
    let settings = Discovery::new().settings_of(&path).expect("settings");
    let projects = Projects::new(Variables::default()).with_cache(None);
    let around = projects.surroundings_for(&path, &settings);
    let words = around.child_names("tools");
    assert!(words.has("Name") && words.has("made"), "{words:?}");
    may_find(text, &around, &Config::default())
}

#[test]
fn a_class_that_is_only_asked_for_leads_nowhere() {
    let uses = "from tools import Name\nName().show()\n";
    assert!(!may_be_found(&[], uses));
    let named = [(
        "more.py",
        "from tools import Name\nclass More(Name):\n    pass\n",
    )];
    assert!(!may_be_found(
        &named,
        "from more import More\nMore().show()\n"
    ));
}

#[test]
fn what_starts_children_leads_there_however_it_is_reached() {
    let all = [
        "from tools import each\neach(lambda x: x)\n",
        "from tools import Tools\nTools().run(lambda x: x)\n",
        "from tools import made\nmade().run(lambda x: x)\n",
        "import tools\ntools.each(lambda x: x)\n",
        "import tools as t\nrun = t.each\n",
        "from more import *\nover(lambda x: x)\n",
        "from more import over\nover(lambda x: x)\n",
        "from more import Further\nFurther().run(lambda x: x)\n",
        "from more import table\ntable['each'](lambda x: x)\n",
        "from more import Holder\nHolder().go(lambda x: x)\n",
        "from more import Holder\nHolder().tools.run(lambda x: x)\n",
        "from more import whole\nwhole.each(lambda x: x)\n",
        "from more import again\nagain(lambda x: x)\n",
    ];
    let more = [(
        "more.py",
        "import tools\nimport tools as whole\nfrom tools import Tools, each, made\nfrom tools import each as again\n\
         def over(work):\n    return tools.each(work)\n\
         class Further(Tools):\n    pass\n\
         table = {'each': each}\n\
         class Holder:\n    def __init__(self):\n        self.tools = made()\n    \
         def go(self, work):\n        return self.tools.run(work)\n",
    )];
    for text in all {
        assert!(may_be_found(&more, text), "{text}");
    }
}
