#!/usr/bin/env python3
"""How fast the doctor is, as ratios to curl and to the network's round trips.

    bench.py [--doctor PATH] [--delay-line PATH] [--runs N]

Everything is measured in one run, turn by turn, so that a busy machine slows both sides alike, and
before everything else that wants the processor, where that is allowed (root). A limit is held by
the best time, which noise can only worsen; the median is printed beside it. The exit code is 1 when
a limit is missed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
NETLAB = os.path.join(HERE, "..", "tests", "netlab", "netlab.py")
SKIPPED = 77
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}


def took(command):
    """Milliseconds of the whole process."""
    started = time.monotonic()
    done = subprocess.run(command, check=False, timeout=60, **QUIET)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode} {done.stderr.decode()}")
    return (time.monotonic() - started) * 1000


def in_turn(runs, *commands):
    """One list of times per command; the commands take turns."""
    times = [[] for _ in commands]
    for _ in range(runs):
        for command, list_of_times in zip(commands, times):
            list_of_times.append(took(command))
    return times


class Limits:
    def __init__(self):
        self.missed = 0

    def line(self, what, value, limit, detail):
        held = value <= limit
        self.missed += not held
        print(f"{'PASS' if held else 'FAIL'}  {what:44} {value:7.2f} <= {limit:6.2f}   {detail}",
              flush=True)

    def ratio(self, what, limit, ours, theirs):
        best, usual = min(ours) / min(theirs), statistics.median(ours) / statistics.median(theirs)
        self.line(what, best, limit,
                  f"median {usual:.2f}; min {min(ours):.1f} / {min(theirs):.1f} ms, "
                  f"median {statistics.median(ours):.1f} / {statistics.median(theirs):.1f} ms")


def against_curl(limits, doctor, runs):
    ours, theirs = in_turn(runs, [doctor, "--version"], ["curl", "--version"])
    limits.ratio("--version / curl --version", 1.5, ours, theirs)
    with tempfile.TemporaryDirectory() as directory:
        authority = os.path.join(directory, "authority.pem")
        mock = subprocess.Popen([doctor, "mock", "--tls-ca", authority], stdout=subprocess.PIPE,
                                text=True)
        try:
            mock.stdout.readline()
            port = mock.stdout.readline().strip().rpartition(":")[2]
            get = ["curl", "--silent", "--show-error", "--fail", "--cacert", authority,
                   "--connect-to", f"api.1claw.xyz:443:127.0.0.1:{port}",
                   "https://api.1claw.xyz/v1/health"]
            ours, theirs = in_turn(runs, [doctor, "run", "--mock"], get)
        finally:
            mock.terminate()
            mock.wait()
    limits.ratio("healthy run --mock / one curl HTTPS GET", 4, ours, theirs)


# What the server's front speaks, and the longest run in round trips and milliseconds beside them.
WAYS = (
    ("HTTP/2", {"protocols": ["h2", "http/1.1"]}, ((5.5, 50), (5, 60))),
    ("HTTP/1.1", {"protocols": ["http/1.1"]}, ((6, 60),)),
    ("HTTP/2, TLS 1.2", {"protocols": ["h2", "http/1.1"], "tls_max": "TLSv1.2"}, ((6, 60),)),
    ("HTTP/1.1, TLS 1.2", {"protocols": ["http/1.1"], "tls_max": "TLSv1.2"}, ((7, 60),)),
)


def over_the_network(limits, options):
    for name, front, allowed in WAYS:
        row = {"network": {"rtt_ms": 100, "fronts": {"api": front}}}
        done = subprocess.run(
            [sys.executable, NETLAB, "--doctor", options.doctor, "--delay-line",
             options.delay_line, "play", "healthy", "--change", json.dumps(row), "--runs",
             str(max(5, options.runs // 4))], check=False, capture_output=True, text=True)
        if done.returncode == SKIPPED:
            print(f"SKIP  over the network: {done.stdout.strip()}")
            return
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        played = json.loads(done.stdout)
        if any(run["exit"] != 0 for run in played):
            raise RuntimeError(f"{name}: a run was not healthy")
        round_trip = min(run["connect_ms"] for run in played)
        times = [run["wall_ms"] for run in played]
        for trips, more in allowed:
            limits.line(f"cold run, {name}, in ms: {trips} RTT + {more}", min(times),
                        trips * round_trip + more,
                        f"median {statistics.median(times):.0f}; RTT {round_trip:.1f} ms, "
                        f"{min(times) / round_trip:.2f} RTT at best")


def main():
    binaries = os.path.join(HERE, "..", "build", "release", "bin")
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--doctor", default=os.path.join(binaries, "oneclaw-doctor"))
    parser.add_argument("--delay-line", default=os.path.join(binaries, "netlab-delay-line"))
    parser.add_argument("--runs", type=int, default=40)
    options = parser.parse_args()
    limits = Limits()
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))  # inherited by what is started
    except OSError:
        print("note: no right to go before other programs; on a busy machine expect misses")
    against_curl(limits, options.doctor, options.runs)
    if os.path.exists(options.delay_line):
        over_the_network(limits, options)
    else:
        print("SKIP  over the network: built without the tests, so there is no delay line")
    return 1 if limits.missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError) as error:
        sys.exit(f"bench: {error}")
