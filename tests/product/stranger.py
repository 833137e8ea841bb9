#!/usr/bin/env python3
"""The way of a stranger: a clean Debian 12, these sources, and nothing but the README and the pages it
links. Each step's commands are taken out of them, and what they print is compared with what is shown.
Builds everything: minutes to an hour.

usage: stranger.py SOURCE [ROOT]   (ROOT: a clean root that is there already, and stays)
"""

import pathlib
import sys
import tempfile

import blocks
from running import SKIPPED, CleanRoot, copy_tracked

HOME = "root/oneclaw-doctor"
# What a step's page offers beside its way, and why that is not gone here.
LEFT_OUT = {"scripts/test": "builds the tests and passes them: this is one of them",
            "cpack": "the test product.package makes the package and installs it"}
# Step, page, headings. The mock's page says how to be somewhere where a 1Claw is.
STEPS = [
    ("first diagnosis", [("README.md", "oneclaw-doctor")]),
    ("install", [("README.md", "Install")]),
    ("a 1Claw to test with", [("docs/mock.md", "The mock, for your own tests"),
                              ("docs/mock.md", "Who is there")]),
    ("in CI", [("docs/mock.md", "The mock, for your own tests"), ("docs/ci.md", "In CI"),
               ("docs/ci.md", "Failing only for what is new")]),
    ("rules of your own", [("docs/rule-packs.md", "The first one"),
                           ("README.md", "Rules of your own")]),
    ("inside another program", [("README.md", "Inside another program")]),
]


def commands_of(source, page, heading):
    found = [command for block in blocks.blocks_of(source, page)
             if block.heading == heading and block.language in ("sh", "console")
             for command in block.commands()]
    if not found:
        raise SystemExit(f"{page} has no commands under {heading}")
    return found


def walk(root, source):
    for name, pages in STEPS:
        commands = []
        for command in (command for page in pages for command in commands_of(source, *page)):
            reason = next((why for word, why in LEFT_OUT.items() if command.text.startswith(word)),
                          None)
            if reason:
                print(f"{name}: left out: {command.text}: {reason}")
            else:
                commands.append(command)
        results = blocks.run_commands(commands, root.command("bash", folder=f"/{HOME}"),
                                      timeout=10000)
        wrong = list(blocks.judged(name, commands, results))
        if wrong:
            raise SystemExit("\n".join(wrong))
        print(f"{name}: {len(commands)} commands", flush=True)


def main():
    reason = CleanRoot.missing()
    if reason:
        print(f"skipped: {reason}")
        return SKIPPED
    source = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        root = CleanRoot(pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else f"{name}/root"))
        root.install("curl", "ca-certificates")  # a reader's own
        copy_tracked(source, root.path / HOME)
        walk(root, source)
    return 0


if __name__ == "__main__":
    sys.exit(main())
