"""Writes data/stdlib.facts from typeshed, the documentation and real runs; README.md says how to run it."""

import argparse
import collections
import json
import pathlib
import re
import shlex
import subprocess

import announcements
import conditions
import coverage
import documentation
import evidence
from emit import Emission
from reconcile import reconcile
from written import Written

DATA = pathlib.Path(__file__).parent.parent / "data"
GENERATED = "stdlib.facts"
# What only CPython's own tests and its build use.
INTERNAL = re.compile(r"(.*\.)?(test|tests|idle_test|__main__|__phello__.*|_sysconfigdata.*|_?test.*|_?xx.*|sitecustomize)")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--typeshed", required=True, help="its stdlib folder, from a new mypy wheel")
    parser.add_argument("--typeshed-38", required=True, help="the same from mypy 1.14, which knows 3.8 and 3.9")
    parser.add_argument("--docs", action="append", default=[], metavar="MINOR=FOLDER", help="HTML documentation")
    parser.add_argument("--run", action="append", default=[], metavar="COMMAND", help="an interpreter with probe.py")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file would change")
    options = parser.parse_args()

    names = evidence.gather(options.typeshed, options.typeshed_38)
    runs, modules = _runs(options.run, names)
    modules |= {str(name) for name in names.values() if name.member is None}
    notes = sorted((_notes(text) for text in options.docs), reverse=True, key=lambda note: note[0])
    written = Written(DATA, GENERATED)
    known, disagreements = reconcile(names, runs, notes, written.facts)
    emission = Emission(known, written)
    print(disagreements.report())
    print(emission.report())
    modules = "".join(f"{m}\n" for m in sorted(modules) if not INTERNAL.fullmatch(m))
    changed = False
    for path, text in [(DATA / GENERATED, emission.text()), (DATA / "modules.txt", modules)]:
        changed |= not path.exists() or path.read_text(encoding="utf-8") != text
        if not options.check:
            path.write_text(text, encoding="utf-8")
    problems = _unsaid(options.docs) + _unconditional(names, written)
    raise SystemExit(options.check and changed or bool(problems))


def _unsaid(docs):
    """What the newest documentation announces and neither a fact nor the list of what is left out has."""
    newest = max((_minor(text) for text in docs), default=None)
    if newest is None:
        return []
    minor, folder = newest
    announced = announcements.announcements(folder, minor)
    counts, problems = coverage.report(announced, coverage.Facts(DATA))
    print("\n".join([*(f"{n:6} announcements: {what}" for what, n in sorted(counts.items())), *problems]))
    return problems


def _unconditional(names, written):
    """What typeshed has on some platforms only and neither a fact nor the list of what is left out has."""
    counts, problems = conditions.report(names, conditions.Facts(DATA, written.canonical))
    print("\n".join([*(f"{n:6} conditions of platforms: {what}" for what, n in counts.items()), *problems]))
    return problems


def _runs(commands, names):
    """{(platform, minor): [{dotted name: answer}]} of every command, and the modules that they have."""
    questions = [[n.module, n.member, n.parameter] for n in names.values()]
    runs, modules = collections.defaultdict(list), set()
    for command in commands:
        done = subprocess.run(shlex.split(command), input=json.dumps(questions), stdout=subprocess.PIPE, text=True, check=True)
        answer = json.loads(done.stdout)
        runs[answer["platform"], answer["minor"]].append(dict(zip(names, answer["answers"])))
        modules |= set(answer["modules"])
    return runs, modules


def _minor(text):
    minor, folder = text.removeprefix("3.").split("=", 1)
    return int(minor), folder


def _notes(text):
    minor, folder = _minor(text)
    return minor, documentation.notes(folder)


if __name__ == "__main__":
    main()
