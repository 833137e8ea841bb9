#!/usr/bin/env python3
"""docs/rules/ is what the rules table makes of it, and every link in the documentation leads somewhere.

usage: rule_pages.py WRITER ROOT
"""

import pathlib
import re
import subprocess
import sys
import tempfile

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def pages_in(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.md")}


def stale(writer, root):
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([writer, name], check=True, timeout=60)
        fresh, kept = pages_in(pathlib.Path(name)), pages_in(root / "docs/rules")
    return [f"docs/rules/{path} is stale or missing: scripts/rule-pages writes it"
            for path in sorted(fresh.keys() | kept.keys()) if fresh.get(path) != kept.get(path)]


def anchors_of(text):
    """As GitHub names headings."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(root):
    wrong = []
    documents = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "packaging").rglob("*.md")]
    for document in documents:
        for link in LINK.findall(CODE.sub("", document.read_text())):
            path, _, anchor = link.partition("#")
            if "://" in link or link.startswith("mailto:"):
                continue
            target = (document.parent / path).resolve() if path else document
            if not target.exists() or not target.is_relative_to(root):
                wrong.append(f"{document.relative_to(root)}: {link} leads nowhere")
            elif anchor and target.suffix == ".md" and anchor not in anchors_of(target.read_text()):
                wrong.append(f"{document.relative_to(root)}: {link}: there is no such heading")
    return wrong, len(documents)


def main():
    root = pathlib.Path(sys.argv[2]).resolve()
    wrong, documents = broken_links(root)
    wrong += stale(sys.argv[1], root)
    if wrong:
        raise SystemExit("\n".join(wrong[:40]))
    print(f"{documents} documents")


main()
