#!/usr/bin/env python3
"""Every shell command of the documentation is run, in a folder of its own, with the program of this
build; where a document shows what is printed, that is compared. tests/product/stage/ holds what
readers would have there: logs, a healthy 1Claw (the mock), and stand-ins for programs of others.

usage: commands.py BUILD [DOCUMENT…]
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import blocks

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGE = pathlib.Path(__file__).parent / "stage"
KEY = "ocv_7d3b91f4c6e85a2091bd4f7763ce12a8"  # of the mock's healthy agent
LANGUAGES = {"sh", "console"}
OF_OTHERS = ("curl", "jq", "prove")  # that the documents use, and a machine may lack
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def documents():
    return sorted(str(path.relative_to(ROOT)) for path in
                  [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("packaging/**/*.md"),
                   *ROOT.glob("examples/**/*.md")])


@contextlib.contextmanager
def mock(doctor, scenario):
    with subprocess.Popen([doctor, "mock", "--scenario", scenario], stdout=subprocess.PIPE,
                          text=True) as serving:
        try:
            yield serving.stdout.readline().split()[-1]
        finally:
            serving.terminate()


def furnish(doctor, folder):
    """With what a reader of the documents is supposed to have at hand."""
    shutil.copytree(STAGE, folder, dirs_exist_ok=True)
    for name in ("ctest", "cpack"):
        shutil.copy(folder / "bin/cmake", folder / "bin" / name)
    for place in ("var/log", "var/lib/node_exporter", "etc/oneclaw-doctor"):
        (folder / place).mkdir(parents=True)
    (folder / "etc/oneclaw-doctor/agent-key").write_text(KEY)
    (folder / "etc/oneclaw-doctor/agent-key").chmod(0o600)
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    shutil.copytree(ROOT / "examples/rules", folder / "acme", dirs_exist_ok=True)
    shutil.copy(folder / "app.log", folder / "var/log/app.log")
    for report, scenario in (("monday", "healthy"), ("today", "policy_missing"),
                             ("report", "policy_missing")):
        subprocess.run([doctor, "run", f"--mock={scenario}", "-q", "--report",
                        f"json={folder}/{report}.json"], check=False, timeout=30,
                       stdout=subprocess.DEVNULL, env={"HOME": str(folder)})


def furnish_fleet(doctor, folder, url):
    """Two agents, and what came of them before."""
    lines = [f"{name},{url},ONECLAW_AGENT_API_KEY" for name in ("billing-eu", "mail-1")]
    (folder / "agents.csv").write_text("\n".join(["name,base_url,credential_variable", *lines]))
    subprocess.run([doctor, "run", "--targets", "agents.csv", "--results", "results-1.jsonl", "-q"],
                   cwd=folder, env={"HOME": str(folder), "ONECLAW_AGENT_API_KEY": KEY}, check=False,
                   timeout=30, stdout=subprocess.DEVNULL)


def environment(doctor, build, folder, url):
    return {"PATH": f"{folder}/bin:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8",
            "ONECLAW_BASE_URL": url, "ONECLAW_AGENT_API_KEY": KEY, "STAGE_DOCTOR": str(doctor),
            "STAGE_BUILD": str(build), "STAGE_ROOT": str(ROOT),
            "STAGE_CTEST": shutil.which("ctest") or "ctest"}


def complaints(block, doctor, build, furnished):
    with tempfile.TemporaryDirectory() as name, mock(doctor, block.world) as url:
        folder = pathlib.Path(name)
        shutil.copytree(furnished, folder, dirs_exist_ok=True)
        commands = block.commands()
        if any("agents.csv" in command.text for command in commands):
            furnish_fleet(doctor, folder, url)
        for command in commands:
            command.text = re.sub(r"(?<![\w/.~])/(var|etc)/", rf"{folder}/\1/", command.text)
            command.text = re.sub(r"(--listen \S+):\d+", r"\1:0", command.text)  # any free port
        results = blocks.run_commands(commands, cwd=folder,
                                      env=environment(doctor, build, folder, url))
    results = [(code, printed.replace(f"{folder}/", "/")) for code, printed in results]
    return blocks.judged(block.place, commands, results)


def vocabulary(doctor):
    """Which options each command has, by its help."""
    def told(*words):
        return subprocess.run([doctor, *words, "--help"], capture_output=True, text=True,
                              check=True, timeout=20).stdout
    overview = told()
    names = re.findall(r"^  ([a-z]+)", overview.split("Commands:\n")[1].split("\n\n")[0],
                       re.MULTILINE)
    common = set(OPTION.findall(overview))
    return {name: set(OPTION.findall(told(name))) | common for name in names}


def misspelt(document, known):
    """Options and commands that are named within a sentence, or in a file of another language."""
    text = (ROOT / document).read_text()
    quoted = re.findall(r"`(oneclaw-doctor [^`\n]*)`", text)
    quoted += re.findall(r"\b(oneclaw-doctor [^\n|`]*)", "\n".join(
        block.text for block in blocks.blocks_of(ROOT, document) if block.language not in LANGUAGES))
    for command in quoted:
        words = re.split(r"[\s,\"\]]+", command)[1:]
        options = known.get(words[0] if words[0] in known else "run")
        for option in OPTION.findall(command):
            if option not in options:
                yield f"{document}: `{command}`: there is no {option}"
        if re.fullmatch(r"[a-z]+", words[0]) and words[0] not in known:
            yield f"{document}: `{command}`: there is no {words[0]}"


def builds_named(document):
    """Builds and tests that are named within a sentence, for the stand-in of cmake."""
    text = (ROOT / document).read_text()
    for command in re.findall(r"`((?:cmake|ctest) [^`\n]*--preset[^`\n]*)`", text):
        yield blocks.Block(document, 0, "", "sh", command + "\n", "")


def rule_pages(doctor):
    """The pages of the rules play scenarios and nothing else; tests/scenarios runs each of those."""
    told = subprocess.run([doctor, "list", "scenarios", "--format", "json"], capture_output=True,
                          text=True, check=True, timeout=60).stdout
    known = {scenario["name"] for scenario in json.loads(told)}
    for path in sorted((ROOT / "docs/rules").rglob("*.md")):
        for block in blocks.blocks_of(ROOT, str(path.relative_to(ROOT))):
            called = re.fullmatch(r"oneclaw-doctor run --mock=(\w+)\n", block.text)
            yield (None if called and called[1] in known else
                   f"{block.place}: plays no scenario: {block.text}")


def missing_here(block):
    for program in OF_OTHERS:
        if re.search(rf"\b{program}\b", block.text) and shutil.which(program) is None:
            return f"{program} is not installed"
    return ""


def programs_missing(block):
    """Programs of this repository that a block which is not run names, and that are not there."""
    for command in block.commands():
        program = re.sub(r"^(\w+=\S+ )+", "", command.text).split()[0]
        if re.match(r"\.?\w+/", program) and not program.startswith("build") and not os.access(ROOT / program, os.X_OK):
            yield f"{block.place}: there is no program {program}"


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    doctor = build / "bin/oneclaw-doctor"
    known = vocabulary(doctor)
    wrong, run, left_out = [], 0, []
    with tempfile.TemporaryDirectory() as furnished:
        furnish(doctor, pathlib.Path(furnished))
        for document in sys.argv[2:] or documents():
            wrong += misspelt(document, known)
            for block in [*blocks.blocks_of(ROOT, document), *builds_named(document)]:
                if block.language not in LANGUAGES:
                    continue
                reason = block.reason_not_to or missing_here(block)
                if reason:
                    wrong += programs_missing(block)
                    left_out.append(f"{block.place}: {len(block.commands())}: {reason}")
                    continue
                run += len(block.commands())
                wrong += complaints(block, doctor, build, furnished)
    pages = list(rule_pages(doctor))
    wrong += filter(None, pages)
    print("\n".join(wrong))
    print(f"{run} commands were run, and {len(pages)} of the pages of rules are run by tests/scenarios;",
          "not run, with the reason:", *left_out, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
