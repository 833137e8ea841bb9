#!/usr/bin/env python3
"""The libraries' reference is built without a warning, and no type or function that another folder
may use is without a word. Members speak for themselves where their names do.

usage: reference.py ROOT
"""

import itertools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
INCLUDE = re.compile(r'^#include "(\w+/[\w./]+)"', re.MULTILINE)
BARE = re.compile(r"([\w./]+\.h):(\d+): warning: (?:Member (.*)|(Compound .*)) is not documented")


def doxygen(root, folder, *settings):
    """Exit code and warnings of the reference that these settings make of it."""
    text = (root / "docs/Doxyfile").read_text() + "\n".join(
        [f"OUTPUT_DIRECTORY = {folder}", *settings]) + "\n"
    done = subprocess.run(["doxygen", "-"], input=text, capture_output=True, text=True, check=False,
                          timeout=240, cwd=root)
    return done.returncode, done.stderr.replace(f"{root}/", "")


def public_headers(root):
    """What a folder includes of another one, and what that includes."""
    found, new = set(), set()
    for folder in (path.parent for path in root.glob("*/CMakeLists.txt")):
        if folder.name == "tests":
            continue
        for file in [*folder.rglob("*.h"), *folder.rglob("*.cc")]:
            new |= {name for name in INCLUDE.findall(file.read_text())
                    if not name.startswith(folder.name + "/")}
    new |= {f"probes/facts/{path.name}" for path in (root / "probes/facts").glob("*.h")}
    while new:
        found |= new
        new = {name for header in new if (root / header).exists()
               for name in INCLUDE.findall((root / header).read_text())} - found
    return {name for name in found if not name.startswith("cli/")}


def self_evident(what):
    """Fields, and members whose meaning C++ itself fixes."""
    return re.search(r"\((variable|friend)\)|operator|=default|noexcept", what) is not None


def shares_a_comment(file, line):
    """A free function right below another one has the comment of the first of them."""
    lines = file.read_text().splitlines()
    above = reversed(lines[:line - 1])
    return any(text.lstrip().startswith("///") for text in itertools.takewhile(str.strip, above))


def undocumented(root, folder):
    public = public_headers(root)
    _, told = doxygen(root, folder, "EXTRACT_ALL = NO", "WARN_IF_UNDOCUMENTED = YES",
                      "WARN_AS_ERROR = NO", "GENERATE_HTML = NO", "GENERATE_XML = YES")
    places = BARE.findall(told)
    return sorted({f"{file}:{line}: {member or compound} has no word of documentation"
                   for file, line, member, compound in places
                   if file in public and not self_evident(member) and not (
                       "(function) of namespace" in member and
                       shares_a_comment(root / file, int(line)))}), len(public)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    if shutil.which("doxygen") is None:
        print("skipped: doxygen is not installed")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        code, told = doxygen(root, name)
        page = pathlib.Path(name) / "html/classdoctor_1_1net_1_1Engine.html"
        if code != 0 or told:
            raise SystemExit(f"doxygen exits with {code}:\n{told}")
        if "The only door to the network" not in (page.parent / "engine_8h.html").read_text():
            raise SystemExit("the comment at the head of net/engine.h is not in its page")
        wrong, headers = undocumented(root, name)
    print("\n".join(wrong) or f"{headers} public headers")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
