#!/usr/bin/env python3
"""How fast `explain` reads logs, as ratios to the tools one would take instead.

    explain.py [--doctor PATH] [--size MB] [--runs N]

Every tool is bound to one processor and reads the same generated file, turn by turn; the best time
of each counts. The exit code is 1 when a limit is missed.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = """
import json, sys
for line in open(sys.argv[1], "rb"):
    try:
        if json.loads(line).get("status", 0) >= 400:
            sys.stdout.write(line.decode())
    except ValueError:
        print("broken", file=sys.stderr)
"""


def json_block(rng):
    """A service's log: headers in each record, a body with each failure; 2 % fail."""
    lines = []
    for i in range(20000):
        line = {"time": f"2026-11-{1 + i % 28:02}T{i % 24:02}:{i % 60:02}:07.{i % 1000:03}Z",
                "level": "info", "service": f"billing-{i % 7}", "msg": "request completed",
                "request_id": f"{rng.getrandbits(128):032x}", "method": "GET", "status": 200,
                "url": f"https://api.1claw.xyz/v1/vaults/{i % 40}/secrets/db",
                "duration_ms": i % 977,
                "request_headers": {"accept": "application/json", "user-agent": "node",
                                    "x-request-id": f"{rng.getrandbits(64):016x}"},
                "response_headers": {"content-type": "application/json", "server": "envoy",
                                     "content-length": str(i % 5000)}}
        chance = rng.random()
        if chance < 0.01:
            line |= {"level": "error", "status": 403, "response_body": json.dumps(
                {"type": "about:blank", "title": "Forbidden", "status": 403,
                 "detail": "Insufficient permissions"})}
        elif chance < 0.02:
            line |= {"level": "error", "status": 503, "url": "https://other.example.com/items",
                     "response_body": "upstream connect error"}
        lines.append(json.dumps(line))
    return ("\n".join(lines) + "\n").encode()


def text_block(rng):
    lines = []
    for i in range(20000):
        at = f"2026-11-{1 + i % 28:02}T{i % 24:02}:{i % 60:02}:07.{i % 1000:03}Z"
        chance = rng.random()
        if chance < 0.5:
            line = (f"{at} INFO  [server] handled request id={rng.getrandbits(32):08x} "
                    f"user={i % 977} path=/items/{i % 333} duration={i % 250}ms")
        elif chance < 0.8:
            line = (f'10.0.{i % 255}.{i % 200} - - [25/Nov/2026:04:00:07 +0000] "GET '
                    f'/static/app-{i % 50}.js HTTP/1.1" 200 {i} "-" "Mozilla/5.0 (X11; Linux)"')
        elif chance < 0.99:
            line = f"{at} DEBUG [cache] hit for key session:{rng.getrandbits(32):08x} in {i % 900}us"
        elif chance < 0.997:
            line = f"{at} ERROR [worker] https://api.example.com/v2/items failed with status 503"
        else:
            line = f"{at} ERROR [auth] 1claw API error (status 403): Insufficient permissions"
        lines.append(line)
    return ("\n".join(lines) + "\n").encode()


def write(path, block, size):
    with open(path, "wb") as out:
        for _ in range(max(1, size // len(block))):
            out.write(block)
    return os.path.getsize(path)


def took(command, processors):
    available = sorted(os.sched_getaffinity(0))[:processors]
    started = time.monotonic()
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          preexec_fn=lambda: os.sched_setaffinity(0, available))
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command[0]}: exit {done.returncode}")
    return time.monotonic() - started


def best(runs, *ways):
    times = [[] for _ in ways]
    for _ in range(runs):
        for (command, processors), list_of_times in zip(ways, times):
            list_of_times.append(took(command, processors))
    return [min(one) for one in times]


class Limits:
    missed = 0

    def line(self, what, value, limit, detail):
        held = value >= limit
        self.missed += not held
        print(f"{'PASS' if held else 'FAIL'}  {what:34} {value:7.2f} >= {limit:6.2f}   {detail}",
              flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--doctor", default=os.path.join(HERE, "..", "build", "release", "bin",
                                                         "oneclaw-doctor"))
    parser.add_argument("--size", type=int, default=200, help="MB of each file")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    limits = Limits()
    with tempfile.TemporaryDirectory() as folder:
        log, text = os.path.join(folder, "log.jsonl"), os.path.join(folder, "text.log")
        mega = write(log, json_block(random.Random(7)), options.size * 1000000) / 1e6
        explain = [options.doctor, "explain", "--quiet"]
        ways = [([*explain, log], 1), ([sys.executable, "-c", PYTHON, log], 1)]
        ways += [([*explain, log], 2)] if len(os.sched_getaffinity(0)) > 1 else []
        ways += [(["jq", "-c", "select(.status>=400)", log], 1)] if shutil.which("jq") else []
        times = best(options.runs, *ways)
        ours, python = times[0], times[1]
        speed = f"{mega / ours:.0f} MB/s"
        if ways[-1][0][0] == "jq":
            limits.line("JSON Lines, times jq", times[-1] / ours, 10,
                        f"{speed}; jq {mega / times[-1]:.0f} MB/s")
        else:
            print("SKIP  no jq")
        limits.line("JSON Lines, times Python", python / ours, 5,
                    f"{speed}; Python {mega / python:.0f} MB/s")
        if ways[2:] and ways[2][1] == 2:
            limits.line("two processors, times one", ours / times[2], 1.7,
                        f"{mega / times[2]:.0f} MB/s")
        mega = write(text, text_block(random.Random(7)), options.size * 1000000) / 1e6
        one, two = best(options.runs, ([*explain, text], 1), ([*explain, text], 2))
        limits.line("text, MB/s", mega / one, 300, f"{mega / two:.0f} MB/s on two")
    return 1 if limits.missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError) as error:
        sys.exit(f"bench: {error}")
