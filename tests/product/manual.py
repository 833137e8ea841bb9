#!/usr/bin/env python3
"""The manual and the help: what they hold, and what formatters say of the pages.

usage: manual.py BUILD
"""

import pathlib
import re
import shutil
import subprocess
import sys

SKIPPED = 77


def output(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60,
                          **options)


def complaints(page):
    """Of each formatter that is here."""
    if shutil.which("man"):
        told = output("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(page),
                      env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANROFFSEQ": "",
                           "MANWIDTH": "80"})
        if told.returncode != 0 or told.stderr:
            yield f"man: {told.stderr}"
    if shutil.which("mandoc"):
        told = output("mandoc", "-T", "lint", "-W", "warning", str(page))
        # The date is left out on purpose: it would make each build's bytes differ.
        lines = [line for line in told.stdout.splitlines()
                 if "missing date" not in line and "referenced manual not found" not in line]
        if lines:
            yield "mandoc: " + "\n".join(lines)


def roff_words(text):
    for escape, meant in ((r"\-", "-"), (r"\(aq", "'"), (r"\(ha", "^"), (r"\(ti", "~"),
                          (r"\fB", ""), (r"\fR", ""), (r"\fI", ""), (r"\&", "")):
        text = text.replace(escape, meant)
    return text


def main():
    build = pathlib.Path(sys.argv[1])
    doctor = build / "bin" / "oneclaw-doctor"
    pages = build / "cli" / "man1"
    wrong = []
    overview = output(doctor, "--help").stdout
    commands = re.findall(r"^  ([a-z]+)", overview.split("Commands:\n")[1].split("\n\n")[0],
                          re.MULTILINE)
    if len(commands) < 9:
        wrong.append(f"the overview names {commands} only")
    for command in ["", *commands]:
        page = pages / ("oneclaw-doctor" + ("-" if command else "") + command + ".1")
        text = roff_words(page.read_text()) if page.exists() else ""
        told = output(doctor, *([command] if command else []), "--help")
        if told.returncode != 0 or not told.stdout.startswith("Examples:\n"):
            wrong.append(f"{command} --help does not begin with examples")
        wrong += [f"{command} --help: wider than 80: {line}" for line in told.stdout.splitlines()
                  if len(line) > 80]
        options = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", told.stdout, re.MULTILINE)
        wrong += [f"{page.name} lacks {option}" for option in options if option not in text]
        wrong += [f"{page.name}: {complaint}" for complaint in complaints(page)]
    print("\n".join(wrong) or f"{len(commands) + 1} pages")
    if wrong:
        return 1
    if not shutil.which("man") and not shutil.which("mandoc"):
        print("skipped: neither man nor mandoc is installed; the words of the pages are right")
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
