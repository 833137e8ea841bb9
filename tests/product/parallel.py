#!/usr/bin/env python3
"""packaging/parallel: a fleet in several processes of GNU parallel, and again after a kill.

usage: parallel.py BUILD
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "packaging/parallel/oneclaw-doctor-fleet"
TARGETS = 9


def expect(what, condition):
    if not condition:
        raise SystemExit(f"wrong: {what}")


def lines_in(folder):
    return {path.name: path.read_text(encoding="utf-8").splitlines(keepends=True)
            for path in folder.iterdir()}


def main():
    doctor = pathlib.Path(sys.argv[1]).resolve() / "bin" / "oneclaw-doctor"
    if not shutil.which("parallel"):
        print("skipped: GNU parallel is not installed")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="a fleet ") as name:  # a blank, for the quoting
        home = pathlib.Path(name)
        (home / "my targets.csv").write_text("name,credential_variable\n" + "".join(
            f"agent {i},ONECLAW_AGENT_API_KEY\n" for i in range(TARGETS)))

        def fleet(*options):
            return subprocess.run(
                [SCRIPT, "my targets.csv", "the results", "3", *options], cwd=home, timeout=200,
                capture_output=True, text=True, check=False,
                env={"PATH": os.environ["PATH"], "HOME": name, "LANG": "C.UTF-8",
                     "ONECLAW_DOCTOR": str(doctor), "ONECLAW_RUN_OPTIONS": "--mock=policy_missing"})

        done = fleet("--format", "json")
        expect(f"exit {done.returncode}: {done.stderr}", done.returncode == 1)
        report = json.loads(done.stdout)
        expect(f"{report['fleet']}", report["fleet"]["finished"] == TARGETS and
               not report["fleet"]["missing"] and report["findings"][0]["count"] == TARGETS)
        results = home / "the results"
        before = lines_in(results)
        expect(f"{list(before)}", sorted(before) == [f"shard-{i}-3.jsonl" for i in (1, 2, 3)] and
               all(len(lines) == TARGETS // 3 for lines in before.values()))
        # As if the second had been killed while it wrote its last line, and the third at once.
        torn = before["shard-2-3.jsonl"]
        (results / "shard-2-3.jsonl").write_text("".join(torn[:-1]) + torn[-1][:99])
        (results / "shard-3-3.jsonl").unlink()
        done = fleet("--fail-on", "never", "--format", "json")
        after = lines_in(results)
        expect(f"exit {done.returncode}: {done.stderr}", done.returncode == 0 and
               json.loads(done.stdout)["fleet"]["finished"] == TARGETS)
        expect("what was finished was run again",
               after["shard-1-3.jsonl"] == before["shard-1-3.jsonl"] and
               after["shard-2-3.jsonl"][:-1] == torn[:-1])
        expect("the usage", subprocess.run([SCRIPT], capture_output=True, check=False)
               .returncode == 2)
    print(f"{TARGETS} targets in 3 processes, and what was left of them")
    return 0


if __name__ == "__main__":
    sys.exit(main())
