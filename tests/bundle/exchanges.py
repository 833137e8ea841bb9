"""`exchanges.json` of every scenario's bundle is as its JSON Schema says, with no member that the
schema does not name; and the schema can refuse.

usage: exchanges.py DOCTOR SCHEMA PAGE [--every N]
Exit code 77 means skipped.
"""

import concurrent.futures
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "report"))
from schemas import put, strict  # noqa: E402

try:
    from jsonschema import Draft202012Validator
except ImportError as error:
    print(f"SKIPPED: {error}")
    sys.exit(77)

DOCTOR, SCHEMA, PAGE = sys.argv[1:4]
EVERY = int(sys.argv[5]) if len(sys.argv) > 5 else 1


def scenarios():
    told = subprocess.run([DOCTOR, "list", "scenarios", "--format", "json"], check=True,
                          capture_output=True, text=True, timeout=60).stdout
    return [scenario["name"] for scenario in json.loads(told)][::EVERY]


def exchanges_of(scenario):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "bundle.tar.gz"
        done = subprocess.run([DOCTOR, "bundle", f"--mock={scenario}", "-o", path, "-q"],
                              capture_output=True, text=True, check=False, timeout=120,
                              env={"HOME": folder})
        if not path.exists():
            raise SystemExit(f"{scenario}: no bundle, exit {done.returncode}: {done.stderr}")
        with tarfile.open(path) as bundle:
            return scenario, json.load(bundle.extractfile("exchanges.json"))


# Each makes something of the exchanges of `healthy` that no writer may make.
DAMAGES = [
    put([0, "observation"], 7),
    put([0, "unheard_of"], 1),
    put([0, "request", "method"], "DELETE"),
    put([0, "request", "url"], "https://api.1claw.xyz/v1/health?key=1"),
    put([0, "request", "url"], "https://user@api.1claw.xyz/v1/health"),
    put([0, "request", "credential"], "ocv_0"),
    put([0, "request", "body"], "{}"),
    put([0, "response", "headers"], [{"name": "set-cookie", "value": "a=b"}]),
    put([0, "response", "headers"], {"date": "today"}),
    put([0, "response", "members"], [{"name": "access_token", "value": "x"}]),
    put([0, "response", "members"], [{"name": "status", "value": {"a": 1}}]),
    put([0, "response", "status"], 0),
    put([0, "response", "body"], ""),
]


def kept_headers(schema):
    """The schema's list and the page's, which have to be one."""
    named = schema["$defs"]["response"]["properties"]["headers"]["items"]["properties"]["name"]["enum"]
    text = pathlib.Path(PAGE).read_text().split("Headers that are kept:")[1].split(". Members")[0]
    return set(named), set(re.findall(r"`([a-z-]+)`", text))


def main():
    schema = json.loads(pathlib.Path(SCHEMA).read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(strict(schema))
    failures, asked = [], 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for scenario, exchanges in pool.map(exchanges_of, scenarios()):
            asked += len(exchanges)
            failures += [f"{scenario}: {error.json_path}: {error.message}"
                         for error in validator.iter_errors(exchanges)]
    _, healthy = exchanges_of("healthy")
    for name, change in DAMAGES:
        damaged = copy.deepcopy(healthy)
        change(damaged)
        if validator.is_valid(damaged):
            failures.append(f"accepted: {name}")
    later = copy.deepcopy(healthy)
    later[0]["a_later_member"] = 1
    if not Draft202012Validator(schema).is_valid(later):
        failures.append("the published schema refuses additions")
    in_schema, in_page = kept_headers(schema)
    if in_schema != in_page:
        failures.append(f"headers of the schema or the page alone: {in_schema ^ in_page}")
    print("\n".join(failures[:30]) or f"{asked} exchanges valid, {len(DAMAGES)} damages refused")
    return 1 if failures or asked < 20 else 0


sys.exit(main())
