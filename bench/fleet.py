#!/usr/bin/env python3
"""How fast `run --targets` checks fleets, and how much memory it takes.

    fleet.py [--doctor PATH] [--targets N] [--connections N]

One mock serves both sides over HTTPS. What the doctor asks for one target is what wrk asks over and
over, on as many kept connections and with a valid token; both are measured turn by turn, and the
best of each counts. Memory is the growth of the largest resident size from few targets in flight to
many, and from a small fleet to a large one. The exit code is 1 when a limit is missed.
"""

import argparse
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
WORLD = {"about": "A large quota", "world": {"org": {"quota": {"limit": 20000000}}},
         "expects": {"root": None}}
KEY = "ocv_7d3b91f4c6e85a2091bd4f7763ce12a8"  # of the mock's agent ci-bot
PER_TARGET = 4  # connections, for one that is examined alone as well
SCRIPT = """
local kinds, at = {}, 0
init = function()  -- there is no wrk.format before
  kinds = {%s}
end
request = function()
  at = at %% #kinds + 1
  return kinds[at]
end
"""


class Limits:
    missed = 0

    def line(self, what, value, limit, detail, at_least=False):
        held = value >= limit if at_least else value <= limit
        self.missed += not held
        print(f"{'PASS' if held else 'FAIL'}  {what:44} {value:7.2f} {'>=' if at_least else '<='} "
              f"{limit:6.2f}   {detail}", flush=True)


class Field:
    """The mock, and what the doctor needs to ask it."""

    def __init__(self, doctor, folder):
        self.doctor, self.folder = doctor, folder
        self.authority = os.path.join(folder, "authority.pem")
        with open(os.path.join(folder, "key"), "w", encoding="ascii") as key:
            key.write(KEY)
        world = os.path.join(folder, "world.json")
        with open(world, "w", encoding="ascii") as out:
            json.dump(WORLD, out)
        self.mock = subprocess.Popen([doctor, "mock", "--scenario", world, "--tls-ca",
                                      self.authority], stdout=subprocess.PIPE, text=True)
        self.mock.stdout.readline()
        self.url = self.mock.stdout.readline().split()[-1]

    def end(self):
        self.mock.terminate()
        self.mock.wait()

    def command(self, *arguments):
        return [self.doctor, "run", "--ca-file", self.authority, *arguments]

    def requests(self):
        """Method and URL of each request for one target."""
        done = subprocess.run(
            self.command("--base-url", self.url, "--agent-key-file", "key", "--format", "json"),
            cwd=self.folder, check=True, capture_output=True, text=True,
            env={"PATH": os.environ["PATH"], "HOME": self.folder})
        return [one["request"].split(" ", 1)
                for one in json.loads(done.stdout)["timeline"]["requests"]]

    def fleet(self, count, at_once):
        """Seconds, requests sent, and the largest resident size in KiB."""
        path = os.path.join(self.folder, "targets.json")
        with open(path, "w", encoding="ascii") as out:
            json.dump([{"name": f"agent {i}", "base_url": self.url,
                        "credential": {"file": "key", "kind": "agent-key"}}
                       for i in range(count)], out)
        lines = os.path.join(self.folder, "lines")
        command = self.command("--targets", path, "--results", "-", "--no-pace", "--concurrency",
                               str(at_once), "-q")
        started = time.monotonic()
        with open(lines, "w", encoding="utf-8") as out:
            process = subprocess.Popen(command, cwd=self.folder, stdout=out)
            _, status, usage = os.wait4(process.pid, 0)
        took = time.monotonic() - started
        sent, rules = 0, set()
        with open(lines, encoding="utf-8") as results:
            for line in results:
                report = json.loads(line)["report"]
                sent += report["run"]["requests"]["sent"]
                rules |= {finding["rule"] for finding in report["findings"]}
        if status != 0:
            raise RuntimeError(f"a fleet of {count} is not healthy: {status} {rules}")
        return took, sent, usage.ru_maxrss

    def token(self):
        request = urllib.request.Request(self.url + "/v1/auth/agent-token",
                                         json.dumps({"api_key": KEY}).encode(),
                                         {"Content-Type": "application/json"})
        trusted = ssl.create_default_context(cafile=self.authority)
        with urllib.request.urlopen(request, context=trusted) as answer:
            return json.load(answer)["access_token"]


def wrk_script(field, requests):
    token = field.token()
    kinds = []
    for method, url in requests:
        path = urllib.parse.urlsplit(url)
        target = path.path + ("?" + path.query if path.query else "")
        lua = f'["Authorization"]="Bearer {token}"'
        body = "nil"
        if method == "POST":
            # The doctor signs in on a connection of its own; this makes wrk open one, too.
            lua = '["Content-Type"]="application/json", ["Connection"]="close"'
            body = f"'{json.dumps({'api_key': KEY})}'"
        kinds.append(f'wrk.format("{method}", "{target}", {{{lua}}}, {body})')
    return SCRIPT % ", ".join(kinds)


def against_wrk(limits, field, options):
    requests = field.requests()
    script = os.path.join(field.folder, "requests.lua")
    with open(script, "w", encoding="utf-8") as out:
        out.write(wrk_script(field, requests))
    wrk = ["wrk", "-t1", f"-c{options.connections}", "-d5s", "-s", script, field.url]
    ours, theirs = [], []
    for _ in range(options.runs):
        told = subprocess.run(wrk, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in told and options.verbose:
            print(told)
        theirs.append(float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]))
        took, sent, _ = field.fleet(options.targets, options.connections // PER_TARGET)
        ours.append(sent / took)
    limits.line("requests per second / wrk", max(ours) / max(theirs), 0.6,
                f"{max(ours):.0f} / {max(theirs):.0f} per second, {options.connections} "
                f"connections, {len(requests)} requests per target", at_least=True)


def memory(limits, field, options):
    few, many = 16, 256
    _, _, low = field.fleet(options.targets, few)
    _, _, high = field.fleet(options.targets, many)
    limits.line("KiB of memory per target in flight", (high - low) / (many - few), 64,
                f"{low} KiB with {few} at once, {high} KiB with {many}")


def growth(limits, field, options):
    small, large = options.targets, options.targets * 10
    short, _, low = field.fleet(small, options.connections // PER_TARGET)
    long, _, high = field.fleet(large, options.connections // PER_TARGET)
    limits.line(f"time of {large} targets / 10 times {small}", long / (short * 10), 1.15,
                f"{long:.1f} s, {short:.1f} s")
    # What its line says, and in short what it came to, is kept to the end.
    limits.line(f"KiB per target more in a fleet of {large}", (high - low) / (large - small), 1.25,
                f"{low} KiB, {high} KiB at most")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--doctor", default=os.path.join(HERE, "..", "build", "release", "bin",
                                                         "oneclaw-doctor"))
    parser.add_argument("--targets", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.doctor = os.path.abspath(options.doctor)
    limits = Limits()
    with tempfile.TemporaryDirectory() as folder:
        field = Field(options.doctor, folder)
        try:
            if shutil.which("wrk"):
                against_wrk(limits, field, options)
            else:
                print("SKIP  requests per second / wrk: wrk is not installed (package wrk)")
            memory(limits, field, options)
            growth(limits, field, options)
        finally:
            field.end()
    return 1 if limits.missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError) as error:
        sys.exit(f"bench: {error}")
