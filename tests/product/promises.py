#!/usr/bin/env python3
"""docs/privacy.md names a test for each promise: each is there, under that name, in that file.

usage: promises.py ROOT
"""

import pathlib
import re
import sys

ROW = re.compile(r"^\| (?!promise \||-)(.*?) \| (.*) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/.]+)` ((?:[\w.]+(?:, )?)+)")


def is_there(text, name, kind):
    if "." in name:
        suite, test = name.split(".")
        return re.search(rf"\bTEST(?:_[PF])?\({suite}, {test}\)", text) is not None
    if kind == ".json":
        return f'"name": "{name}"' in text
    return re.search(rf"\b{name}\(", text) is not None


def main():
    root = pathlib.Path(sys.argv[1])
    promises = ROW.findall((root / "docs/privacy.md").read_text())
    wrong, tests = [], 0
    for promise, held_by in promises:
        named = NAMED.findall(held_by)
        if not named:
            wrong.append(f"no test holds: {promise}")
        for path, names in named:
            file = root / path
            if not file.exists():
                wrong.append(f"{path} is not there: {promise}")
                continue
            for name in names.rstrip(", ").split(", "):
                tests += 1
                if not is_there(file.read_text(), name, file.suffix):
                    wrong.append(f"{path} has no {name}: {promise}")
    if len(promises) < 20:
        wrong.append(f"only {len(promises)} promises were read")
    print("\n".join(wrong) or f"{len(promises)} promises, {tests} tests")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
