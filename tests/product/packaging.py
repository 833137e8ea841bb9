#!/usr/bin/env python3
"""packaging/: every option named there is one of the program's, and the linters that are here are
content.

usage: packaging.py BUILD
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
PACKAGING = pathlib.Path(__file__).resolve().parents[2] / "packaging"
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


def manifests():
    import yaml
    for path in [*PACKAGING.rglob("*.yaml"), *PACKAGING.rglob("*.yml")]:
        try:
            for document in yaml.safe_load_all(path.read_text()):
                if not isinstance(document, dict):
                    yield f"{path}: no mapping"
        except yaml.YAMLError as error:
            yield f"{path}: {error}"


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
    wrong = [*unknown_options(doctor), *action(doctor)]
    left_out = []
    if shutil.which("systemd-analyze"):
        wrong += units(doctor)
    else:
        left_out.append("systemd-analyze is not installed")
    try:
        wrong += manifests()
    except ImportError:
        left_out.append("python3-yaml is not installed")
    print("\n".join([*wrong, *("skipped: " + reason for reason in left_out)]))
    return 1 if wrong else SKIPPED if left_out else 0


if __name__ == "__main__":
    sys.exit(main())
