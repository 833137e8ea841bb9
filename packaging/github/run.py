#!/usr/bin/env python3
"""The step of the GitHub action: runs the doctor, and tells GitHub what it found as outputs,
annotations and a summary. Exits as the doctor does.

Environment: ONECLAW_DOCTOR (the program), ONECLAW_ARGUMENTS, and what GitHub sets.
"""

import json
import os
import pathlib
import shlex
import subprocess
import sys

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def escaped(text):
    """As the data of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text):
    return escaped(text).replace(":", "%3A").replace(",", "%2C")


def annotations(report):
    for finding in report["findings"]:
        if finding["root_cause"]:
            text = " ".join([finding["title"] + ".", *(step["text"] for step in finding["fix"])])
            yield f"::{LEVELS[finding['severity']]} title={escaped_property(finding['rule'])}::" + \
                escaped(text)


def append(variable, text):
    if os.environ.get(variable):
        with open(os.environ[variable], "a", encoding="utf-8") as file:
            file.write(text)


def main():
    report_file = pathlib.Path(os.environ.get("RUNNER_TEMP", ".")) / "oneclaw-doctor.json"
    if not os.environ.get("ONECLAW_AGENT_API_KEY"):  # an input that was not given is empty
        os.environ.pop("ONECLAW_AGENT_API_KEY", None)
    done = subprocess.run([os.environ.get("ONECLAW_DOCTOR", "oneclaw-doctor"), "run", "--color",
                           "never", "--report", f"json={report_file}",
                           *shlex.split(os.environ.get("ONECLAW_ARGUMENTS", ""))],
                          stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, end="")
    append("GITHUB_STEP_SUMMARY", f"### 1Claw\n\n~~~~~~text\n{done.stdout}~~~~~~\n")
    if done.returncode in (0, 1, 3) and report_file.exists():
        report = json.loads(report_file.read_text(encoding="utf-8"))
        causes = [finding["rule"] for finding in report["findings"] if finding["root_cause"]]
        print("\n".join(annotations(report)))
        append("GITHUB_OUTPUT", f"verdict={report['verdict']}\ncause={(causes or [''])[0]}\n"
                                f"report={report_file}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
