"""Validates the sample reports against the JSON Schema, and checks that the schema can refuse.

usage: validate.py WRITE_SAMPLES
Exit code 77 means skipped.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

from schemas import drop, put, strict

try:
    from jsonschema import Draft202012Validator
except ImportError as error:
    print(f"SKIPPED: {error}")
    sys.exit(77)


# Each turns the valid report `unhealthy` into an invalid one.
DAMAGES = [
    drop(["verdict"]),
    drop(["findings", 0, "docs"]),
    drop(["findings", 0, "fix", 0, "actor"]),
    drop(["run", "requests", "budget"]),
    drop(["observations", 0, "facts"]),
    put(["schema"], "oneclaw-doctor/report/v2"),
    put(["verdict"], "sick"),
    put(["findings"], []),
    put(["findings", 0, "severity"], "fatal"),
    put(["findings", 0, "certainty"], 0.9),
    put(["findings", 0, "rule"], "no-row"),
    put(["findings", 0, "caused_by"], ["auth.token/expired"]),
    put(["findings", 1, "caused_by"], []),
    put(["findings", 0, "fix", 0, "command"], "oneclaw-doctor"),
    put(["findings", 0, "unheard_of"], 1),
    put(["observations", 0, "status"], "ok"),
    put(["observations", 0, "facts"], {"dns.failed": False}),
    put(["observations", 0, "facts"], [{"name": "dns.failed", "value": None}]),
    put(["summary", "errors"], -1),
    put(["target", "base_url"], "https://api.1claw.xyz"),
]


def main():
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        files = sorted(pathlib.Path(folder).glob("*.json"))
        schema = json.loads((pathlib.Path(folder) / "report.schema.json").read_text())
        reports = {f.stem: json.loads(f.read_text()) for f in files if "schema" not in f.name}
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(strict(schema))
    for name, report in reports.items():
        for error in validator.iter_errors(report):
            failures.append(f"{name}: {error.json_path}: {error.message}")
    for name, change in DAMAGES:
        damaged = copy.deepcopy(reports["unhealthy"])
        change(damaged)
        if validator.is_valid(damaged):
            failures.append(f"accepted: {name}")
    later = copy.deepcopy(reports["healthy"])
    later["a_later_member"] = 1
    if not Draft202012Validator(schema).is_valid(later):
        failures.append("the published schema refuses additions")
    print("\n".join(failures) or f"{len(reports)} reports valid, {len(DAMAGES)} damages refused")
    return 1 if failures or len(reports) < 5 else 0


sys.exit(main())
